from odoo import api, fields, models


class DistributionShortageClockMixin(models.AbstractModel):
    """Working hours from the opening of an alert to the first act on it.

    While an alert is closed, the clock stands; one that opens again goes on where it stood.
    """

    _name = "distribution.shortage.clock.mixin"
    _description = "Clock of a Shortage"
    _inherit = ["distribution.overdue.mixin"]

    opened = fields.Datetime(readonly=True, index=True)
    first_action = fields.Datetime(
        readonly=True,
        help="When somebody first took the alert on, wrote a plan or chose something.",
    )
    closed = fields.Datetime(readonly=True, index="btree_not_null")
    clock_start = fields.Datetime("Clock Runs Since", readonly=True)
    hours_used = fields.Float("Hours before the Last Stop", readonly=True, aggregator=None)
    goal_hours = fields.Float("Goal (Working Hours)", readonly=True, aggregator="avg")
    response_hours = fields.Float(
        "Response Time (Working Hours)",
        readonly=True,
        aggregator="avg",
        help="Working hours of the company's calendar from the opening to the first act. Of an"
        " alert that nobody acted on, and that closed by itself after the goal: until then.",
    )
    deadline = fields.Datetime(
        "Act By",
        readonly=True,
        index="btree_not_null",
        help="When the goal for the response is used up. Empty once somebody has acted.",
    )
    is_late = fields.Boolean(
        "Goal Missed", readonly=True, help="More hours passed than the goal allows."
    )
    in_time_rate = fields.Float(
        "In Time (%)",
        readonly=True,
        aggregator="avg",
        help="100 for a response within the goal, 0 for a later one or none; the average is the"
        " share. Alerts that were over before the goal without any act do not count.",
    )

    # === HELPERS === #

    @api.model
    def _prepare_clock_start(self, company, now, hours_used=0.0):
        """Return what starts the clock of an alert of a company."""
        left = company.distribution_shortage_goal_hours - hours_used
        return {
            "clock_start": now,
            "deadline": company._plan_distribution_work_hours(left, now),
        }

    def _prepare_first_action(self, now):
        """Return what the first act on the alert writes."""
        self.ensure_one()
        return {"first_action": now, **self._prepare_clock_end(now)}

    def _prepare_clock_stop(self, now):
        """Return what stops the clock of an alert that is over; a goal that was missed stays so."""
        self.ensure_one()
        if self.first_action or not self.clock_start:
            return {}
        used = self._count_hours_used(now)
        if used > self.goal_hours:
            return self._prepare_clock_end(now)
        return {"clock_start": False, "deadline": False, "hours_used": used}

    def _prepare_clock_end(self, now):
        used = self._count_hours_used(now)
        is_late = used > self.goal_hours
        return {
            "clock_start": False,
            "deadline": False,
            "hours_used": used,
            "response_hours": used,
            "is_late": is_late,
            "in_time_rate": 0.0 if is_late else 100.0,
        }

    def _count_hours_used(self, now):
        if not self.clock_start:
            return self.hours_used
        company = self.company_id
        worked = company._list_distribution_work_intervals(self.clock_start, now)
        return self.hours_used + company._count_distribution_work_hours(worked, self.clock_start)
