from odoo import api, models

# What Kingdee is told of a line.
SENT_FIELDS = {
    "product_id",
    "product_uom_id",
    "product_uom_qty",
    "price_unit",
    "discount",
    "tax_ids",
}


class SaleOrderLine(models.Model):
    _inherit = "sale.order.line"

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `sale`: a line that is added to a confirmed order changes it in Kingdee."""
        lines = super().create(vals_list)
        lines.filtered("product_id").order_id._queue_change_for_erp()
        return lines

    def write(self, vals):
        """Override of `sale`: another quantity or price changes the order in Kingdee."""
        names = vals.keys() & SENT_FIELDS
        confirmed = self.filtered(lambda line: line.state == "sale") if names else self.browse()
        before = {line: [line[name] for name in names] for line in confirmed}
        result = super().write(vals)
        changed = confirmed.filtered(lambda line: before[line] != [line[name] for name in names])
        changed.order_id._queue_change_for_erp()
        return result

    def unlink(self):
        """Override of `sale`: a line that is taken away changes the order in Kingdee."""
        orders = self.order_id
        result = super().unlink()
        orders.exists()._queue_change_for_erp()
        return result
