from odoo import api, models

from ..queries import what_if_results

# What a line earns follows from these.
COUNTED = {"product_uom_qty", "price_unit", "discount", "tax_ids", "qty_delivered"}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale` to post what a line earns that is added to a confirmed order."""
        lines = super().create(vals_list)
        lines._post_commission()
        return lines

    def write(self, vals):
        """Override of `sale` to post what a change of a confirmed line earns or gives back."""
        result = super().write(vals)
        if COUNTED & vals.keys():
            self._post_commission()
        return result

    def unlink(self):
        """Override of `sale`: what-ifs forget the line."""
        self.check_access("unlink")
        self.env.cr.execute(what_if_results.forget_order_lines(self.order_id.ids, self.ids))
        return super().unlink()

    # === HELPERS === #

    def _post_commission(self):
        self.order_id.filtered(lambda order: order.state == "sale")._post_commission()
