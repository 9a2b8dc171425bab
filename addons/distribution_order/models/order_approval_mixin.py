from odoo import fields, models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.exceptions import UserError

from .order_state_mixin import WAITING_STATES


class DistributionOrderApprovalMixin(models.AbstractModel):
    """How orders of members are decided; an upline, too, where a tier asks it."""

    _name = "distribution.order.approval.mixin"
    _description = "Approval of an Order"
    _inherit = ["distribution.decision.mixin"]
    _maker_field = "distribution_submitted_by_id"
    _waiting_states = WAITING_STATES

    distribution_upline_user_ids = fields.Many2many(
        "res.users",
        compute="_compute_distribution_upline_user_ids",
        string="Upline's Buyers",
        help="Administrators and buyers of the member's upline: for tiers that the upline decides.",
    )

    # === COMPUTE METHODS === #

    def _compute_distribution_upline_user_ids(self):
        for order in self:
            # sudo: who decides follows from the hierarchy, not from who looks
            upline_sudo = order.sudo().distribution_member_id.upline_id
            colleagues_sudo = upline_sudo.colleague_ids.filtered(
                lambda colleague: colleague.active and colleague.role in ORDER_ROLES
            )
            order.distribution_upline_user_ids = colleagues_sudo.user_id

    # === ACTION METHODS === #

    def action_distribution_ask_reason(self):
        """Ask why the orders are rejected, then reject them."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_rejection_action"
        )
        return {**action, "context": {"default_order_ids": self.ids}}

    # === TIER VALIDATION === #

    def restart_validation(self):
        """Override of `base_tier_validation`: an order of a member is taken back instead."""
        if self.filtered("distribution_member_id"):
            raise UserError(self.env._("Take the order back and submit it again."))
        self.check_access("write")
        # sudo: the rows of the review belong to nobody
        return super(DistributionOrderApprovalMixin, self.sudo()).restart_validation()

    def _validate_tier(self, tiers=False):
        """Override of `distribution.decision.mixin`: who has decided is not reminded any more."""
        result = super()._validate_tier(tiers)
        self.sudo()._end_reminders(self.env.user)  # sudo: reminders are anybody's
        return result

    def _tier_validation_check_write_remove_reviews(self, vals):
        """Override of `base_tier_validation`: imports have none, and nobody owns the others."""
        if self._is_platform_import():
            return None
        # sudo: reviews end with the order, whoever cancels it
        return super(
            DistributionOrderApprovalMixin, self.sudo()
        )._tier_validation_check_write_remove_reviews(vals)

    def _tier_validation_check_state_on_write(self, vals):
        """Override of `base_tier_validation`: what a platform has sold needs no approval."""
        if self._is_platform_import():
            return None
        return super()._tier_validation_check_state_on_write(vals)

    def _tier_validation_check_write_allowed(self, vals):
        """Override of `base_tier_validation`: our own acts write what they have checked."""
        if self._is_platform_import() or self.env.su:
            return None
        return super()._tier_validation_check_write_allowed(vals)

    # === DECISION === #

    def _confirm_approved(self):
        """Override of `distribution.decision.mixin`: as Odoo confirms; it stops the clock."""
        # sudo: who approves, the upline too, may have no right to sell
        order_sudo = self.sudo()
        order_sudo.action_confirm()
        self._message_decision(self.env._("Approved."))

    def _set_rejected(self, reason):
        """Override of `distribution.decision.mixin`: the member may change and submit it anew."""
        # sudo: as above
        order_sudo = self.sudo()
        order_sudo._get_open_reviews().write({"status": "cancel"})
        order_sudo.write({"distribution_is_rejected": True, "distribution_answer": reason})
        order_sudo._end_approval_clock()
        self._message_decision(self.env._("Rejected: %(reason)s", reason=reason))

    def _message_decision(self, text):
        """Tell the member's people, who get it by mail."""
        order_sudo = self.sudo()
        order_sudo.message_post(
            body=text,
            subtype_xmlid="mail.mt_comment",
            partner_ids=order_sudo.distribution_submitted_by_id.partner_id.ids,
        )
        # The mail is the message above.
        event = "rejected" if order_sudo.distribution_is_rejected else "approved"
        order_sudo._tell_member(event, is_mailed=False)
