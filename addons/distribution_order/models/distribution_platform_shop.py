from odoo import api, fields, models

from .distribution_order_import_profile import PLATFORMS


class DistributionPlatformShop(models.Model):
    """A shop on a platform and the member whose sales it makes."""

    _name = "distribution.platform.shop"
    _description = "Platform Shop"
    _order = "platform, name, id"
    _check_company_auto = True
    _rec_names_search = ["name", "shop_ref"]

    name = fields.Char(
        required=True, help="As it stands in the files. Capitals and blanks do not count."
    )
    shop_ref = fields.Char("Shop Number", help="Number of the shop on the platform.")
    platform = fields.Selection(PLATFORMS, required=True)
    member_id = fields.Many2one(
        "distribution.member",
        required=True,
        check_company=True,
        index=True,
        ondelete="restrict",
        help="Whose orders they are where a file has no member code.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, default=lambda self: self.env.company
    )
    order_count = fields.Integer(compute="_compute_order_count")
    active = fields.Boolean(default=True)

    _ref_unique = models.UniqueIndex(
        "(company_id, platform, shop_ref) WHERE shop_ref IS NOT NULL",
        "A shop with this number exists already on this platform.",
    )
    _name_unique = models.UniqueIndex(
        "(company_id, platform, LOWER(TRIM(name)))",
        "A shop with this name exists already on this platform.",
    )

    # === COMPUTE METHODS === #

    def _compute_order_count(self):
        counts = dict(
            self.env["sale.order"]._read_group(
                [("platform_shop_id", "in", self.ids)], ["platform_shop_id"], ["__count"]
            )
        )
        for shop in self:
            shop.order_count = counts.get(shop._origin, 0)

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: an empty number is none."""
        return super().create([self._without_empty_ref(vals) for vals in vals_list])

    def write(self, vals):
        """Override of `base`: as above."""
        return super().write(self._without_empty_ref(vals))

    # === ACTION METHODS === #

    def action_open_orders(self):
        """Open the orders that the shop has sold."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        return {**action, "domain": [("platform_shop_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    @api.model
    def _without_empty_ref(self, vals):
        if "shop_ref" not in vals:
            return vals
        return {**vals, "shop_ref": (vals["shop_ref"] or "").strip() or False}
