from odoo import api, fields, models


class DistributionMemberTransfer(models.TransientModel):
    _inherit = "distribution.member.transfer"

    open_order_count = fields.Integer(
        "Open Orders",
        compute="_compute_open_order_count",
        help="Orders of the branch that are neither delivered nor cancelled. They stay with the"
        " members; what they earn goes to the uplines of the day of the order.",
    )

    @api.depends("member_ids", "date")
    def _compute_open_order_count(self):
        for wizard in self:
            # sudo: the number is told also to those who may not see every order
            orders_sudo = self.env["sale.order"].sudo()
            wizard.open_order_count = orders_sudo.search_count(wizard._get_open_order_domain())

    def action_open_orders(self):
        """Open the orders of the branch that are not done yet."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_action"
        )
        return {**action, "domain": self._get_open_order_domain(), "context": {}}

    def _get_open_order_domain(self):
        """Override to say otherwise which orders are still open."""
        return [
            ("distribution_member_id", "in", self._get_branch().ids),
            *("|", ("state", "in", ("draft", "sent"))),
            *("&", ("state", "=", "sale")),
            ("delivery_status", "in", ("pending", "started", "partial")),
        ]
