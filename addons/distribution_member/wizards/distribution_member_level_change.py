from odoo import fields, models


class DistributionMemberLevelChange(models.TransientModel):
    """Ask for the new level of members, the day and the reason."""

    _name = "distribution.member.level.change"
    _description = "Change the Level of Members"

    member_ids = fields.Many2many("distribution.member", required=True, string="Members")
    company_id = fields.Many2one("res.company", compute="_compute_company_id")
    level_id = fields.Many2one(
        "distribution.level",
        "New Level",
        required=True,
        domain="[('company_id', 'in', (company_id, False))]",
    )
    date = fields.Date(
        "From",
        required=True,
        default=fields.Date.context_today,
        help="First day at the new level. Sales of earlier days keep the old one.",
    )
    reason = fields.Char(required=True)

    def _compute_company_id(self):
        for wizard in self:
            wizard.company_id = wizard.member_ids.company_id[:1]

    def action_confirm(self):
        """Put each member on the new level."""
        self.ensure_one()
        for member in self.member_ids:
            member.change_level(self.level_id.id, self.date, self.reason)
        return {"type": "ir.actions.act_window_close"}
