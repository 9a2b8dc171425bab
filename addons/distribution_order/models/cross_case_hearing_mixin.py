from datetime import timedelta

from odoo import api, fields, models
from odoo.exceptions import UserError
from odoo.tools import format_date

HEARING_STATES = [
    ("waiting", "Waiting for the Statement"),
    ("answered", "Statement Given"),
    ("passed", "No Statement until the Deadline"),
]
LONGEST_TEXT = 4000
MOST_ANSWER_FILES = 5
REMIND_DAYS_BEFORE = 2
DAYS_POSSIBLE = 180


class DistributionCrossCaseHearingMixin(models.AbstractModel):
    """Nobody is found guilty unheard: the accusation, the deadline, the statement."""

    _name = "distribution.cross.case.hearing.mixin"
    _description = "Hearing in a Case of Cross-Region Selling"

    hearing_days = fields.Integer(
        "Days for the Statement",
        default=lambda self: self.env.company.distribution_cross_hearing_days,
        help="How long the member has to say something, at least as long as the settings say.",
    )
    hearing_state = fields.Selection(
        HEARING_STATES, "Hearing", readonly=True, copy=False, index="btree_not_null", tracking=True
    )
    hearing_asked = fields.Datetime("Statement Asked for on", readonly=True, copy=False)
    hearing_deadline = fields.Date(
        "Statement Until", readonly=True, copy=False, help="The last day on which it counts."
    )
    hearing_reminded = fields.Boolean("Reminded", readonly=True, copy=False)
    accusation = fields.Text(
        readonly=True, copy=False, help="What the member was told; it never names who reported."
    )
    answer = fields.Text("Statement of the Member", readonly=True, copy=False)
    answer_user_id = fields.Many2one("res.users", "Statement by", readonly=True, copy=False)
    date_answered = fields.Datetime("Statement on", readonly=True, copy=False)

    # === ACTION METHODS === #

    def action_ask_hearing(self):
        """Tell the member what it is accused of and ask for its statement, with a deadline."""
        self._ensure_state(
            ("checking",),
            self.env._("%(record)s is %(state)s. Take it up first; a case is heard once."),
        )
        for case in self:
            case._ensure_ready_for_hearing()
            text = case._take_draft(
                self.env._("Write what the member is accused of. Do not say who reported it.")
            )
            deadline = fields.Date.context_today(case) + timedelta(days=case.hearing_days)
            case._write_state(
                "checking",
                hearing_state="waiting",
                hearing_asked=fields.Datetime.now(),
                hearing_deadline=deadline,
                accusation=text,
                draft=False,
            )
            case._log(
                "hearing",
                self.env._(
                    "Statement asked for until %(date)s: %(text)s",
                    date=format_date(self.env, deadline),
                    text=text,
                ),
                is_shared=True,
            )
            case._mail_member("distribution_order.mail_template_cross_hearing")
        return True

    # === BUSINESS METHODS === #

    def _may_answer(self):
        """Return whether the member can still say something."""
        self.ensure_one()
        return bool(
            self.hearing_state in ("waiting", "answered")
            and self.state in ("checking", "heard")
            and self.hearing_deadline >= fields.Date.context_today(self)
        )

    def _answer(self, user, text, files):
        """Take the member's statement; the caller has checked who speaks for it.

        :param files: pairs (name, content)
        """
        self.ensure_one()
        self.lock_for_update()  # a decision at the same moment comes before it or after it
        if not self._may_answer():
            raise UserError(self.env._("The deadline has passed, or the case is decided."))
        text = self._ensure_text(text, self.env._("Write your statement."))
        if len(files) > MOST_ANSWER_FILES:
            raise UserError(
                self.env._("Please send at most %(limit)s files.", limit=MOST_ANSWER_FILES)
            )
        self._add_files("answer", files)
        self._write_state(
            "heard",
            hearing_state="answered",
            answer="\n\n".join(filter(None, (self.answer, text))),
            answer_user_id=user.id,
            date_answered=fields.Datetime.now(),
        )
        self._log("answer", text, is_shared=True, user=user)
        self._remind_responsible(self.env._("The member has given its statement"))

    @api.model
    def _cron_watch_hearings(self):
        """Remind members whose deadline is near, and go on where it has passed."""
        today = fields.Date.context_today(self)
        waiting = [("hearing_state", "=", "waiting")]
        near = self.search(
            [
                *waiting,
                ("hearing_reminded", "=", False),
                ("hearing_deadline", ">=", today),
                ("hearing_deadline", "<=", today + timedelta(days=REMIND_DAYS_BEFORE)),
            ]
        )
        for case in near:
            case._write_state(case.state, hearing_reminded=True)
            case._log("reminder", self.env._("Reminded of the deadline"), is_shared=True)
            case._mail_member("distribution_order.mail_template_cross_hearing")
        self.search([*waiting, ("hearing_deadline", "<", today)])._pass_deadline()

    # === HELPERS === #

    def _ensure_ready_for_hearing(self):
        self.ensure_one()
        if self.hearing_state:
            raise UserError(
                self.env._("The statement to %(record)s was asked for already.", record=self.name)
            )
        if not self.member_id:
            raise UserError(self.env._("Enter the suspected member first."))
        least = self.company_id.distribution_cross_hearing_days
        if not least <= self.hearing_days <= DAYS_POSSIBLE:
            raise UserError(
                self.env._(
                    "Give the member %(least)s to %(most)s days for its statement.",
                    least=least,
                    most=DAYS_POSSIBLE,
                )
            )

    def _pass_deadline(self):
        """Go on without a statement: it was asked for, and the deadline has passed."""
        for case in self:
            case._write_state("heard", hearing_state="passed")
            case._log(
                "passed",
                self.env._("No statement was given until the deadline"),
                is_shared=True,
            )
            case._remind_responsible(self.env._("The deadline of the statement has passed"))

    def _mail_member(self, template_name):
        """Write to the member's administrators that there is something to read in the portal."""
        self.ensure_one()
        # sudo: their addresses; who works on a case need not be able to edit templates
        case_sudo = self.sudo()
        admins = case_sudo.member_id.colleague_ids.filtered(
            lambda row: row.active and row.role == "admin" and row.user_id.active
        )
        template_sudo = self.env.ref(template_name).sudo()
        for user in admins.user_id.filtered("email"):
            template_sudo.with_context(lang=user.lang).send_mail(
                self.id, email_values={"email_to": user.email_formatted, "recipient_ids": []}
            )

    def _remind_responsible(self, summary):
        """Give who is responsible something to do."""
        self.ensure_one()
        case_sudo = self.sudo()  # the member's answer comes from somebody without rights here
        if case_sudo.responsible_id:
            case_sudo.activity_schedule(
                "distribution_order.mail_activity_type_cross_case",
                summary=summary,
                user_id=case_sudo.responsible_id.id,
            )
