from odoo import api, fields, models
from odoo.exceptions import UserError

from .distribution_order_import_profile import PLATFORMS


class DistributionPlatformSku(models.Model):
    """Goods as a platform calls them, and the product that staff said they are.

    Answered once, it is remembered for every file to come.
    """

    _name = "distribution.platform.sku"
    _description = "Goods on a Platform"
    _order = "product_id desc, id desc"
    _rec_name = "title"
    _check_company_auto = True

    platform = fields.Selection(PLATFORMS, required=True, readonly=True)
    shop_id = fields.Many2one(
        "distribution.platform.shop",
        readonly=True,
        check_company=True,
        index="btree_not_null",
        help="The same title may be other goods in another shop. Empty: files that name no shop.",
    )
    company_id = fields.Many2one(
        "res.company", required=True, readonly=True, default=lambda self: self.env.company
    )
    code = fields.Char("Merchant Code", readonly=True, help="商家编码 in the file.")
    title = fields.Char(readonly=True)
    spec = fields.Char("Specification", readonly=True)
    product_id = fields.Many2one(
        "product.product",
        check_company=True,
        index="btree_not_null",
        help="What these goods are. Empty: not answered yet.",
    )
    answered_by_id = fields.Many2one("res.users", "Answered by", readonly=True)
    answered_on = fields.Datetime(readonly=True)
    line_ids = fields.One2many("distribution.order.import.line", "platform_sku_id")
    waiting_count = fields.Integer(
        "Lines Waiting",
        compute="_compute_waiting_count",
        help="Lines of imports that cannot be ordered before this is answered.",
    )

    _key_unique = models.UniqueIndex(
        "(company_id, platform, COALESCE(shop_id, 0), COALESCE(code, ''), COALESCE(title, ''),"
        " COALESCE(spec, ''))",
        "These goods are in the list already.",
    )

    # === COMPUTE METHODS === #

    def _compute_waiting_count(self):
        counts = dict(
            self.env["distribution.order.import.line"]._read_group(
                [("platform_sku_id", "in", self.ids), ("state", "=", "error")],
                ["platform_sku_id"],
                ["__count"],
            )
        )
        for sku in self:
            sku.waiting_count = counts.get(sku._origin, 0)

    # === CRUD METHODS === #

    def write(self, vals):
        """Override of `base` to remember who answered and when."""
        if "product_id" in vals:
            has_answer = bool(vals["product_id"])
            vals = {
                **vals,
                "answered_by_id": has_answer and self.env.uid,
                "answered_on": has_answer and fields.Datetime.now(),
            }
        return super().write(vals)

    # === ACTION METHODS === #

    def action_retry(self):
        """Look again at the error lines of the imports in which these goods are waiting."""
        self.check_access("write")
        if unanswered := self.filtered(lambda sku: not sku.product_id):
            raise UserError(
                self.env._(
                    "Say first which product this is: %(goods)s.",
                    goods=unanswered[0].display_name,
                )
            )
        lines = self.env["distribution.order.import.line"].search(
            [("platform_sku_id", "in", self.ids), ("state", "=", "error")]
        )
        return lines.import_id.action_retry_errors()

    def action_open_lines(self):
        """Open the lines in which these goods stand."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_import_line_action"
        )
        return {**action, "domain": [("platform_sku_id", "=", self.id)], "context": {}}

    # === HELPERS === #

    @api.depends("title", "spec", "code")
    def _compute_display_name(self):
        for sku in self:
            sku.display_name = " / ".join(filter(None, (sku.code, sku.title, sku.spec)))
