from odoo import api, fields, models
from odoo.exceptions import UserError

# The codes by which the program asks; the records are in data/distribution_purpose.xml.
PURPOSE_SENSITIVE = "sensitive"
PURPOSE_SHARE_UPLINE = "share_upline"

PURPOSE_STATES = [("draft", "Draft"), ("active", "Active"), ("closed", "Closed")]
BASES = [
    ("contract", "Contract"),
    ("consent", "Consent"),
    ("legal_duty", "Legal Duty"),
]


class DistributionPurpose(models.Model):
    """What personal data are used for, by which right, which data, and for how long."""

    _name = "distribution.purpose"
    _description = "Purpose of Processing"
    _inherit = ["mail.thread", "distribution.state.machine.mixin"]
    _order = "sequence, id"

    name = fields.Char(required=True, translate=True)
    code = fields.Char(
        required=True, copy=False, help="By which the program asks for it; never changes."
    )
    sequence = fields.Integer(default=10)
    state = fields.Selection(
        PURPOSE_STATES, required=True, default="draft", readonly=True, copy=False, tracking=True
    )
    basis = fields.Selection(
        BASES,
        required=True,
        default="consent",
        tracking=True,
        help="By which right the data are used. What a contract or the law needs asks for no"
        " consent; people are told all the same.",
    )
    data_categories = fields.Text(
        required=True, translate=True, help="Which data, in words a distributor understands."
    )
    recipients = fields.Char(translate=True, help="Who else gets the data: uplines, bank, ERP.")
    retention = fields.Char(
        required=True, translate=True, help="How long the data are kept, and why so long."
    )
    needs_separate_consent = fields.Boolean(
        "Separate Consent",
        tracking=True,
        help="Asked for with a box of its own that is never ticked beforehand: sensitive data,"
        " and data given to others.",
    )
    is_optional = fields.Boolean(
        "May Be Refused", help="Nobody is turned away for saying no to this purpose."
    )
    applies_to = fields.Selection(
        [("all", "Everybody"), ("natural", "Natural Persons and Sole Traders")],
        required=True,
        default="all",
        help="Companies are not asked about data they have not got.",
    )
    is_asked_at_application = fields.Boolean(
        "Asked on the Application", default=True, help="The registration form shows its text."
    )
    assessment_ids = fields.One2many("distribution.assessment", "purpose_id", "Impact Assessments")
    text_ids = fields.One2many("distribution.consent.text", "purpose_id", "Texts")
    consent_count = fields.Integer("Consents in Force", compute="_compute_consent_count")

    _code_unique = models.UniqueIndex("(code)", "Another purpose has this code already.")

    # === COMPUTE METHODS === #

    def _compute_consent_count(self):
        """Count the consents that have not ended."""
        counts = dict(
            self.env["distribution.consent"]._read_group(
                [("purpose_id", "in", self.ids), ("date_end", "=", False)],
                ["purpose_id"],
                ["__count"],
            )
        )
        for purpose in self:
            purpose.consent_count = counts.get(purpose, 0)

    # === ACTION METHODS === #

    def action_activate(self):
        """Begin to use data for the purpose."""
        self._ensure_state(
            ("draft", "closed"), self.env._("%(record)s is %(state)s and cannot be activated.")
        )
        self._ensure_may_be_active()
        self._write_state("active")

    def action_close(self):
        """Stop asking; consents given stay on record."""
        self._ensure_state(
            ("active",), self.env._("%(record)s is %(state)s. Only active purposes can be closed.")
        )
        self._write_state("closed")

    def action_open_consents(self):
        """Open the consents given to the purpose."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_consent_action"
        )
        return {**action, "domain": [("purpose_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    @api.model
    def _find(self, code):
        """Return the active purpose with a code, as superuser, or an empty recordset."""
        # sudo: purposes and published texts are public; asking about them needs no right
        return self.sudo().search([("code", "=", code), ("state", "=", "active")], limit=1)

    def _ensure_may_be_active(self):
        """Raise when the law asks for an impact assessment first and there is no good one."""
        for purpose in self.filtered("needs_separate_consent"):
            final = purpose.assessment_ids.filtered(lambda one: one.state == "final")
            latest = final.sorted(lambda one: (one.date, one.id))[-1:]
            if not latest or latest.conclusion == "unacceptable":
                raise UserError(
                    self.env._(
                        "%(purpose)s uses sensitive data or gives data to others. Write an impact"
                        " assessment that finds it acceptable, and finish it, before you activate"
                        " the purpose (Personal Information Protection Law, article 55).",
                        purpose=purpose.name,
                    )
                )
