from odoo import api, models
from odoo.fields import Domain


class DistributionKpiFigureShortageResponse(models.AbstractModel):
    """Working hours from the opening of an alert to the first act on it."""

    _name = "distribution.kpi.figure.shortage_response"
    _description = "Figure: Shortage Response"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.shortage"
    _date_field = "opened"
    _value_field = "response_hours"

    @api.model
    def _get_conditions(self):
        """Override: answered, or over without an answer after the goal; as its own analysis."""
        return Domain("first_action", "!=", False) | (
            Domain("is_late", "=", True) & Domain("state", "=", "closed")
        )

    @api.model
    def _explain_missing(self):
        """Override: that nothing was short is good news."""
        return self.env._("No shortage that opened in these days has been answered or is over.")
