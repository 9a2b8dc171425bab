import logging

from dateutil.relativedelta import relativedelta
from odoo import api, fields, models
from odoo.exceptions import UserError

_logger = logging.getLogger(__name__)

# The promise to the members, and how long before it is missed finance is reminded.
PUBLISH_WITHIN_DAYS = 3
REMIND_DAYS_BEFORE = 1
ACTIVITY = "distribution_commission.mail_activity_type_publish"


class DistributionSettlementClockMixin(models.AbstractModel):
    """When a settlement is run and until when it is published; the scheduler keeps the time."""

    _name = "distribution.settlement.clock.mixin"
    _description = "Clock of a Settlement"

    date_published = fields.Date("Published on", readonly=True, copy=False)
    date_run = fields.Date(
        "Run on",
        compute="_compute_deadline",
        store=True,
        help="First day it can be computed: the day after the period.",
    )
    deadline = fields.Date(
        "Publish until",
        compute="_compute_deadline",
        store=True,
        index=True,
        help="The promise: three days after the end of the period.",
    )
    delay_days = fields.Integer(
        "Delay (days)",
        compute="_compute_delay_days",
        help="Days from the end of the period to its publication. The promise is 3.",
    )
    is_late = fields.Boolean(
        compute="_compute_delay_days", help="It was or is published after the deadline."
    )

    # === COMPUTE METHODS === #

    @api.depends("date_to")
    def _compute_deadline(self):
        for settlement in self:
            end = settlement.date_to
            settlement.date_run = end and fields.Date.add(end, days=1)
            settlement.deadline = end and fields.Date.add(end, days=PUBLISH_WITHIN_DAYS)

    @api.depends("date_published", "date_to")
    def _compute_delay_days(self):
        for settlement in self:
            end = settlement.date_published or settlement.company_id._get_distribution_today()
            settlement.delay_days = (
                max(0, (end - settlement.date_to).days) if settlement.date_to else 0
            )
            settlement.is_late = settlement.delay_days > PUBLISH_WITHIN_DAYS

    # === BUSINESS METHODS === #

    @api.model
    def _cron_compute(self):
        """Compute the period of every cycle that is over, and plan the run that comes next."""
        for cycle in self.env["distribution.settlement.cycle"].search([("active", "=", True)]):
            first, last = cycle._get_period(cycle.company_id._get_distribution_today())
            ended = cycle._get_period(first - relativedelta(days=1))
            settlement = self._ensure_settlement(cycle, *ended)
            self._ensure_settlement(cycle, first, last)
            if settlement.state == "draft" and not settlement._find_unpublished_before():
                settlement._compute_alone()

    @api.model
    def _cron_remind(self):
        """Give finance one activity for each settlement whose deadline is near or missed."""
        waiting = self.search([("state", "in", ("draft", "computed"))])
        due = waiting.filtered(lambda settlement: settlement._is_to_remind())
        kind = self.env.ref(ACTIVITY)
        # Done ones as well: who was reminded once is not reminded again.
        known = self.env["mail.activity"].with_context(active_test=False)
        known = known.search(
            [
                ("res_model", "=", self._name),
                ("res_id", "in", due.ids),
                ("activity_type_id", "=", kind.id),
            ]
        ).mapped("res_id")
        self.env["mail.activity"].create(
            [
                {
                    "activity_type_id": kind.id,
                    "automated": True,
                    "date_deadline": settlement.deadline,
                    "res_id": settlement.id,
                    "res_model_id": self.env["ir.model"]._get_id(self._name),
                    "user_id": responsible.id,
                }
                for settlement in due
                if settlement.id not in known and (responsible := settlement._find_responsible())
            ]
        )

    # === HELPERS === #

    def _ensure_settlement(self, cycle, date_from, date_to):
        """Return the settlement of a period, made where there is none."""
        return self.search(
            [("cycle_id", "=", cycle.id), ("date_from", "=", date_from)], limit=1
        ) or self.create(
            {
                "cycle_id": cycle.id,
                "company_id": cycle.company_id.id,
                "date_from": date_from,
                "date_to": date_to,
            }
        )

    def _compute_alone(self):
        """Compute, so that what one settlement lacks does not keep the others from running."""
        try:
            with self.env.cr.savepoint():
                self.action_compute()
        except UserError as error:
            _logger.warning("settlement %s is not computed: %s", self.display_name, error)

    def _is_to_remind(self):
        today = self.company_id._get_distribution_today()
        return (
            self.date_to < today
            and fields.Date.subtract(self.deadline, days=REMIND_DAYS_BEFORE) <= today
        )

    def _find_responsible(self):
        """Return who publishes: the cycle's, else somebody of finance in the company."""
        users = self.company_id._find_distribution_people("finance")
        # Administrators are of finance too; who is nothing else comes first.
        admin = "distribution_member.group_distribution_admin"
        ranked = users.sorted(lambda user: (user._has_group(admin), user.id))
        return self.cycle_id.responsible_id or ranked[:1]

    def _finish_reminders(self):
        """Close what reminded of the publication."""
        self.activity_feedback([ACTIVITY])
