from odoo import api, models


class ResCompany(models.Model):
    _name = "res.company"
    _inherit = [
        "res.company",
        "distribution.company.performance.mixin",
        "distribution.company.forecast.mixin",
        "distribution.company.kpi.mixin",
    ]

    @api.model
    def _find_distribution_companies(self):
        """Return the companies that have members: those that figures are kept of."""
        found = self.env["distribution.member"]._read_group([], ["company_id"])
        return self.union(*(company for (company,) in found))
