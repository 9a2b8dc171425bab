from odoo import models

from ..queries import stock


class ProductProduct(models.Model):
    _inherit = "product.product"

    def _get_distribution_availability(self, company):
        """Override of `distribution_order`: what Kingdee has free, where it runs the warehouse."""
        result = super()._get_distribution_availability(company)
        backend_sudo = self.env["distribution.erp.backend"]._get_showing(company)
        if not backend_sudo:
            return result
        self.env.flush_all()
        free, moments = {}, {}
        for product_id, _warehouse_id, quantity, moment in self.env.execute_query(
            stock.availability(self.ids, company.id)
        ):
            free[product_id] = free.get(product_id, 0.0) + float(quantity)
            moments[product_id] = min(moments.get(product_id, moment), moment)
        return {
            **result,
            **{product_id: (free[product_id], moments[product_id]) for product_id in free},
        }
