from odoo import fields, models
from odoo.tools import format_amount

from ..queries import what_if_results


class SaleOrder(models.Model):
    _name = "sale.order"
    _inherit = ["sale.order", "distribution.commission.estimate.mixin"]

    commission_entry_ids = fields.One2many(
        "distribution.commission.entry",
        "order_id",
        groups="distribution_member.group_distribution_finance",
    )
    commission_entry_count = fields.Integer(
        "Commission Entries",
        compute="_compute_commission_entry_count",
        groups="distribution_member.group_distribution_finance",
    )

    def _compute_commission_entry_count(self):
        counts = dict(
            self.env["distribution.commission.entry"]._read_group(
                [("order_id", "in", self.ids)], ["order_id"], ["__count"]
            )
        )
        for order in self:
            order.commission_entry_count = counts.get(order._origin, 0)

    def unlink(self):
        """Override of `sale`: what-ifs forget the order."""
        self.check_access("unlink")
        self.env.cr.execute(what_if_results.forget_orders(self.ids))
        return super().unlink()

    def action_open_commission_entries(self):
        """Open what this order has earned."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_commission.distribution_commission_entry_action"
        )
        return {**action, "domain": [("order_id", "=", self.id)], "context": {}}

    def _action_confirm(self):
        """Override of `sale` to post what the confirmed orders earn."""
        result = super()._action_confirm()
        self._post_commission()
        return result

    def _action_cancel(self):
        """Override of `sale` to take back what the cancelled orders have earned."""
        result = super()._action_cancel()
        self._post_commission()
        return result

    def _post_commission(self):
        """Write what the documents of these orders earn or give back by now."""
        # sudo: whoever confirms, delivers or invoices need not be allowed to see what it earns.
        orders_sudo = self.sudo().filtered("distribution_member_id")
        if orders_sudo:
            self.env["distribution.commission.entry"].sudo()._accrue(order_ids=orders_sudo.ids)

    def _prepare_cart_answer(self):
        """Override of `distribution_order` to add what the order would earn its buyer, for its
        people that may see money.
        """
        answer = super()._prepare_cart_answer()
        estimate = self._prepare_own_estimate(self.env.user)
        if estimate:
            amounts = ", ".join(
                format_amount(self.env, amount, currency)
                for currency, amount, _percent in estimate["totals"]
            )
            answer["estimate"] = self.env._(
                "Estimated rebate by now, not binding: %(amounts)s", amounts=amounts
            )
        return answer
