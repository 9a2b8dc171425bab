from odoo import fields, models
from odoo.exceptions import UserError


class DistributionReturnApprovalMixin(models.AbstractModel):
    """How returns of members are decided."""

    _name = "distribution.return.approval.mixin"
    _description = "Approval of a Return"
    _inherit = ["distribution.decision.mixin"]
    _maker_field = "distribution_asked_by_id"
    _waiting_states = ("waiting",)

    # === ACTION METHODS === #

    def action_distribution_ask_reason(self):
        """Ask why the returns are rejected, then reject them."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_return_rejection_action"
        )
        return {**action, "context": {"default_rma_ids": self.ids}}

    # === TIER VALIDATION === #

    def restart_validation(self):
        """Override of `base_tier_validation`: what a member asked for is asked for anew."""
        if self.filtered("distribution_member_id"):
            raise UserError(self.env._("Reject the return. The member asks for it anew."))
        return super().restart_validation()

    def _tier_validation_check_write_remove_reviews(self, vals):
        """Override of `base_tier_validation`: who decided on a member's return stays on record."""
        others = self.filtered(lambda rma: not rma.distribution_member_id)
        return super(
            DistributionReturnApprovalMixin, others
        )._tier_validation_check_write_remove_reviews(vals)

    def _tier_validation_check_write_allowed(self, vals):
        """Override of `base_tier_validation`: our own acts write what they have checked."""
        if self.env.su:
            return None
        return super()._tier_validation_check_write_allowed(vals)

    # === DECISION === #

    def _confirm_approved(self):
        """Override of `distribution.decision.mixin`: the goods are waited for."""
        # sudo: who approves may have no right to the warehouse
        rma_sudo = self.sudo()
        rma_sudo.action_confirm()
        rma_sudo.distribution_decided_date = fields.Datetime.now()
        rma_sudo.message_post(body=self.env._("Approved."))
        rma_sudo._tell_member("approved")

    def _set_rejected(self, reason):
        """Override of `distribution.decision.mixin`: nothing comes back."""
        rma_sudo = self.sudo()  # as above
        rma_sudo._get_open_reviews().write({"status": "cancel"})
        rma_sudo.write(
            {
                "distribution_is_rejected": True,
                "distribution_answer": reason,
                "distribution_decided_date": fields.Datetime.now(),
            }
        )
        rma_sudo.action_cancel()
        rma_sudo.message_post(body=self.env._("Rejected: %(reason)s", reason=reason))
        rma_sudo._tell_member("rejected")
