from odoo import api, fields, models

from ..queries import adoption


class DistributionCompanyAdoptionMixin(models.AbstractModel):
    """Whether a company sells already and has no channel yet."""

    _name = "distribution.company.adoption.mixin"
    _description = "Company with Data to Take Over"

    distribution_is_to_adopt = fields.Boolean(
        "Has Data to Take Over",
        compute="_compute_distribution_is_to_adopt",
        search="_search_distribution_is_to_adopt",
        help="It has confirmed orders and no member.",
    )

    def _compute_distribution_is_to_adopt(self):
        rows = self.env.execute_query(adoption.companies_to_adopt(self.ids))
        found = {company_id for (company_id,) in rows}
        for company in self:
            company.distribution_is_to_adopt = company.id in found

    @api.model
    def _search_distribution_is_to_adopt(self, operator, value):
        if operator != "in" or True not in value:
            return NotImplemented
        rows = self.env.execute_query(adoption.companies_to_adopt(self.env.companies.ids))
        return [("id", "in", [company_id for (company_id,) in rows])]

    def _get_adoption_time_zone(self):
        """Override where a company says more exactly on which day a sale was."""
        self.ensure_one()
        return self.resource_calendar_id.tz or "Asia/Shanghai"
