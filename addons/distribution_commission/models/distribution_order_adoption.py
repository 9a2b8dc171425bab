from odoo import models


class DistributionOrderAdoption(models.Model):
    _inherit = "distribution.order.adoption"

    def _begin(self):
        """Override of `distribution_order`: history earns nothing until somebody chooses so.

        Where the ledger has entries, commission runs already, and its plans say what earns.
        """
        result = super()._begin()
        # sudo: a day that the company has is needed whoever links the orders
        company_sudo = self.company_id.sudo()
        entries_sudo = self.env["distribution.commission.entry"].sudo()
        has_ledger = entries_sudo.search_count([("company_id", "=", company_sudo.id)], limit=1)
        if not company_sudo.distribution_commission_start and not has_ledger:
            company_sudo.distribution_commission_start = company_sudo._get_distribution_today()
        return result
