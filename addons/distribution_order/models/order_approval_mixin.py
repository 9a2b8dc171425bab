from odoo import api, fields, models
from odoo.addons.distribution_member.models.distribution_member_user import ORDER_ROLES
from odoo.addons.distribution_member.models.state_machine_mixin import STATE_SENTINEL
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .order_state_mixin import OPEN_REVIEWS, WAITING_STATES

NAMED = 5  # of the people whose turn it is


class DistributionOrderApprovalMixin(models.AbstractModel):
    """How orders are decided: OCA's tiers, and a person where no tier asks."""

    _name = "distribution.order.approval.mixin"
    _description = "Approval of an Order"

    distribution_upline_user_ids = fields.Many2many(
        "res.users",
        compute="_compute_distribution_upline_user_ids",
        string="Upline's Buyers",
        help="Administrators and buyers of the member's upline: for tiers that the upline decides.",
    )

    distribution_can_decide = fields.Boolean(
        "Waits for Me",
        compute="_compute_distribution_can_decide",
        search="_search_distribution_can_decide",
        help="The order waits, and it is the user's turn to decide.",
    )

    distribution_waits_for = fields.Char(
        "Waits For",
        compute="_compute_distribution_waits_for",
        compute_sudo=True,
        help="Whose turn it is to decide.",
    )

    # === COMPUTE METHODS === #

    @api.depends("distribution_state", "review_ids.status", "review_ids.reviewer_ids")
    def _compute_distribution_waits_for(self):
        for order in self:
            turn = order._get_open_reviews().sorted("sequence")[:1]
            names = turn.reviewer_ids.mapped("name")
            order.distribution_waits_for = ", ".join(names[:NAMED]) or (
                self.env._("nobody who may decide") if turn else False
            )

    @api.depends("distribution_state", "review_ids.status", "review_ids.reviewer_ids")
    @api.depends_context("uid")
    def _compute_distribution_can_decide(self):
        may_confirm = self._may_confirm_submitted()
        own_id = self.env.uid
        for order in self:
            order_sudo = order.sudo()  # says of the user only what the user may do
            if order_sudo.distribution_state == "approving":
                order.distribution_can_decide = bool(order._get_reviews_of_user())
            else:
                makers = order_sudo.distribution_submitted_by_id | order_sudo.create_uid
                order.distribution_can_decide = (
                    order_sudo.distribution_state == "submitted"
                    and may_confirm
                    and own_id not in makers.ids
                )

    @api.model
    def _search_distribution_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: says of the user only what the user may do
        reviews_sudo = self.env["tier.review"].sudo()
        turns = reviews_sudo._search(
            [
                ("model", "=", self._name),
                ("status", "=", "pending"),
                ("can_review", "=", True),
                ("reviewer_ids", "in", self.env.uid),
            ]
        )
        mine = Domain("distribution_state", "=", "approving") & Domain(
            "id", "in", turns.subselect("res_id")
        )
        if self._may_confirm_submitted():
            mine |= (
                Domain("distribution_state", "=", "submitted")
                & Domain("distribution_submitted_by_id", "!=", self.env.uid)
                & Domain("create_uid", "!=", self.env.uid)
            )
        return mine if True in value else ~mine

    @api.model
    def _may_confirm_submitted(self):
        """Return whether the user's work is to confirm orders that no tier asks for."""
        return self.env.user.has_group("distribution_member.group_distribution_manager")

    def _compute_distribution_upline_user_ids(self):
        for order in self:
            # sudo: who decides follows from the hierarchy, not from who looks
            upline_sudo = order.sudo().distribution_member_id.upline_id
            colleagues_sudo = upline_sudo.colleague_ids.filtered(
                lambda colleague: colleague.active and colleague.role in ORDER_ROLES
            )
            order.distribution_upline_user_ids = colleagues_sudo.user_id

    # === VIEWS === #

    @api.model
    def _add_tier_validation_buttons(self, node, params):
        """Override of `base_tier_validation`: members' orders are decided by our own buttons."""
        return self._hide_for_members(super()._add_tier_validation_buttons(node, params))

    @api.model
    def _add_tier_validation_label(self, node, params):
        """Override of `base_tier_validation`: our own banner says what the order waits for."""
        return self._hide_for_members(super()._add_tier_validation_label(node, params))

    @api.model
    def _hide_for_members(self, part):
        """Hide the buttons and banners of a part of OCA's form on orders of members."""
        for node in part.xpath("./button | ./div"):
            others = node.get("invisible")
            hidden = "distribution_member_id"
            node.set("invisible", f"({others}) or {hidden}" if others else hidden)
        return part

    # === ACTION METHODS === #

    def action_distribution_approve(self):
        """Approve for the user's tier; without tiers the order is confirmed. Never one's own."""
        self.check_access("read")
        for order in self:
            order._ensure_may_decide()
            if order._get_open_reviews():
                order._validate_tier(order._get_reviews_of_user())
                order._update_counter({"review_deleted": True})
            else:
                order._confirm_approved()
        return True

    def action_distribution_ask_reason(self):
        """Ask why the orders are rejected, then reject them."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_order_rejection_action"
        )
        return {**action, "context": {"default_order_ids": self.ids}}

    def action_distribution_reject(self, reason):
        """Reject orders that wait.

        :param str reason: is told to the member; must not be empty
        """
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why, so that the member knows what to change."))
        for order in self:
            order._ensure_may_decide()
            if order._get_open_reviews():
                order._rejected_tier(order._get_reviews_of_user())
            order._set_rejected(reason.strip())
        return True

    # === TIER VALIDATION === #

    def request_validation(self):
        """Override of `base_tier_validation`: the rows of the review belong to nobody who asks."""
        self.check_access("write")
        reviews = super(DistributionOrderApprovalMixin, self.sudo()).request_validation()
        # OCA's field depends on nothing, so it would go on saying that a review is missing.
        self.invalidate_recordset(["need_validation"])
        return reviews

    def restart_validation(self):
        """Override of `base_tier_validation`: an order of a member is taken back instead."""
        if self.filtered("distribution_member_id"):
            raise UserError(self.env._("Take the order back and submit it again."))
        self.check_access("write")
        # sudo: the rows of the review belong to nobody
        return super(DistributionOrderApprovalMixin, self.sudo()).restart_validation()

    def _validate_tier(self, tiers=False):
        """Override of `base_tier_validation`: after the last tier the order is confirmed."""
        self.ensure_one()
        # sudo: OCA only passes tiers that are the user's, who stays the same
        decided_sudo = self.sudo().with_context(distribution_state=STATE_SENTINEL)
        result = super(DistributionOrderApprovalMixin, decided_sudo)._validate_tier(
            tiers and tiers.sudo()
        )
        decided_sudo._end_reminders(self.env.user)
        is_waiting = decided_sudo.distribution_state in WAITING_STATES
        if is_waiting and decided_sudo.validation_status == "validated":
            self._confirm_approved()
        return result

    def _rejected_tier(self, tiers=False):
        """Override of `base_tier_validation`: one refusal rejects a submitted order."""
        self.ensure_one()
        decided_sudo = self.sudo().with_context(distribution_state=STATE_SENTINEL)  # as above
        result = super(DistributionOrderApprovalMixin, decided_sudo)._rejected_tier(
            tiers and tiers.sudo()
        )
        if decided_sudo.distribution_submitted_date and not decided_sudo.distribution_is_rejected:
            comments = decided_sudo.review_ids.filtered("comment").mapped("comment")
            self._set_rejected(comments[-1] if comments else "")
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

    # === HELPERS === #

    def _ensure_may_decide(self):
        """Refuse whoever decides on no orders, then whoever's turn it is not."""
        self.ensure_one()
        order_sudo = self.sudo()  # read only: who may decide is found below
        may_confirm = self._may_confirm_submitted() and self.has_access("write")
        if not may_confirm and self.env.user not in order_sudo.review_ids.reviewer_ids:
            raise AccessError(
                self.env._("Regional managers decide on orders, and those whom a tier asks.")
            )
        names = {"order": order_sudo.display_name}
        if order_sudo.distribution_state not in WAITING_STATES:
            raise UserError(self.env._("%(order)s does not wait for a decision.", **names))
        if order_sudo._get_open_reviews():
            if not self._get_reviews_of_user():
                people = order_sudo.distribution_waits_for
                raise UserError(
                    self.env._(
                        "%(order)s waits for %(people)s, not for you.", people=people, **names
                    )
                )
        elif not may_confirm:
            raise AccessError(self.env._("Only regional managers decide on orders."))
        elif self.env.user in (order_sudo.distribution_submitted_by_id | order_sudo.create_uid):
            raise UserError(
                self.env._(
                    "You have submitted %(order)s yourself, so somebody else decides.", **names
                )
            )

    def _get_open_reviews(self):
        self.ensure_one()
        reviews_sudo = self.sudo().review_ids  # everybody concerned may know what is waited for
        return reviews_sudo.filtered(lambda review: review.status in OPEN_REVIEWS)

    def _get_reviews_of_user(self):
        """Return the open reviews that are the user's and whose turn has come."""
        self.ensure_one()
        sequences = self.sudo()._get_sequences_to_approve(self.env.user)
        return self._get_open_reviews().filtered(
            lambda review: self.env.user in review.reviewer_ids and review.sequence in sequences
        )

    def _confirm_approved(self):
        """Confirm what was approved, as Odoo confirms, and stop the clock."""
        # sudo: who approves, the upline too, may have no right to sell
        order_sudo = self.sudo()
        order_sudo.action_confirm()
        self._message_decision(self.env._("Approved."))

    def _set_rejected(self, reason):
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
