import logging

from odoo import api, fields, models
from odoo.http import request
from psycopg2 import Error

_logger = logging.getLogger(__name__)

LONGEST_VALUE = 500
# Texts that may hold personal data.
ERASABLE = ("record_name", "old_value", "new_value", "reason", "address")
ACTIONS = [
    ("reveal", "Number shown in clear"),
    ("reveal_document", "Document opened"),
    ("sensitive_write", "Encrypted number changed"),
    ("export_personal", "Personal data exported"),
    ("print_personal", "Personal data printed"),
    ("upline_change", "Upline changed"),
    ("branch_transfer", "Branch transferred"),
    ("level_change", "Level changed"),
    ("level_suggestion_dismiss", "Level suggestion dismissed"),
    ("level_objection", "Objection to a level written"),
    ("level_objection_answer", "Objection to a level answered"),
    ("region_change", "Region changed"),
    ("member_activate", "Member activated"),
    ("member_suspend", "Member suspended"),
    ("member_terminate", "Member terminated"),
    ("member_renew", "End of membership changed"),
    ("freeze", "Freeze set"),
    ("unfreeze", "Freeze lifted"),
    ("application_approve", "Application approved"),
    ("application_reject", "Application rejected"),
    ("inviter_change", "Inviter of an application changed"),
    ("document_verdict", "Document judged"),
    ("authorisation_issue", "Authorisation issued"),
    ("authorisation_revoke", "Authorisation revoked"),
    ("role_change", "Role changed"),
    ("colleague_invite", "Colleague invited"),
    ("colleague_change", "Colleague changed"),
    ("consent_given", "Consent given"),
    ("consent_withdrawn", "Consent withdrawn"),
    ("privacy_request", "Privacy request"),
    ("privacy_decision", "Privacy request decided"),
    ("personal_erase", "Personal data erased or restricted"),
    ("retention_run", "Retention job run"),
    ("incident", "Incident recorded"),
    ("key_rotation", "Keys rotated"),
    ("member_import", "Members imported"),
    ("access_refused", "Access refused"),
]


class DistributionAudit(models.Model):
    """Who did or saw what, when, and why; written with the act itself, and never changed.

    A refused attempt is written by a transaction of its own, since its own is rolled back.
    """

    _name = "distribution.audit"
    _description = "Audit Trail"
    _inherit = ["distribution.append.only.mixin"]
    _order = "id desc"
    _rec_name = "record_name"

    date = fields.Datetime(required=True, readonly=True, default=fields.Datetime.now)
    user_id = fields.Many2one("res.users", "By", required=True, readonly=True, ondelete="restrict")
    is_superuser = fields.Boolean(
        "By the System", readonly=True, help="The program acted with more rights than the user has."
    )
    address = fields.Char("Network Address", readonly=True)
    action = fields.Selection(ACTIONS, required=True, readonly=True)
    is_refused = fields.Boolean("Refused", readonly=True, help="The attempt was turned down.")
    model = fields.Char(required=True, readonly=True)
    res_id = fields.Many2oneReference("Record", model_field="model", readonly=True)
    record_name = fields.Char(readonly=True)
    member_id = fields.Integer(
        "Member ID", readonly=True, help="The member that the record belongs to, for its report."
    )
    company_id = fields.Many2one("res.company", readonly=True, ondelete="restrict")
    field_name = fields.Char("Field", readonly=True)
    old_value = fields.Char("Before", readonly=True, help="Sensitive values are masked.")
    new_value = fields.Char("After", readonly=True, help="Sensitive values are masked.")
    reason = fields.Char(readonly=True)

    _frozen_fields = (
        "date",
        "user_id",
        "is_superuser",
        "action",
        "is_refused",
        "model",
        "res_id",
        "member_id",
        "company_id",
        "field_name",
    )
    _erasable_fields = ERASABLE
    _record_index = models.Index("(model, res_id, id)")
    _member_index = models.Index("(member_id, id) WHERE member_id IS NOT NULL")
    _user_index = models.Index("(user_id, date)")
    _action_index = models.Index("(action, date)")

    # === BUSINESS METHODS === #

    @api.model
    def _record(self, action, records, **values):
        """Write one row per record, in the transaction of the act.

        :param str action: a key of `ACTIONS`
        :param records: what it was done to; may be empty for acts on a whole model
        :param values: `field`, `old_value`, `new_value` (masked by the caller), `reason`
        :return: the new rows
        """
        # sudo: everybody's acts are recorded; nobody has the right to write here
        return self.sudo().create(self._prepare_rows(action, records, **values))

    @api.model
    def _record_refused(self, action, records, **values):
        """Write that an attempt was refused; the row stays when the attempt is rolled back."""
        rows = self._prepare_rows(action, records, **values)
        try:
            with self.env.registry.cursor() as cursor:
                # superuser: as in `_record`; the row itself names the user
                audit_sudo = api.Environment(cursor, api.SUPERUSER_ID, {})[self._name]
                audit_sudo.create([{**row, "is_refused": True} for row in rows])
        except Error:  # the refusal itself must reach the user all the same
            _logger.warning("refused %s by user %s was not recorded", action, self.env.uid)

    @api.model
    def _erase_texts(self, subjects, identifiers, users):
        """Blank what the trail says about a person in words; who did what when stays.

        :param subjects: the person's records: a member with all that is its own, applications
        :param identifiers: texts that name this person and nobody else
        :param users: the person's logins, whose network addresses go too
        """
        own = fields.Domain("model", "=", subjects._name) & fields.Domain(
            "res_id", "in", subjects.ids
        )
        if subjects._name == "distribution.member":
            own |= fields.Domain("member_id", "in", subjects.ids)
        self._erase_texts_about(own, identifiers, ERASABLE)
        self._erase_texts_about(fields.Domain("user_id", "in", users.ids), (), ("address",))

    # === HELPERS === #

    @api.model
    def _prepare_rows(
        self, action, records, field=None, old_value=None, new_value=None, reason=None
    ):
        common = {
            "user_id": self.env.uid,
            "is_superuser": self.env.su,
            "address": request.httprequest.remote_addr if request else False,
            "action": action,
            "model": records._name,
            "field_name": field,
            "old_value": str(old_value)[:LONGEST_VALUE] if old_value is not None else False,
            "new_value": str(new_value)[:LONGEST_VALUE] if new_value is not None else False,
            "reason": reason,
        }
        # sudo: the name of a record whose access was refused belongs into the trail
        rows = [
            {**common, **self._prepare_subject(record_sudo), "res_id": record_sudo.id}
            for record_sudo in records.sudo()
        ]
        return rows or [{**common, "company_id": self.env.company.id}]

    @api.model
    def _prepare_subject(self, record_sudo):
        """Return whose record it is."""
        member = self._find_member(record_sudo)
        company = record_sudo.company_id if "company_id" in record_sudo._fields else None
        return {
            "record_name": record_sudo.display_name,
            "member_id": member.id if member else False,
            "company_id": (company or self.env.company).id,
        }

    @api.model
    def _find_member(self, record_sudo):
        """Return the member that a record is about; override for models that say it otherwise."""
        if record_sudo._name == "distribution.member":
            return record_sudo
        for name in ("member_id", "distribution_member_id"):
            field = record_sudo._fields.get(name)
            if field and field.comodel_name == "distribution.member":
                return record_sudo[name]
        return None
