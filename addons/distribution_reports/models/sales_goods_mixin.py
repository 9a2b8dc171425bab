from odoo import fields, models


class DistributionSalesGoodsMixin(models.AbstractModel):
    """A report whose rows are of goods that an order sold."""

    _name = "distribution.sales.goods.mixin"
    _description = "Sales of Goods"
    _inherit = ["distribution.sales.order.mixin"]

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
