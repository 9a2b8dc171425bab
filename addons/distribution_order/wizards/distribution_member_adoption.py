from odoo import api, models

from ..queries import adoption


class DistributionMemberAdoption(models.TransientModel):
    _inherit = "distribution.member.adoption"

    @api.model
    def _select_sales(self, company):
        """Override of `distribution_member`: customers are those with confirmed orders."""
        return adoption.sales_of_customers(company.id, company._get_adoption_time_zone())
