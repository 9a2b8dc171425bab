from odoo import fields, models


class DistributionMemberReason(models.TransientModel):
    """Ask for the reason of a change that the member's history keeps."""

    _name = "distribution.member.reason"
    _description = "Reason of a Change to a Member"

    operation = fields.Selection(
        [("suspend", "Suspend")],
        required=True,
        readonly=True,
    )
    member_ids = fields.Many2many(
        "distribution.member", required=True, readonly=True, string="Members"
    )
    reason = fields.Char(required=True)

    def action_confirm(self):
        """Carry out the operation on all chosen members."""
        self.ensure_one()
        self.member_ids.action_suspend(self.reason)
        return {"type": "ir.actions.act_window_close"}
