from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError

from .append_only_mixin import ERASED
from .state_machine_mixin import STATE_SENTINEL

ACTIVITY = "distribution_member.mail_activity_type_objection"
# Until when who looks after the member should have answered; the law sets no deadline.
DAYS_TO_ANSWER = 7
LONGEST_OBJECTION = 2000
OBJECTION_STATES = [("open", "To Answer"), ("answered", "Answered")]
# What can be objected to: what may still happen, and what has happened.
OBJECTABLE = ("pending", "confirmed")
# Written with the objection and its answer, and by nothing else.
TRAIL_FIELDS = {
    "objection_user_id",
    "date_objected",
    "objection_answer",
    "answer_user_id",
    "date_answered",
}


class DistributionLevelObjectionMixin(models.AbstractModel):
    """What a member says against a change of its level, and what a person answers.

    The member itself says it in the portal, or staff write down what it said. Before a decision,
    the decision is the answer; after it, somebody writes one.
    """

    _name = "distribution.level.objection.mixin"
    _description = "Objection to a Change of Level"

    objection = fields.Text(
        "Objection of the Member",
        tracking=True,
        help="What the member says against it. It has the right to be heard, and to a decision by"
        " a person (PIPL, article 24); read it before you decide.",
    )
    objection_user_id = fields.Many2one(
        "res.users",
        "Objection by",
        readonly=True,
        help="The member's own administrator, or who wrote down what it said.",
    )
    date_objected = fields.Datetime("Objected on", readonly=True)
    objection_state = fields.Selection(
        OBJECTION_STATES, compute="_compute_objection_state", store=True, index=True
    )
    objection_answer = fields.Text(
        "Answer to the Objection", readonly=True, tracking=True, help="What the member is told."
    )
    answer_user_id = fields.Many2one("res.users", "Answered by", readonly=True)
    date_answered = fields.Datetime("Answered on", readonly=True)

    _answered_by_person = models.Constraint(
        "CHECK (date_answered IS NULL OR answer_user_id IS NOT NULL)",
        "An answer to an objection names its person.",
    )

    # === COMPUTE METHODS === #

    @api.depends("objection", "date_answered", "state")
    def _compute_objection_state(self):
        """What is outdated changes nothing any more, so that nothing is left to answer."""
        for suggestion in self:
            is_open = suggestion.objection and suggestion.state != "outdated"
            suggestion.objection_state = (
                "answered" if suggestion.date_answered else "open" if is_open else False
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: an objection is dated, recorded, and somebody's to answer."""
        if self.env.context.get("distribution_state") is STATE_SENTINEL:
            return super().write(vals)
        if TRAIL_FIELDS & vals.keys():
            raise UserError(
                self.env._("Who objected and what was answered is written by the buttons only.")
            )
        if "objection" not in vals:
            return super().write(vals)
        self._ensure_may_write_objection()
        result = super().write({**vals, "objection": (vals["objection"] or "").strip() or False})
        self._note_objection()
        return result

    # === ACTION METHODS === #

    def action_answer_objection(self, message):
        """Answer objections to decisions that are taken.

        :param str message: what the member reads in its portal, required
        :return: True
        """
        self.check_access("write")
        # An answer is a second look at the decision: it is for those who may decide.
        self.member_id._ensure_may_edit()
        if not isinstance(message, str) or not message.strip():
            raise UserError(self.env._("Write the answer: the member reads it in its portal."))
        for suggestion in self:
            if suggestion.state == "pending":
                raise UserError(
                    self.env._(
                        "%(record)s is not decided yet. Confirm or dismiss it: the reason you give"
                        " is the answer.",
                        record=suggestion.display_name,
                    )
                )
            if suggestion.objection_state != "open":
                raise UserError(
                    self.env._(
                        "No objection to %(record)s waits for an answer.",
                        record=suggestion.display_name,
                    )
                )
        self._close_objections(message)
        return True

    # === BUSINESS METHODS === #

    def _object(self, text):
        """Take what the member itself says; the caller has checked who speaks for it.

        :param str text: clean, as the member wrote it
        """
        self.ensure_one()
        self.lock_for_update()  # of two colleagues, or of colleague and manager, one comes first
        if not text.strip():
            raise UserError(self.env._("Write what you object to, and why."))
        if len(text) > LONGEST_OBJECTION:
            raise UserError(
                self.env._("Please write at most %(limit)s signs.", limit=LONGEST_OBJECTION)
            )
        if not self._can_object():
            raise UserError(
                self.env._("There is an objection already, or nothing to object to any more.")
            )
        self.objection = text

    def _can_object(self):
        """Return whether the member can still say something; it is heard once."""
        self.ensure_one()
        return self.state in OBJECTABLE and not self.objection and not self.date_answered

    def _erase_words(self):
        """Leave figures and decisions, and no word that may be about a person."""
        self._write_trail(objection=False, objection_answer=False)
        self.filtered("decision_reason")._write_trail(decision_reason=ERASED)

    # === HELPERS === #

    def _write_state(self, state, **values):
        """Override of the state machine: what is outdated is nobody's to answer any more."""
        result = super()._write_state(state, **values)
        if state == "outdated":
            self.filtered("objection")._drop_objection_activities()
        return result

    def _ensure_may_write_objection(self):
        """Raise when the words are not the user's to change, or it is too late for them."""
        for suggestion in self:
            if suggestion.state not in OBJECTABLE or suggestion.date_answered:
                raise UserError(
                    self.env._(
                        "The objection to %(record)s can be written or changed only until it is"
                        " answered.",
                        record=suggestion.display_name,
                    )
                )
            if suggestion.objection and suggestion.objection_user_id != self.env.user:
                raise UserError(
                    self.env._(
                        "%(user)s wrote the objection to %(record)s; nobody else changes it.",
                        user=suggestion.objection_user_id.name,
                        record=suggestion.display_name,
                    )
                )

    def _note_objection(self):
        """Date what was said, record it, and ask who looks after the member to answer."""
        words = self[:1].objection  # one write gives all of them the same
        self._write_trail(
            objection_user_id=words and self.env.uid,
            date_objected=words and fields.Datetime.now(),
        )
        self.env["distribution.audit"]._record(
            "level_objection", self, field="objection", new_value=words
        )
        self._drop_objection_activities()
        self.filtered("objection")._ask_for_answer()

    def _ask_for_answer(self):
        for suggestion in self:
            responsible = suggestion.member_id._get_responsible_user()
            if responsible == suggestion.objection_user_id:
                continue  # knows it already
            # sudo: what a portal user says makes work for staff
            suggestion.sudo().activity_schedule(
                ACTIVITY,
                date_deadline=fields.Date.context_today(self) + timedelta(days=DAYS_TO_ANSWER),
                summary=self.env._("Read and answer the objection"),
                user_id=responsible.id,
            )

    def _close_objections(self, answer):
        """Write down what a person has answered to those that wait for it."""
        waiting = self.filtered(lambda suggestion: suggestion.objection_state == "open")
        if not waiting:
            return
        waiting._write_trail(
            objection_answer=answer.strip(),
            answer_user_id=self.env.uid,
            date_answered=fields.Datetime.now(),
        )
        self.env["distribution.audit"]._record(
            "level_objection_answer", waiting, reason=answer.strip()
        )
        waiting._drop_objection_activities()
        waiting._tell_answer()

    def _tell_answer(self):
        """Write to those who objected in the portal that there is an answer."""
        for suggestion in self:
            user = suggestion.objection_user_id
            if not user.share or not user.active:
                continue
            speaking = suggestion.with_context(lang=user.lang)
            speaking.message_notify(
                partner_ids=user.partner_id.ids,
                subject=speaking.env._("Your objection has been answered"),
                body=speaking.env._(
                    "We have read your objection to the change of your level and answered it. You"
                    " find the answer in your portal under Me, Level."
                ),
                email_layout_xmlid="mail.mail_notification_light",
            )

    def _take_over_objections(self, former):
        """Carry what members said against outdated suggestions over to those in their place."""
        heard = {
            (suggestion.member_id, suggestion.direction): suggestion
            for suggestion in former
            if suggestion.objection and not suggestion.date_answered
        }
        for suggestion in self if heard else ():
            earlier = heard.get((suggestion.member_id, suggestion.direction))
            if earlier:
                suggestion._write_trail(
                    objection=earlier.objection,
                    objection_user_id=earlier.objection_user_id.id,
                    date_objected=earlier.date_objected,
                )
                suggestion._ask_for_answer()

    def _drop_objection_activities(self):
        # sudo: they are the one's who was to answer, not always of the one who did
        self.sudo().activity_unlink([ACTIVITY])

    def _write_trail(self, **values):
        """Write what the methods here have decided on."""
        self.with_context(distribution_state=STATE_SENTINEL).write(values)
