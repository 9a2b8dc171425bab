from odoo import fields, models


class DistributionReferralDecision(models.TransientModel):
    """Decide who invited an applicant, with the reason that is kept."""

    _name = "distribution.referral.decision"
    _description = "Change Inviter"

    application_id = fields.Many2one("distribution.application", required=True, readonly=True)
    company_id = fields.Many2one(related="application_id.company_id")
    current_inviter_id = fields.Many2one(
        related="application_id.inviter_id", string="Inviter until Now"
    )
    inviter_id = fields.Many2one(
        "distribution.member",
        "New Inviter",
        domain="[('company_id', '=', company_id), ('state', '=', 'active')]",
        help="Empty: nobody invited the applicant.",
    )
    reason = fields.Text(required=True, help="Kept with the decision, and in the audit trail.")

    def action_confirm(self):
        """Carry the decision out."""
        self.ensure_one()
        self.application_id._change_inviter(self.inviter_id, self.reason)
        return {"type": "ir.actions.act_window_close"}
