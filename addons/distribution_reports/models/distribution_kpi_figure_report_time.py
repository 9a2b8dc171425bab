from odoo import api, models
from odoo.fields import Domain

SECONDS_PER_MINUTE = 60


class DistributionKpiFigureReportTime(models.AbstractModel):
    """Minutes from the request of a report to its mail."""

    _name = "distribution.kpi.figure.report_time"
    _description = "Figure: Report Time"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.report.delivery"
    _date_field = "sent_on"
    _value_field = "seconds"

    @api.model
    def _get_conditions(self):
        """Override: reports that were made."""
        return Domain("state", "=", "sent")

    @api.model
    def _convert(self, value, company):
        """Override: the log counts seconds, the goal minutes."""
        return value / SECONDS_PER_MINUTE

    @api.model
    def _get_bad_domain(self, kpi, window):
        """Override: as above."""
        goal_seconds = kpi.goal * SECONDS_PER_MINUTE
        return Domain(self._value_field, kpi._get_missing_operator(), goal_seconds)

    @api.model
    def _explain_missing(self):
        """Override: somebody has to ask for reports first."""
        return self.env._("No report was sent by mail in these days. Schedule one under Reports.")
