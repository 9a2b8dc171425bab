from collections import defaultdict

from odoo import fields, models

from .goods_rules import GoodsRules


class DistributionOrderGoodsMixin(models.AbstractModel):
    """What members order keeps the rules of the goods: assortment, minimum, steps, maximum."""

    _name = "distribution.order.goods.mixin"
    _description = "Goods of an Order"

    def _confirmation_error_message(self):
        """Override of `sale` to refuse goods that the member is not offered, or not in that
        quantity. What a platform has sold already is not refused.
        """
        if not self._is_platform_import():
            findings = self._find_goods_faults()
            if findings:
                return "\n".join(finding.sentence for finding in findings)
        return super()._confirmation_error_message()

    def _find_goods_faults(self):
        """Return why the goods of the order cannot be ordered like this; none: they can.

        Services, discounts and what is taken back are not judged.

        :rtype: list[Finding]
        """
        self.ensure_one()
        order_sudo = self.sudo()  # the rules bind everybody who may submit or confirm
        member_sudo = order_sudo.distribution_member_id
        quantities = order_sudo._sum_goods()
        if not member_sudo or not quantities:
            return []
        today = fields.Date.context_today(self)
        return GoodsRules(self.env, member_sudo, today).judge(quantities)

    def _sum_goods(self):
        """Return {product: quantity in its own unit} of the goods that are ordered."""
        quantities = defaultdict(float)
        for line in self.order_line:
            product = line.product_id
            if not line._is_goods_line():
                continue
            quantities[product] += line.product_uom_id._compute_quantity(
                line.product_uom_qty, product.uom_id, round=False
            )
        return quantities
