from odoo import fields, models


class DistributionSalesOrderMixin(models.AbstractModel):
    """A report whose rows are of orders."""

    _name = "distribution.sales.order.mixin"
    _description = "Sales by Order"
    _inherit = ["distribution.sales.dimensions.mixin"]

    order_id = fields.Many2one("sale.order", readonly=True)

    # === ACTION METHODS === #

    def action_open_order(self):
        """Open the order that the row belongs to."""
        self.ensure_one()
        self.check_access("read")
        view = "distribution_order.distribution_order_view_form"
        return {
            "type": "ir.actions.act_window",
            "res_model": "sale.order",
            "res_id": self.order_id.id,
            "views": [(self.env.ref(view).id, "form")],
        }
