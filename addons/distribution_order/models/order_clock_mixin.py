from odoo import api, fields, models
from odoo.fields import Domain

from .order_state_mixin import WAITING_STATES

WATCH_LIMIT = 500
APPROVAL_ACTIVITY = "distribution_order.mail_activity_type_approval"


class DistributionOrderClockMixin(models.AbstractModel):
    """Working hours from submission to the decision, held against the company's goal."""

    _name = "distribution.order.clock.mixin"
    _description = "Clock of an Approval"

    approval_hours = fields.Float(
        "Approval Time (Working Hours)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours of the company's calendar from submission to approval or rejection."
        " While the order waits: until the last look, every quarter of an hour.",
    )
    approval_deadline = fields.Datetime(
        "Decide By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the goal for the approval is used up. Empty once it is decided.",
    )
    approval_in_time = fields.Float(
        "In Time (%)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="100 for a decision within the goal, 0 for a later one; the average is the share.",
    )
    is_approval_late = fields.Boolean(
        "Approval Late", compute="_compute_is_approval_late", search="_search_is_approval_late"
    )

    # === COMPUTE METHODS === #

    @api.depends("approval_deadline")
    def _compute_is_approval_late(self):
        now = fields.Datetime.now()
        for order in self:
            order.is_approval_late = bool(order.approval_deadline and order.approval_deadline < now)

    @api.model
    def _search_is_approval_late(self, operator, value):
        if operator != "in":
            return NotImplemented
        late = Domain("approval_deadline", "<", fields.Datetime.now())
        return late if True in value else ~late

    # === BUSINESS METHODS === #

    def _start_approval_clock(self):
        now = fields.Datetime.now()
        for company, orders in self.grouped("company_id").items():
            goal = company.distribution_approval_goal_hours
            orders.approval_deadline = company._plan_distribution_work_hours(goal, now)

    def _stop_approval_clock(self):
        self.write({"approval_deadline": False, "approval_hours": 0.0})
        self._end_reminders()

    def _end_approval_clock(self):
        """Note how long the decision took."""
        now = fields.Datetime.now()
        self._measure_approval_hours(now)
        for order in self:
            in_time = order.approval_hours <= order.company_id.distribution_approval_goal_hours
            order.write(
                {
                    "distribution_decided_date": now,
                    "approval_deadline": False,
                    "approval_in_time": 100.0 if in_time else 0.0,
                }
            )

        self._end_reminders()

    def _end_reminders(self, users=None):
        """End the reminders of all who were asked, or of some of them."""
        for order in self:
            order.activity_unlink([APPROVAL_ACTIVITY], user_id=users and users.id)

    def _measure_approval_hours(self, now):
        """Write the working hours since submission, with one look at each calendar."""
        for company, orders in self.grouped("company_id").items():
            start = min(orders.mapped("distribution_submitted_date"))
            worked = company._list_distribution_work_intervals(start, now)
            for order in orders:
                order.approval_hours = company._count_distribution_work_hours(
                    worked, order.distribution_submitted_date
                )

    # === SCHEDULER === #

    @api.model
    def _cron_watch_approvals(self, limit=WATCH_LIMIT):
        """Refresh the hours of waiting orders, remind reviewers, and escalate; never approve."""
        cron = self.env["ir.cron"]
        waiting = self.search([("distribution_state", "in", WAITING_STATES)], order="id")
        remaining = len(waiting)
        cron._commit_progress(remaining=remaining)
        for start in range(0, len(waiting), limit):
            batch = waiting[start : start + limit].exists()
            batch = batch.filtered(lambda order: order.distribution_state in WAITING_STATES)
            if batch:
                batch._measure_approval_hours(fields.Datetime.now())
                batch.review_ids._remind_and_escalate()
            remaining -= limit
            if not cron._commit_progress(limit, remaining=max(remaining, 0)):
                break
