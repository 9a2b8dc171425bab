from odoo import models


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_distribution_availability(self, company):
        """Override of `distribution_order`: what Kingdee has free, where it runs the warehouse."""
        free, moments = {}, {}
        for product_id, _warehouse_id, quantity, moment in self.env[
            "distribution.erp.stock"
        ]._read_free(self, company):
            free[product_id] = free.get(product_id, 0.0) + float(quantity)
            moments[product_id] = min(moments.get(product_id, moment), moment)
        if free:
            self.env["distribution.erp.stream"]._wake_scheduler()
        others = self.filtered(lambda product: product.id not in free)
        result = super(ProductProduct, others)._get_distribution_availability(company)
        return {
            **result,
            **{product_id: (free[product_id], moments[product_id]) for product_id in free},
        }
