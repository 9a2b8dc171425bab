from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .distribution_cross_measure import LONGEST_FREEZE, mentions_price

OUTCOMES = [("confirmed", "Well-Founded"), ("unfounded", "Unfounded")]
OBJECTABLE = ("confirmed", "measure")


class DistributionCrossCaseDecisionMixin(models.AbstractModel):
    """Who decides, why, what follows, and what the member says against it."""

    _name = "distribution.cross.case.decision.mixin"
    _description = "Decision in a Case of Cross-Region Selling"

    decision_reason = fields.Text(
        "Reasons of the Decision", readonly=True, copy=False, help="What the member reads."
    )
    outcome = fields.Selection(
        OUTCOMES, readonly=True, copy=False, help="The decision, also after the case is closed."
    )
    decider_id = fields.Many2one("res.users", "Decided by", readonly=True, copy=False)
    date_decided = fields.Datetime("Decided on", readonly=True, copy=False, index="btree_not_null")
    measure_id = fields.Many2one(
        "distribution.cross.measure",
        "Measure of the Case",
        index="btree_not_null",
        ondelete="restrict",
        copy=False,
        tracking=True,
        help="What follows. It may follow from where goods were sold, never from their price.",
    )
    measure_days = fields.Integer(
        "Days without Orders",
        compute="_compute_measure_days",
        store=True,
        readonly=False,
        copy=False,
        help="For how many days the member cannot order, from today on.",
    )
    measure_kind = fields.Selection(related="measure_id.kind")
    date_measure = fields.Datetime("Measure Taken on", readonly=True, copy=False)
    measure_user_id = fields.Many2one("res.users", "Measure Taken by", readonly=True, copy=False)
    objection_until = fields.Date(readonly=True, copy=False)
    objection = fields.Text("Objection of the Member", readonly=True, copy=False)
    date_objected = fields.Datetime("Objected on", readonly=True, copy=False)
    closing_note = fields.Text("Answer to the Objection", readonly=True, copy=False)
    date_closed = fields.Datetime("Closed on", readonly=True, copy=False)
    speaks_of_price = fields.Boolean(
        compute="_compute_speaks_of_price", help="A text of the case speaks of resale prices."
    )

    # === COMPUTE METHODS === #

    @api.depends("measure_id")
    def _compute_measure_days(self):
        for case in self:
            is_freeze = case.measure_id.kind == "freeze_order"
            case.measure_days = case.measure_id.days if is_freeze else 0

    @api.depends("draft", "description", "accusation", "decision_reason")
    def _compute_speaks_of_price(self):
        for case in self:
            case.speaks_of_price = mentions_price(
                case.draft, case.description, case.accusation, case.decision_reason
            )

    # === ACTION METHODS === #

    def action_confirm(self):
        """Find that the member sold outside its area; only after it was heard, with reasons."""
        for case in self:
            if case.hearing_state == "waiting" and not case._may_answer():
                case.check_access("write")
                case._pass_deadline()
        self._ensure_state(
            ("heard",),
            self.env._(
                "%(record)s is %(state)s. It can be confirmed once the member has given its"
                " statement, or the deadline for it has passed."
            ),
        )
        self._decide("confirmed")
        return True

    def action_find_unfounded(self):
        """Find that nothing is wrong, also after an objection; with reasons."""
        self._ensure_state(
            ("checking", "heard", *OBJECTABLE),
            self.env._("%(record)s is %(state)s: there is nothing to decide."),
        )
        for case in self:
            if case.state in OBJECTABLE and not case.objection:
                raise UserError(
                    self.env._("%(record)s is decided; nobody has objected.", record=case.name)
                )
        self._decide("unfounded")
        return True

    def action_take_measure(self):
        """Take the measure that was chosen, and tell the member."""
        self._ensure_state(
            ("confirmed",), self.env._("%(record)s is %(state)s. A measure follows a decision.")
        )
        for case in self:
            if not case.measure_id:
                raise UserError(self.env._("Choose the measure first."))
            case._ensure_may_decide()
            case._act_on_member()
            case._write_state(
                "measure",
                date_measure=fields.Datetime.now(),
                measure_user_id=self.env.uid,
                objection_until=case._get_objection_end(),
            )
            case._log("measure", case._describe_measure(), is_shared=True)
            case._mail_member("distribution_order.mail_template_cross_decision")
        return True

    def action_close(self):
        """Close the case, after the days for an objection or with an answer to it."""
        self._ensure_state(
            ("measure", "unfounded"), self.env._("%(record)s is %(state)s and cannot be closed.")
        )
        for case in self:
            note = (case.draft or "").strip()
            if case.state == "measure":
                case._ensure_objection_heard(note)
            case._write_state(
                "closed",
                date_closed=fields.Datetime.now(),
                closing_note=note or False,
                draft=False,
            )
            case._log("closed", note, is_shared=True)
            if case.objection:
                case._mail_member("distribution_order.mail_template_cross_decision")
        self.sudo().activity_unlink(  # sudo: the reminder is who is responsible's
            ["distribution_order.mail_activity_type_cross_case"]
        )
        return True

    # === BUSINESS METHODS === #

    def _may_object(self):
        """Return whether the member can still object; it is heard once."""
        self.ensure_one()
        return bool(
            self.state in OBJECTABLE
            and not self.objection
            and self.objection_until
            and self.objection_until >= fields.Date.context_today(self)
        )

    def _object(self, user, text):
        """Take what the member says against the decision; the caller has checked who speaks."""
        self.ensure_one()
        self.lock_for_update()
        if not self._may_object():
            raise UserError(
                self.env._("There is an objection already, or nothing to object to any more.")
            )
        text = self._ensure_text(text, self.env._("Write what you object to, and why."))
        self._write_state(self.state, objection=text, date_objected=fields.Datetime.now())
        self._log("objection", text, is_shared=True, user=user)
        self._remind_responsible(self.env._("The member objects to the decision"))

    # === HELPERS === #

    def _decide(self, state):
        for case in self:
            case._ensure_may_decide()
            text = case._take_draft(self.env._("Write the reasons: the member reads them."))
            case._write_state(
                state,
                outcome=state,
                decision_reason=text,
                decider_id=self.env.uid,
                date_decided=fields.Datetime.now(),
                objection_until=case._get_objection_end() if state == "confirmed" else False,
                draft=False,
            )
            case._log(state, text, is_shared=True)
            if case.hearing_asked:
                case._mail_member("distribution_order.mail_template_cross_decision")

    def _ensure_may_decide(self):
        """Nobody decides on what they reported themselves."""
        self.ensure_one()
        if self.env.uid == self.user_id.id:
            raise UserError(
                self.env._(
                    "You reported %(record)s yourself: somebody else decides.", record=self.name
                )
            )

    def _ensure_objection_heard(self, note):
        self.ensure_one()
        if self.objection and not note:
            raise UserError(self.env._("Answer the objection of the member first."))
        if not self.objection and self._may_object():
            raise UserError(
                self.env._(
                    "The member may object until %(date)s. Close the case after that day.",
                    date=self.objection_until,
                )
            )

    def _get_objection_end(self):
        days = self.company_id.distribution_cross_objection_days
        return fields.Date.context_today(self) + timedelta(days=days)

    def _act_on_member(self):
        """Do what the measure does by itself, by the member's own methods and their checks."""
        self.ensure_one()
        reason = self.env._(
            "Cross-region selling, case %(case)s: %(measure)s",
            case=self.name,
            measure=self.measure_id.name,
        )
        if self.measure_id.kind == "freeze_order":
            if not 1 <= self.measure_days <= LONGEST_FREEZE:
                raise UserError(
                    self.env._("Enter 1 to %(most)s days without orders.", most=LONGEST_FREEZE)
                )
            today = fields.Date.context_today(self)
            self.member_id.action_freeze(
                "order", today, reason, today + timedelta(days=self.measure_days)
            )
        elif self.measure_id.kind == "terminate_authorisation":
            papers = self.member_id._get_running_authorisations()
            if not papers:
                raise UserError(
                    self.env._(
                        "%(member)s has no authorisation to revoke. Choose another measure.",
                        member=self.member_id.display_name,
                    )
                )
            papers.action_revoke(reason)

    def _describe_measure(self):
        self.ensure_one()
        if self.measure_id.kind != "freeze_order":
            return self.measure_id.name
        return self.env._(
            "%(measure)s (%(days)s days)", measure=self.measure_id.name, days=self.measure_days
        )
