from odoo import api, models

from ..queries import stock


class DistributionReorderPoint(models.Model):
    _inherit = "distribution.reorder.point"

    @api.model
    def _read_free(self, products):
        """Override of `distribution_order`: what Kingdee has free, where it runs the warehouse."""
        free = super()._read_free(products)
        backends_sudo = self.env["distribution.erp.backend"].sudo()  # only whether there is one
        companies = backends_sudo.search([("stock_mode", "=", "shown")]).company_id
        for company in companies.filtered(backends_sudo._get_showing):
            free.update(
                {
                    (product_id, warehouse_id): float(quantity)
                    for product_id, warehouse_id, quantity, _moment in self.env.execute_query(
                        stock.availability(products.ids, company.id)
                    )
                }
            )
        return free
