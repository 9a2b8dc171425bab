from markupsafe import Markup
from odoo import api, fields, models


class DistributionMemberTerminate(models.TransientModel):
    """Show what the end of a membership means, and ask for the reason and where others go."""

    _name = "distribution.member.terminate"
    _description = "Terminate a Member"

    member_id = fields.Many2one("distribution.member", required=True, readonly=True)
    upline_id = fields.Many2one(related="member_id.upline_id", string="New Upline of the Downline")
    effects = fields.Html("What It Means", compute="_compute_effects")
    downline_ids = fields.Many2many(
        "distribution.member", compute="_compute_effects", string="Direct Downline"
    )
    has_downline = fields.Boolean(compute="_compute_effects")
    is_downline_moved = fields.Boolean(
        "Move the Direct Downline Up",
        help="The members directly below stand under the upline of the member that goes."
        " Their own downline stays with them.",
    )
    date_moved = fields.Date(
        "From",
        default=fields.Date.context_today,
        help="First day under the new upline. Sales of earlier days stay with the old one.",
    )
    reason = fields.Char(required=True)

    @api.depends("member_id")
    def _compute_effects(self):
        for wizard in self:
            effects = wizard.member_id._prepare_termination_effects()
            lines = Markup("").join(Markup("<li>%s</li>") % effect for effect in effects)
            wizard.effects = Markup("<ul class='mb-0'>%s</ul>") % lines
            below_sudo = wizard.member_id._get_remaining_downline()
            # Who may not see a member is told the number only, by the sentence above.
            wizard.downline_ids = wizard.member_id.downline_ids & below_sudo
            wizard.has_downline = bool(below_sudo)

    def action_confirm(self):
        """End the membership."""
        self.ensure_one()
        moved_on = self.date_moved if self.is_downline_moved else None
        self.member_id.action_terminate(self.reason, moved_on)
        return {"type": "ir.actions.act_window_close"}
