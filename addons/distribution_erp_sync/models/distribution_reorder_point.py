from odoo import api, models


class DistributionReorderPoint(models.Model):
    _inherit = "distribution.reorder.point"

    @api.model
    def _read_free(self, products):
        """Override of `distribution_order`: what Kingdee has free, where it runs the warehouse."""
        rows = self.env["distribution.erp.stock"]._read_free(products)
        return {
            **super()._read_free(products),
            **{
                (product_id, warehouse_id): float(quantity)
                for product_id, warehouse_id, quantity, _moment in rows
            },
        }
