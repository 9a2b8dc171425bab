from odoo import api, fields, models
from odoo.exceptions import UserError

from .member_privacy_mixin import SEEING


class DistributionIncident(models.Model):
    """Personal data may have leaked: what article 57 asks to be recorded and told."""

    _name = "distribution.incident"
    _description = "Incident"
    _inherit = ["mail.thread", "mail.activity.mixin", "distribution.state.machine.mixin"]
    _order = "date_discovered desc, id desc"

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    title = fields.Char(required=True)
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    state = fields.Selection(
        [("open", "Recorded"), ("told", "Persons Told"), ("closed", "Closed")],
        required=True,
        default="open",
        readonly=True,
        copy=False,
        tracking=True,
    )
    is_exercise = fields.Boolean("Exercise", help="A drill: nobody is written to.")
    data_categories = fields.Text("Kinds of Data", required=True)
    cause = fields.Text(required=True)
    possible_harm = fields.Text(required=True)
    measures = fields.Text("Measures Taken", required=True)
    self_help = fields.Text("What Persons Can Do", required=True)
    contact = fields.Char(required=True, help="Whom persons and the authority can reach.")
    date_discovered = fields.Datetime(
        "Discovered", required=True, default=fields.Datetime.now, tracking=True
    )
    date_authority = fields.Datetime("Authority Told", tracking=True)
    date_persons = fields.Datetime("Persons Told On", readonly=True, copy=False, tracking=True)
    not_told_reason = fields.Text(
        "Why Persons Are Not Told",
        help="The law allows it when measures avoid the harm effectively.",
    )
    date_from = fields.Datetime(
        "Seen From", help="Begin of the time in which data may have been seen."
    )
    date_to = fields.Datetime("Seen Until")
    user_ids = fields.Many2many("res.users", string="Logins", help="Whose login was misused.")
    field_name = fields.Char("Field", help="Only those whose value of this field was seen.")
    member_ids = fields.Many2many("distribution.member", string="Affected Members")
    member_count = fields.Integer("Affected", compute="_compute_member_count")

    # === COMPUTE METHODS === #

    @api.depends("member_ids")
    def _compute_member_count(self):
        for incident in self:
            incident.member_count = len(incident.member_ids)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to number incidents and to record them."""
        sequences = self.env["ir.sequence"]
        vals_list = [
            {**vals, "name": sequences.next_by_code("distribution.incident") or "/"}
            for vals in vals_list
        ]
        incidents = super().create(vals_list)
        self.env["distribution.audit"]._record("incident", incidents)
        return incidents

    # === ACTION METHODS === #

    def action_find_affected(self):
        """Add the members whose data were seen, by the trail, in the time and by the logins."""
        self.check_access("write")
        for incident in self:
            rows = self.env["distribution.audit"].search(incident._get_trail_domain())
            members = self.env["distribution.member"].with_context(active_test=False)
            incident.member_ids |= members.browse(set(rows.mapped("member_id"))).exists()
        return True

    def action_open_affected(self):
        """Open the affected members."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_member.distribution_member_action"
        )
        domain = [("id", "in", self.member_ids.ids)]
        return {**action, "domain": domain, "context": {"active_test": False}}

    def action_tell_persons(self):
        """Write to every affected member, and note when."""
        self.check_access("write")
        self._ensure_state(("open",), self.env._("%(record)s is %(state)s already."))
        template = self.env.ref("distribution_member.mail_template_incident")
        for incident in self:
            if not incident.member_ids:
                raise UserError(
                    self.env._("List the affected members first, by the trail or by hand.")
                )
            if not incident.is_exercise:
                for member in incident.member_ids.filtered("partner_id.email"):
                    template.with_context(lang=member.partner_id.lang).send_mail(
                        incident.id,
                        email_values={
                            "email_to": member.partner_id.email,
                            "recipient_ids": [],
                        },
                    )
            incident._write_state("told", date_persons=fields.Datetime.now())
        self.env["distribution.audit"]._record("incident", self, new_value="told")

    def action_close(self):
        """Close the incident once the authority is told and persons are, or need not be."""
        self.check_access("write")
        self._ensure_state(("open", "told"), self.env._("%(record)s is %(state)s already."))
        for incident in self:
            if not incident.date_authority and not incident.is_exercise:
                raise UserError(self.env._("Enter when the authority was told."))
            if incident.state == "open" and not (incident.not_told_reason or "").strip():
                raise UserError(
                    self.env._("Tell the affected persons, or say why they need not be told.")
                )
        self._write_state("closed")
        self.env["distribution.audit"]._record("incident", self, new_value="closed")

    # === HELPERS === #

    def _get_trail_domain(self):
        self.ensure_one()
        domain = [
            ("action", "in", SEEING),
            ("is_refused", "=", False),
            ("member_id", "!=", False),
            ("company_id", "=", self.company_id.id),
        ]
        if self.date_from:
            domain.append(("date", ">=", self.date_from))
        if self.date_to:
            domain.append(("date", "<", self.date_to))
        if self.user_ids:
            domain.append(("user_id", "in", self.user_ids.ids))
        if self.field_name:
            domain.append(("field_name", "=", self.field_name))
        return domain
