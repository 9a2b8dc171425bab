from collections import defaultdict

from markupsafe import Markup
from odoo import fields, models

from .. import sensitive_cipher
from ..queries.application_duplicates import application_duplicates
from .encrypted_field import load_key_ring

KEY_FIELDS = {"credit_code", "phone", "id_number", "bank_account", "company_id"}
ENCRYPTED = ("id_number", "bank_account")
ENCRYPTED_MODELS = ("distribution.application", "distribution.member")


class DistributionApplicationDuplicatesMixin(models.AbstractModel):
    """Other applications, members and contacts that share a number with an application.

    Encrypted numbers are compared by their keyed hashes; nothing is shown but who it is.
    """

    _name = "distribution.application.duplicates.mixin"
    _description = "Duplicates of an Application"

    duplicate_count = fields.Integer(
        "Possible Duplicates",
        readonly=True,
        copy=False,
        help="Records that share the credit code, phone, ID number or bank account.",
    )
    duplicate_summary = fields.Html(
        compute="_compute_duplicate_summary", sanitize=False, string="Who Shares a Number"
    )

    # === COMPUTE METHODS === #

    def _compute_duplicate_summary(self):
        """List who shares what, with links to what the user may see."""
        found = self._find_duplicates()
        for application in self:
            application.duplicate_summary = application._describe_duplicates(found[application.id])

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base` to count anew when a number changes."""
        result = super().write(vals)
        if KEY_FIELDS & vals.keys():
            self.filtered(lambda application: application.state != "draft")._update_duplicates()
        return result

    # === ACTION METHODS === #

    def action_open_duplicates(self):
        """Open the other applications that share a number."""
        self.ensure_one()
        ids = {
            res_id
            for _kind, model, res_id in self._find_duplicates()[self.id]
            if model == self._name
        }
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_application_action"
        )
        return {
            **action,
            "name": self.env._("Same Numbers"),
            "domain": [("id", "in", sorted(ids | {self.id}))],
            "context": {},
        }

    # === HELPERS === #

    def _update_duplicates(self):
        """Count the duplicates of the applications, and those of the applications they meet."""
        found = self._find_duplicates()
        met = self.browse(
            {res_id for rows in found.values() for _k, model, res_id in rows if model == self._name}
        )
        others = met - self
        if others:
            found = {**others._find_duplicates(), **found}
        # sudo: a count is no right of whoever hands in; it is shown to reviewers only
        for application_sudo in (self | others).sudo():
            rows = {(model, res_id) for _kind, model, res_id in found[application_sudo.id]}
            if application_sudo.duplicate_count != len(rows):
                application_sudo.duplicate_count = len(rows)

    def _find_duplicates(self):
        """Return {application id: list of (kind, model, id)}, by one query for all."""
        self.flush_model()
        self.env["distribution.member"].flush_model(["id_number", "bank_account", "company_id"])
        self.env["res.partner"].flush_model(["vat", "company_registry", "phone"])
        found = defaultdict(list)
        rows = self.env.execute_query(application_duplicates(self.ids, self._prepare_hash_keys()))
        for application_id, kind, model, res_id in rows:
            found[application_id].append((kind, model, res_id))
        return found

    def _prepare_hash_keys(self):
        """Return rows (application id, kind, model, blind index) of the encrypted numbers."""
        try:
            load_key_ring()
        except sensitive_cipher.KeyRingError:  # then nothing is stored that could be compared
            return []
        return [
            (application.id, name, model, index)
            for application in self
            for name in ENCRYPTED
            if application[name]
            for clear in [application._decrypt(name)]
            for model in ENCRYPTED_MODELS
            for index in self.env[model]._fields[name].index_values([clear])
        ]

    def _describe_duplicates(self, rows):
        """Return a list of what is shared with whom; names only where the user may read them."""
        labels = {
            name: self._fields[name]._description_string(self.env)
            for name in ("credit_code", "phone", *ENCRYPTED)
        }
        items = []
        for kind, model, res_id in rows:
            record = self.env[model].browse(res_id)
            if record.has_access("read"):
                link = Markup('<a href="/odoo/%s/%s">%s</a>') % (model, res_id, record.display_name)
            else:
                link = self.env._("somebody outside of your regions")
            items.append(
                Markup("<li>%s: %s</li>")
                % (self.env._("Same %(number)s", number=labels[kind]), link)
            )
        return Markup("<ul class='mb-0'>%s</ul>") % Markup().join(items) if items else False
