from odoo import fields, models

MONEY_GROUPS = (
    "distribution_member.group_distribution_manager,distribution_member.group_distribution_finance"
)


class DistributionSalesDimensionsMixin(models.AbstractModel):
    """What sales are looked at by, the same in every report on them."""

    _name = "distribution.sales.dimensions.mixin"
    _description = "Dimensions of Sales"

    company_id = fields.Many2one("res.company", readonly=True)
    currency_id = fields.Many2one("res.currency", readonly=True)
    member_id = fields.Many2one("distribution.member", readonly=True)
    upline_id = fields.Many2one(
        "distribution.member", readonly=True, help="Upline of the member on the day of the order."
    )
    level_id = fields.Many2one(
        "distribution.level", readonly=True, help="Level of the member today."
    )
    region_id = fields.Many2one(
        "distribution.region", readonly=True, help="Region of the member when the order was made."
    )
    region_top_id = fields.Many2one(
        "distribution.region",
        "Main Region",
        readonly=True,
        help="The region at the top that the region of the order is a part of; where one region"
        " holds all others, the one below it.",
    )
    user_id = fields.Many2one("res.users", "Salesperson", readonly=True)
    platform = fields.Selection(selection="_list_platforms", readonly=True)

    def _list_platforms(self):
        return self.env["sale.order"]._fields["platform"]._description_selection(self.env)
