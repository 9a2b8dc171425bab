from odoo import api, fields, models
from odoo.addons.distribution_member.models.distribution_member_user import MONEY_ROLES
from odoo.addons.distribution_member.models.state_machine_mixin import STATE_SENTINEL
from odoo.exceptions import AccessError, UserError

STATEMENT_STATES = [
    ("draft", "Draft"),
    ("published", "Published"),
    ("confirmed", "Confirmed"),
    ("disputed", "Disputed"),
    ("paid", "Paid"),
]
REMIND_DAYS_BEFORE = 2
# What the database refuses, whoever asks: consent is given once, by somebody, and stays given.
REFUSED_CONSENT = (
    "(OLD.confirmed_on IS NOT NULL AND (NEW.confirmed_on IS DISTINCT FROM OLD.confirmed_on"
    " OR NEW.confirmed_by_id IS DISTINCT FROM OLD.confirmed_by_id))"
    " OR (OLD.state IN ('confirmed', 'disputed') AND NEW.state = 'published')"
    " OR (OLD.state = 'confirmed' AND NEW.state NOT IN ('confirmed', 'paid'))"
    " OR (OLD.confirmed_on IS NOT NULL AND NEW.state NOT IN ('confirmed', 'paid'))"
)


class DistributionStatementConfirmationMixin(models.AbstractModel):
    """The member says whether a published statement is right. Silence is no consent.

    The state is not written by anybody: it follows from what the member said and what was paid.
    """

    _name = "distribution.statement.confirmation.mixin"
    _description = "Confirmation of a Statement"

    state = fields.Selection(
        STATEMENT_STATES,
        compute="_compute_state",
        store=True,
        required=True,
        default="draft",
        readonly=True,
        copy=False,
    )
    confirm_until = fields.Date(
        compute="_compute_confirm_until",
        store=True,
        help="Last day on which the member may confirm or dispute it. Who says nothing has not"
        " agreed.",
    )
    confirmed_on = fields.Datetime(readonly=True, copy=False)
    confirmed_by_id = fields.Many2one(
        "res.users", "Confirmed by", readonly=True, copy=False, ondelete="restrict"
    )
    reminded_on = fields.Date(
        readonly=True, copy=False, help="When the member was reminded to confirm or dispute it."
    )
    is_answer_open = fields.Boolean(
        "Waits for the Member",
        compute="_compute_is_answer_open",
        compute_sudo=True,
        help="The member may confirm or dispute it today.",
    )

    # === COMPUTE METHODS === #

    @api.depends("confirmed_on", "dispute_ids", "payment_state")
    def _compute_state(self):
        for statement in self:
            if statement.state == "draft":
                statement.state = "draft"  # it leaves that when it is published only
            elif statement.payment_state == "paid":
                statement.state = "paid"
            elif statement.confirmed_on:
                statement.state = "confirmed"
            else:
                statement.state = "disputed" if statement.dispute_ids else "published"

    @api.depends("settlement_id.date_published")
    def _compute_confirm_until(self):
        for statement in self:
            published = statement.settlement_id.date_published
            days = statement.settlement_id.cycle_id.confirm_days
            statement.confirm_until = published and fields.Date.add(published, days=days)

    @api.depends("state", "confirm_until", "confirmed_on", "dispute_ids.state")
    def _compute_is_answer_open(self):
        for statement in self:
            statement.is_answer_open = (
                statement.state not in ("draft", "paid")
                and not statement.confirmed_on
                and not statement._find_open_disputes()
                and (statement._is_in_time() or bool(statement.dispute_ids))
            )

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base`: a statement changes by its actions only."""
        if not self.env.su and self.env.context.get("distribution_state") is not STATE_SENTINEL:
            self.check_access("write")
            if any(not name.startswith(("message_", "activity_")) for name in vals):
                raise UserError(
                    self.env._("A statement changes by its buttons only. What it says is frozen.")
                )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_confirm(self):
        """Say, as the member's administrator or finance, that the statement is right."""
        self._ensure_may_answer()
        for statement in self:
            statement._ensure_answer_open()
        self._write_by_action(confirmed_on=fields.Datetime.now(), confirmed_by_id=self.env.uid)
        for statement_sudo in self.sudo():  # sudo: the people of a member post no messages
            statement_sudo.message_post(
                body=self.env._("%(user)s has confirmed the statement.", user=self.env.user.name)
            )
        return True

    # === BUSINESS METHODS === #

    @api.model
    def _cron_remind_members(self):
        """Remind the people of members once of statements that they may still answer."""
        for company in self.env["res.company"].search([("active", "=", True)]):
            today = company._get_distribution_today()
            waiting = self.search(
                [
                    ("company_id", "=", company.id),
                    ("state", "=", "published"),
                    ("reminded_on", "=", False),
                    ("confirm_until", ">=", today),
                    ("confirm_until", "<=", fields.Date.add(today, days=REMIND_DAYS_BEFORE)),
                ]
            )
            for statement in waiting:
                statement._remind_member()
            waiting.write({"reminded_on": today})

    # === HELPERS === #

    def _is_in_time(self):
        today = self.company_id._get_distribution_today()
        return bool(self.confirm_until and today <= self.confirm_until)

    def _explain_missed_answer(self):
        """Return what a member reads that has let the days to answer pass."""
        return self.env._(
            "It could be confirmed or disputed until %(day)s. Nobody has answered: it is paid as it"
            " stands, which is not taken as your consent. If something is wrong, please call or"
            " write to us: it is corrected on your next statement.",
            day=self._format_day(self.confirm_until),
        )

    def _find_open_disputes(self):
        return self.dispute_ids.filtered(lambda dispute: dispute.state == "open")

    def _write_by_action(self, **values):
        return self.with_context(distribution_state=STATE_SENTINEL).write(values)

    def _find_answering_people(self):
        """Return the colleagues of the members who may confirm and dispute."""
        # sudo: whoever acts is looked up among the member's people
        return self.sudo().member_id.colleague_ids.filtered(
            lambda colleague: colleague.active and colleague.role in MONEY_ROLES
        )

    def _ensure_may_answer(self):
        """Raise unless the user is of the administrators or of finance of each member."""
        self.check_access("write")
        for statement in self:
            if self.env.user not in statement._find_answering_people().user_id:
                raise AccessError(
                    self.env._("A statement is confirmed by the people of its member only.")
                )

    def _ensure_answer_open(self):
        self.ensure_one()
        # sudo: the member's people see the disputes, whoever opened them
        statement_sudo = self.sudo()
        if statement_sudo.is_answer_open:
            return
        if statement_sudo._find_open_disputes():
            raise UserError(
                self.env._(
                    "%(statement)s is disputed. It can be confirmed once that is decided.",
                    statement=self.display_name,
                )
            )
        statement_sudo._refuse_answer()

    def _refuse_answer(self):
        """Raise with why the member cannot answer any more."""
        facts = {"statement": self.display_name, "day": self._format_day(self.confirm_until)}
        if self.confirmed_on or self.state in ("draft", "paid"):
            raise UserError(self.env._("%(statement)s is confirmed or paid already.", **facts))
        raise UserError(
            self.env._(
                "%(statement)s could be confirmed or disputed until %(day)s. Please call us.",
                **facts,
            )
        )

    def _remind_member(self):
        self.ensure_one()
        people = self._find_answering_people().user_id.partner_id
        self.message_notify(
            partner_ids=people.ids,
            subject=self.env._("Please check statement %(number)s", number=self.number),
            body=self.env._(
                "You may confirm it, or dispute single lines, until %(day)s: %(url)s",
                day=self._format_day(self.confirm_until),
                url=self.get_base_url() + self.access_url,
            ),
        )
