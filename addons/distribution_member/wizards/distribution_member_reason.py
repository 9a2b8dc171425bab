from odoo import fields, models


class DistributionMemberReason(models.TransientModel):
    """Ask for the day and the reason of a change that the member's history keeps."""

    _name = "distribution.member.reason"
    _description = "Reason of a Change to a Member"

    operation = fields.Selection(
        [("suspend", "Suspend"), ("terminate", "Terminate"), ("change_upline", "Change Upline")],
        required=True,
        readonly=True,
    )
    member_ids = fields.Many2many(
        "distribution.member", required=True, readonly=True, string="Members"
    )
    level_rank = fields.Integer(compute="_compute_level_rank")
    company_id = fields.Many2one("res.company", compute="_compute_level_rank")
    upline_id = fields.Many2one(
        "distribution.member",
        "New Upline",
        domain="[('company_id', '=', company_id), ('level_id.rank', '<', level_rank),"
        " ('state', '=', 'active')]",
        help="Leave empty to put the members directly under the manufacturer.",
    )
    date = fields.Date(
        "From", default=fields.Date.context_today, help="First day under the new upline."
    )
    reason = fields.Char(required=True)

    def _compute_level_rank(self):
        for wizard in self:
            wizard.level_rank = min(wizard.member_ids.level_id.mapped("rank"), default=0)
            wizard.company_id = wizard.member_ids.company_id[:1]

    def action_confirm(self):
        """Carry out the operation on all chosen members."""
        self.ensure_one()
        if self.operation == "change_upline":
            for member in self.member_ids:
                member.change_upline(self.upline_id.id, self.date, self.reason)
        elif self.operation == "suspend":
            self.member_ids.action_suspend(self.reason)
        else:
            self.member_ids.action_terminate(self.reason)
        return {"type": "ir.actions.act_window_close"}
