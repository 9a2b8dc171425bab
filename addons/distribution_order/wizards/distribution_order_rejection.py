from odoo import fields, models


class DistributionOrderRejection(models.TransientModel):
    """Asks why orders are rejected; the members are told."""

    _name = "distribution.order.rejection"
    _description = "Reject Orders"

    order_ids = fields.Many2many("sale.order", string="Orders", required=True)
    reason = fields.Text(required=True, help="Is told to the member.")

    def action_reject(self):
        """Reject the orders with the reason."""
        self.ensure_one()
        self.order_ids.action_distribution_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
