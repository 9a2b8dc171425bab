from odoo import api, fields, models


class DistributionAffectedMixin(models.AbstractModel):
    _inherit = "distribution.affected.mixin"

    open_order_count = fields.Integer(
        "Open Orders",
        compute="_compute_open_order_count",
        help="Orders of these members that are neither delivered nor cancelled. They stay with the"
        " members; what they earn goes to the uplines of the day of the order.",
    )

    @api.depends("affected_ids")
    def _compute_open_order_count(self):
        for wizard in self:
            wizard.open_order_count = wizard._count_affected(
                "sale.order", wizard._get_open_order_domain()
            )

    def action_open_orders(self):
        """Open the orders of the members concerned that are not done yet."""
        self.ensure_one()
        return self._open_affected(
            "distribution_order.distribution_order_action", self._get_open_order_domain()
        )

    def _get_open_order_domain(self):
        """Override to say otherwise which orders are still open."""
        return [
            ("distribution_member_id", "in", self.affected_ids.ids),
            *("|", ("state", "in", ("draft", "sent"))),
            *("&", ("state", "=", "sale")),
            ("delivery_status", "in", ("pending", "started", "partial")),
        ]
