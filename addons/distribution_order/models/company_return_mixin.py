from odoo import fields, models

PERIODS = [("month", "Month"), ("quarter", "Quarter"), ("year", "Year")]
MONTHS = {"month": 1, "quarter": 3, "year": 12}


class DistributionCompanyReturnMixin(models.AbstractModel):
    """What a company says of returns."""

    _name = "distribution.company.return.mixin"
    _description = "Returns of a Company"

    distribution_return_over = fields.Selection(
        [("approve", "Are Shown to the Approver"), ("refuse", "Are Refused")],
        "Returns outside Window or Quota",
        required=True,
        default="approve",
        help="What happens to returns after the return window, or beyond the quota, of the level.",
    )
    distribution_return_period = fields.Selection(
        PERIODS,
        "Period of the Quota",
        required=True,
        default="quarter",
        help="The quota of a period is a share of what was bought in the period before it.",
    )
    distribution_return_goal_percent = fields.Float(
        "Goal of the Return Rate (%)",
        required=True,
        default=2.0,
        help="Returned in percent of delivered should stay below it.",
    )

    _return_goal_possible = models.Constraint(
        "CHECK (distribution_return_goal_percent BETWEEN 0 AND 100)",
        "The goal of the return rate lies between 0 and 100 %.",
    )
