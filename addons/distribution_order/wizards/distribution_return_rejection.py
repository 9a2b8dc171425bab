from odoo import fields, models


class DistributionReturnRejection(models.TransientModel):
    """Asks why returns are rejected; the members are told."""

    _name = "distribution.return.rejection"
    _description = "Reject Returns"

    rma_ids = fields.Many2many("rma", string="Returns", required=True)
    reason = fields.Text(required=True, help="Is told to the member.")

    def action_reject(self):
        """Reject the returns with the reason."""
        self.ensure_one()
        self.rma_ids.action_distribution_reject(self.reason)
        return {"type": "ir.actions.act_window_close"}
