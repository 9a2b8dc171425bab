from odoo import api, models
from odoo.fields import Domain


class DistributionKpiFigureOrderCycle(models.AbstractModel):
    """Working hours from the submission of an order to its approval or rejection."""

    _name = "distribution.kpi.figure.order_cycle"
    _description = "Figure: Order Cycle"
    _inherit = ["distribution.kpi.figure"]

    _source = "sale.order"
    _date_field = "distribution_decided_date"
    _value_field = "approval_hours"

    @api.model
    def _get_conditions(self):
        """Override: orders of members that were handed in."""
        return Domain("distribution_member_id", "!=", False) & Domain(
            "distribution_submitted_date", "!=", False
        )

    @api.model
    def _get_views(self):
        """Override: the form that shows the approval."""
        form = self.env.ref("distribution_order.distribution_order_view_form")
        return [(False, "list"), (form.id, "form")]
