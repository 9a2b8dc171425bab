from odoo import api, models
from odoo.fields import Domain


class DistributionKpiFigureReviewTime(models.AbstractModel):
    """Working days from handing in to the decision, without waiting for the applicant."""

    _name = "distribution.kpi.figure.review_time"
    _description = "Figure: Review Time"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.application"
    _date_field = "date_decided"
    _value_field = "review_hours"

    @api.model
    def _get_conditions(self):
        """Override: what was never handed in was never reviewed."""
        return Domain("date_submitted", "!=", False)

    @api.model
    def _convert(self, value, company):
        """Override: the clock counts hours, the goal days of the company's calendar."""
        return value / self._get_hours_per_day(company)

    @api.model
    def _get_bad_domain(self, kpi, window):
        """Override: as above."""
        goal_hours = kpi.goal * self._get_hours_per_day(window.company)
        return Domain(self._value_field, kpi._get_missing_operator(), goal_hours)

    @staticmethod
    def _get_hours_per_day(company):
        goal_hours = company._get_distribution_review_goal_hours()
        return goal_hours / company.distribution_review_goal_days
