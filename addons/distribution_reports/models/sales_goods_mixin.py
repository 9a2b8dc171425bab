from odoo import fields, models


class DistributionSalesGoodsMixin(models.AbstractModel):
    """A report whose rows are sales of goods by an order."""

    _name = "distribution.sales.goods.mixin"
    _description = "Sales of Goods"
    _inherit = ["distribution.sales.dimensions.mixin"]

    order_id = fields.Many2one("sale.order", readonly=True)
    product_id = fields.Many2one("product.product", readonly=True)
    categ_id = fields.Many2one(
        "product.category", "Product Category", readonly=True, help="Of the product today."
    )
    categ_top_id = fields.Many2one(
        "product.category",
        "Main Category",
        readonly=True,
        help="The category at the top, of which the product's category is a part.",
    )

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
