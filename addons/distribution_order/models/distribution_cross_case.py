from odoo import api, fields, models
from odoo.exceptions import UserError, ValidationError

STATES = [
    ("reported", "Reported"),
    ("checking", "Being Checked"),
    ("heard", "Member Heard"),
    ("confirmed", "Well-Founded"),
    ("unfounded", "Unfounded"),
    ("measure", "Measure Taken"),
    ("closed", "Case Closed"),
]
# What was said at the beginning, and by whom.
SAID = {"user_id", "reporter_member_id", "description", "company_id", "date"}
# What the hearing is about: fixed once the member was asked.
ACCUSED = {"member_id", "region_id", "place", "order_id", "hearing_days"}
# Written by the steps only.
STEPPED = (
    "name",
    *("first_action", "goal_hours", "response_hours", "deadline", "is_late"),
    *("hearing_state", "hearing_asked", "hearing_deadline", "hearing_reminded"),
    *("accusation", "answer", "answer_user_id", "date_answered"),
    *("outcome", "decision_reason", "decider_id", "date_decided"),
    *("date_measure", "measure_user_id"),
    *("objection_until", "objection", "date_objected", "closing_note", "date_closed"),
)


class DistributionCrossCase(models.Model):
    """Goods turned up outside the area of who bought them: looked into, heard, decided.

    Only where goods were sold is looked into. There is no field for a price here, on purpose: to
    police the resale price of a dealer is forbidden (Anti-Monopoly Law, article 18).
    """

    _name = "distribution.cross.case"
    _description = "Case of Cross-Region Selling"
    _inherit = [
        "distribution.cross.case.clock.mixin",
        "distribution.cross.case.hearing.mixin",
        "distribution.cross.case.decision.mixin",
        "distribution.cross.case.report.mixin",
        "mail.thread",
        "mail.activity.mixin",
        "distribution.state.machine.mixin",
    ]
    _order = "date desc, id desc"
    _state_fields = STEPPED
    _check_company_auto = True

    name = fields.Char("Number", required=True, readonly=True, copy=False, default="/")
    state = fields.Selection(
        STATES,
        required=True,
        default="reported",
        readonly=True,
        copy=False,
        index=True,
        tracking=True,
        group_expand=True,
    )
    company_id = fields.Many2one(
        "res.company", required=True, index=True, default=lambda self: self.env.company
    )
    member_id = fields.Many2one(
        "distribution.member",
        "Suspected Member",
        index="btree_not_null",
        ondelete="restrict",
        tracking=True,
        check_company=True,
        help="Who is said to have sold outside its area. Filled in by itself when all lots of the"
        " goods were delivered to one member.",
    )
    member_region_id = fields.Many2one(
        related="member_id.region_id", string="Region of the Member", store=True, index=True
    )
    reporter_member_id = fields.Many2one(
        "distribution.member",
        "Reported by Member",
        index="btree_not_null",
        ondelete="restrict",
        check_company=True,
        help="Never shown to the suspected member.",
    )
    user_id = fields.Many2one(
        "res.users",
        "Reported by",
        required=True,
        readonly=True,
        index=True,
        default=lambda self: self.env.uid,
        help="Who reported it or wrote the report down. Somebody else decides. Never shown to the"
        " suspected member.",
    )
    responsible_id = fields.Many2one(
        "res.users", index=True, tracking=True, domain=[("share", "=", False)]
    )
    region_id = fields.Many2one(
        "distribution.region",
        "Where",
        required=True,
        index=True,
        ondelete="restrict",
        check_company=True,
        help="The region in which the goods turned up.",
    )
    place = fields.Char(help="Market, street or shop; no names of persons.")
    order_id = fields.Many2one(
        "sale.order",
        readonly=True,
        index="btree_not_null",
        ondelete="restrict",
        help="The order whose delivery address lies outside the area.",
    )
    description = fields.Text(
        required=True, help="What was seen. The suspected member does not read it."
    )
    line_ids = fields.One2many("distribution.cross.case.line", "case_id", "Goods")
    file_ids = fields.One2many("distribution.cross.case.file", "case_id", "Evidence")
    log_ids = fields.One2many("distribution.cross.case.log", "case_id", "Timeline", readonly=True)
    outside_count = fields.Integer(
        "Lots from Elsewhere",
        compute="_compute_outside_count",
        help="Lots that had been delivered to a member who is not authorised where they turned up.",
    )
    draft = fields.Text(
        "Text for the Next Step",
        copy=False,
        help="The accusation, the reasons of the decision or the answer to the objection. The"
        " member reads it once the button is pressed; until then it is a draft. Do not say who"
        " reported.",
    )

    _order_unique = models.UniqueIndex(
        "(order_id) WHERE order_id IS NOT NULL AND state <> 'closed'",
        "There is an open case about this order already.",
    )
    _member_known = models.Constraint(
        "CHECK (member_id IS NOT NULL OR (hearing_state IS NULL AND state IN"
        " ('reported', 'checking', 'unfounded', 'closed')))",
        "Only a known member is heard.",
    )
    _heard_first = models.Constraint(
        "CHECK (state NOT IN ('confirmed', 'measure') OR"
        " COALESCE(hearing_state IN ('answered', 'passed'), FALSE))",
        "Nobody is found guilty unheard.",
    )
    _decided_by_another = models.Constraint(
        "CHECK (decider_id IS NULL OR decider_id <> user_id)",
        "Who reported a case does not decide on it.",
    )
    _reporter_is_another = models.Constraint(
        "CHECK (reporter_member_id <> member_id)",
        "A member does not report itself.",
    )
    _hearing_index = models.Index("(hearing_deadline) WHERE hearing_state = 'waiting'")

    # === COMPUTE METHODS === #

    @api.depends("line_ids.is_outside")
    def _compute_outside_count(self):
        for case in self:
            case.outside_count = len(case.line_ids.filtered("is_outside"))

    # === CONSTRAINT METHODS === #

    @api.constrains("measure_id")
    def _check_measure_undone(self):
        for case in self:
            if case.measure_id and case.state not in ("confirmed", "measure", "closed"):
                raise ValidationError(
                    self.env._("A measure is chosen after the case is confirmed.")
                )

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base` to number the case, start its clock and find who looks into it."""
        if not self.env.su:
            fixed = {"user_id": self.env.uid, "date": fields.Datetime.now()}
            vals_list = [{**vals, **fixed} for vals in vals_list]
        cases = super().create(vals_list)
        sequences_sudo = self.env["ir.sequence"].sudo()  # numbers are no secret
        for case in cases:
            responsible = case.responsible_id or case._find_responsible()
            case._write_state(
                case.state,
                name=sequences_sudo.next_by_code("distribution.cross.case") or "/",
                responsible_id=responsible.id,
                **case._prepare_clock_start(),
            )
            case._log("reported", case.description, user=case.user_id)
        return cases

    def write(self, vals):
        """Override of `base`: what was said stays, and what the member was told too."""
        if not self.env.su:
            self._ensure_may_change(vals)
        return super().write(vals)

    # === ACTION METHODS === #

    def action_check(self):
        """Take the reports up; the clock stops, and who does is responsible if nobody was."""
        self._ensure_state(
            ("reported",), self.env._("%(record)s is %(state)s: somebody has taken it up already.")
        )
        for case in self:
            values = case._prepare_clock_end()
            if not case.responsible_id:
                values["responsible_id"] = self.env.uid
            case._write_state("checking", **values)
            case._log("checking", "")
        return True

    def action_open_order(self):
        """Open the order that the case is about."""
        self.ensure_one()
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        return {**action, "res_id": self.order_id.id, "views": [(False, "form")]}

    # === HELPERS === #

    def _ensure_may_change(self, vals):
        self.check_access("write")
        if SAID & vals.keys():
            raise UserError(self.env._("What was reported stays as it was, and by whom."))
        for case in self:
            is_told = case.hearing_state or case.state not in ("reported", "checking")
            if is_told and ACCUSED & vals.keys():
                raise UserError(
                    self.env._("%(case)s was told to the member as it is.", case=case.name)
                )
            if {"measure_id", "measure_days"} & vals.keys() and case.state != "confirmed":
                raise UserError(
                    self.env._("The measure is chosen between the decision and taking it.")
                )
            if case.state == "closed" and vals.keys() & {"draft", "responsible_id"}:
                raise UserError(self.env._("%(case)s is closed.", case=case.name))

    def _ensure_not_closed(self):
        for case in self:
            if case.state == "closed":
                raise UserError(self.env._("%(case)s is closed.", case=case.name))

    def _take_draft(self, message):
        """Return the text that somebody has written for the step.

        :param message: what to say when there is none
        """
        self.ensure_one()
        return self._ensure_text(self.draft, message)

    def _log(self, step, text, *, is_shared=False, user=None):
        """Note a step in the timeline, which nobody changes."""
        self.ensure_one()
        logs_sudo = self.env["distribution.cross.case.log"].sudo()  # written by the steps only
        logs_sudo.create(
            {
                "case_id": self.id,
                "step": step,
                "text": text or False,
                "is_shared": is_shared,
                "user_id": (user or self.env.user).id,
            }
        )

    def _find_responsible(self):
        """Return a manager of the place who has not reported it."""
        self.ensure_one()
        managers_sudo = self.sudo().region_id._find_managers()  # also of regions out of sight
        return (managers_sudo - self.sudo().user_id)[:1]

    def _suggest_member(self):
        """Fill in the member when all traced lots lead to one, and nobody is named yet."""
        for case_sudo in self.sudo():  # lots are traced for whoever reports
            members = case_sudo.line_ids.delivered_member_id
            if (
                not case_sudo.member_id
                and case_sudo.state in ("reported", "checking")
                and len(members) == 1
                and members != case_sudo.reporter_member_id
            ):
                case_sudo.member_id = members
                text = self.env._(
                    "All lots were delivered to %(member)s", member=members.display_name
                )
                case_sudo._log("evidence", text)
