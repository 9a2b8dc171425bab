from odoo import fields, models


class DistributionPlatformOrderMixin(models.AbstractModel):
    """What a platform tells of an order, persons left out: which shop, where to, who sold it live.

    Written by imports only.
    """

    _name = "distribution.platform.order.mixin"
    _description = "Order from a Platform"

    platform_shop_id = fields.Many2one(
        "distribution.platform.shop",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="The shop on the platform that sold it.",
    )
    platform_status = fields.Char(
        readonly=True, copy=False, help="Status of the order in the newest file it stood in."
    )
    platform_province = fields.Char(
        "Province of Delivery",
        readonly=True,
        copy=False,
        help="The only part of the address that is kept, with the city.",
    )
    platform_city = fields.Char("City of Delivery", readonly=True, copy=False)
    platform_anchor = fields.Char(
        "Anchor", readonly=True, copy=False, help="Who sold it live (达人昵称)."
    )
    platform_source = fields.Char(
        "Traffic Source", readonly=True, copy=False, help="Where the buyer came from (流量来源)."
    )
    distribution_live_session_id = fields.Many2one(
        "distribution.live.session",
        "Live Session",
        readonly=True,
        copy=False,
        index="btree_not_null",
    )
