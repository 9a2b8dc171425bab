from math import sqrt

from odoo import api, fields, models
from odoo.tools import format_date

METHODS = [("demand", "From Demand"), ("fixed", "Fixed Minimum"), ("none", "Not Watched")]


class DistributionReorderFiguresMixin(models.AbstractModel):
    """What a reorder point was computed from, and the computation in words."""

    _name = "distribution.reorder.figures.mixin"
    _description = "Figures of a Reorder Point"

    method = fields.Selection(METHODS, readonly=True)
    lead_days = fields.Float(
        "Lead Time (Days)", readonly=True, help="L: days from ordering goods until they are there."
    )
    service_level = fields.Float(
        "Service Level (%)",
        readonly=True,
        aggregator=None,
        help="How often the stock shall last until new goods are there.",
    )
    safety_factor = fields.Float(
        digits=(16, 4),
        readonly=True,
        aggregator=None,
        help="z: by how many deviations the reserve covers the service level, by the normal curve.",
    )
    demand_days = fields.Integer(
        "Days Looked at",
        readonly=True,
        aggregator=None,
        help="Days up to the computation, those without orders included; less than the rule says"
        " while the product is young.",
    )
    demand_average = fields.Float(
        "Demand per Day",
        digits=(16, 2),
        readonly=True,
        help="d: ordered per day, in the product's own unit; returns are no demand.",
    )
    demand_deviation = fields.Float(
        digits=(16, 2),
        readonly=True,
        aggregator=None,
        help="σ: how much the demand differs from day to day (sample standard deviation).",
    )
    reorder_point = fields.Float(
        digits=(16, 2),
        readonly=True,
        help="Below this free stock an alert opens, in the product's own unit.",
    )
    release_point = fields.Float(
        digits=(16, 2),
        readonly=True,
        help="From this free stock on an alert is over: a little more than the reorder point, so"
        " that it does not come and go with each order.",
    )
    computed_on = fields.Datetime(readonly=True)
    formula = fields.Text(compute="_compute_formula")

    @api.depends(
        "method",
        "lead_days",
        "safety_factor",
        "demand_average",
        "demand_deviation",
        "reorder_point",
    )
    def _compute_formula(self):
        for record in self:
            record.formula = record._describe_formula()

    def _describe_formula(self):
        """Return the computation of the point, with its figures, in words."""
        self.ensure_one()
        if self.method == "fixed":
            return self.env._("Fixed minimum: %(point)s", point=f"{self.reorder_point:,.2f}")
        return self.env._(
            "Reorder point = demand per day × lead time + safety factor × deviation × √lead time\n"
            "= %(demand)s × %(lead)s + %(factor)s × %(deviation)s × √%(lead)s\n"
            "= %(expected)s + %(reserve)s = %(point)s\n"
            "Demand of %(days)s days up to %(date)s; service level %(level)s %%",
            demand=f"{self.demand_average:,.2f}",
            lead=f"{self.lead_days:g}",
            factor=f"{self.safety_factor:.2f}",
            deviation=f"{self.demand_deviation:,.2f}",
            expected=f"{self.demand_average * self.lead_days:,.2f}",
            reserve=f"{self.safety_factor * self.demand_deviation * sqrt(self.lead_days):,.2f}",
            point=f"{self.reorder_point:,.2f}",
            days=self.demand_days,
            date=format_date(self.env, self.computed_on),
            level=f"{self.service_level:g}",
        )
