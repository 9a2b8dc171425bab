from odoo import fields, models


class DistributionCrossCaseClockMixin(models.AbstractModel):
    """Working hours from the report until somebody takes it up."""

    _name = "distribution.cross.case.clock.mixin"
    _description = "Clock of a Case of Cross-Region Selling"
    _inherit = ["distribution.overdue.mixin"]

    date = fields.Datetime(
        "Reported on", required=True, readonly=True, default=fields.Datetime.now, index=True
    )
    first_action = fields.Datetime("Taken Up on", readonly=True, copy=False)
    goal_hours = fields.Float("Goal (Working Hours)", readonly=True, copy=False, aggregator="avg")
    response_hours = fields.Float(
        "Response Time (Working Hours)",
        readonly=True,
        copy=False,
        aggregator="avg",
        help="Working hours of the company's calendar from the report until it was taken up.",
    )
    deadline = fields.Datetime(
        "Take Up By",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="When the goal is used up. Empty once somebody has taken it up.",
    )
    is_late = fields.Boolean("Goal Missed", readonly=True, copy=False)

    # === HELPERS === #

    def _prepare_clock_start(self):
        """Return what starts the clock of a new case."""
        self.ensure_one()
        goal = self.company_id.distribution_cross_goal_hours
        return {
            "goal_hours": goal,
            "deadline": self.company_id._plan_distribution_work_hours(goal, self.date),
        }

    def _prepare_clock_end(self):
        """Return what the first act on the case writes."""
        self.ensure_one()
        now = fields.Datetime.now()
        company = self.company_id
        worked = company._list_distribution_work_intervals(self.date, now)
        hours = company._count_distribution_work_hours(worked, self.date)
        return {
            "first_action": now,
            "response_hours": hours,
            "deadline": False,
            "is_late": hours > self.goal_hours,
        }
