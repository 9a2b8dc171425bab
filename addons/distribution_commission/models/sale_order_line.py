from odoo import models


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    def write(self, vals):
        """Override of `sale` to post what a change of a confirmed line earns or gives back."""
        result = super().write(vals)
        if {"product_uom_qty", "price_unit", "discount", "tax_ids", "qty_delivered"} & vals.keys():
            self.order_id.filtered(lambda order: order.state == "sale")._post_commission()
        return result
