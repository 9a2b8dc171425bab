from odoo import api, fields, models
from odoo.addons.distribution_member.models.state_machine_mixin import STATE_SENTINEL
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .order_state_mixin import OPEN_REVIEWS

NAMED = 5  # of the people whose turn it is


class DistributionReturnApprovalMixin(models.AbstractModel):
    """How returns of members are decided: by OCA's tiers, and a person where no tier asks."""

    _name = "distribution.return.approval.mixin"
    _description = "Approval of a Return"

    distribution_can_decide = fields.Boolean(
        "Waits for Me",
        compute="_compute_distribution_can_decide",
        search="_search_distribution_can_decide",
        help="The return waits, and it is the user's turn to decide.",
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
        for rma in self:
            turn = rma._get_open_reviews().sorted("sequence")[:1]
            names = turn.reviewer_ids.mapped("name")
            rma.distribution_waits_for = ", ".join(names[:NAMED]) or (
                self.env._("nobody who may decide") if turn else False
            )

    @api.depends("distribution_state", "review_ids.status", "review_ids.reviewer_ids")
    @api.depends_context("uid")
    def _compute_distribution_can_decide(self):
        may_confirm = self._may_decide_returns()
        for rma in self:
            rma_sudo = rma.sudo()  # says of the user only what the user may do
            if rma_sudo._get_open_reviews():
                rma.distribution_can_decide = bool(rma._get_reviews_of_user())
            else:
                rma.distribution_can_decide = (
                    rma_sudo.distribution_state == "waiting"
                    and may_confirm
                    and self.env.uid not in rma_sudo._get_makers().ids
                )

    @api.model
    def _search_distribution_can_decide(self, operator, value):
        if operator != "in":
            return NotImplemented
        # sudo: says of the user only what the user may do
        reviews_sudo = self.env["tier.review"].sudo()
        ours = Domain("model", "=", self._name)
        turns = reviews_sudo._search(
            ours
            & Domain("status", "=", "pending")
            & Domain("can_review", "=", True)
            & Domain("reviewer_ids", "in", self.env.uid)
        )
        waiting = Domain("distribution_state", "=", "waiting")
        mine = waiting & Domain("id", "in", turns.subselect("res_id"))
        if self._may_decide_returns():
            reviewed = reviews_sudo._search(ours & Domain("status", "in", OPEN_REVIEWS))
            mine |= (
                waiting
                & Domain("id", "not in", reviewed.subselect("res_id"))
                & Domain("distribution_asked_by_id", "!=", self.env.uid)
                & Domain("create_uid", "!=", self.env.uid)
            )
        return mine if True in value else ~mine

    @api.model
    def _may_decide_returns(self):
        """Return whether the user's work is to decide on returns that no tier asks for."""
        return self.env.user.has_group("distribution_member.group_distribution_manager")

    # === VIEWS === #

    @api.model
    def _add_tier_validation_buttons(self, node, params):
        """Override of `base_tier_validation`: members' returns have our own buttons."""
        return self._hide_for_members(super()._add_tier_validation_buttons(node, params))

    @api.model
    def _add_tier_validation_label(self, node, params):
        """Override of `base_tier_validation`: our own banner says what the return waits for."""
        return self._hide_for_members(super()._add_tier_validation_label(node, params))

    @api.model
    def _hide_for_members(self, part):
        """Hide the buttons and banners of a part of OCA's form on returns of members."""
        for node in part.xpath("./button | ./div"):
            others = node.get("invisible")
            hidden = "distribution_member_id"
            node.set("invisible", f"({others}) or {hidden}" if others else hidden)
        return part

    # === ACTION METHODS === #

    def action_distribution_approve(self):
        """Approve for the user's tier; after the last one the return is confirmed."""
        self.check_access("read")
        for rma in self:
            rma._ensure_may_decide()
            if rma._get_open_reviews():
                rma._validate_tier(rma._get_reviews_of_user())
                rma._update_counter({"review_deleted": True})
            else:
                rma._confirm_approved()
        return True

    def action_distribution_ask_reason(self):
        """Ask why the returns are rejected, then reject them."""
        self.check_access("read")
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_order.distribution_return_rejection_action"
        )
        return {**action, "context": {"default_rma_ids": self.ids}}

    def action_distribution_reject(self, reason):
        """Reject returns that wait.

        :param str reason: is told to the member; must not be empty
        """
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why, so that the member knows what to change."))
        for rma in self:
            rma._ensure_may_decide()
            if rma._get_open_reviews():
                rma._rejected_tier(rma._get_reviews_of_user())
            rma._set_rejected(reason.strip())
        return True

    # === TIER VALIDATION === #

    def request_validation(self):
        """Override of `base_tier_validation`: the rows of the review belong to nobody who asks."""
        self.check_access("write")
        reviews = super(DistributionReturnApprovalMixin, self.sudo()).request_validation()
        # OCA's field depends on nothing, so it would go on saying that a review is missing.
        self.invalidate_recordset(["need_validation"])
        return reviews

    def restart_validation(self):
        """Override of `base_tier_validation`: what a member asked for is asked for anew."""
        if self.filtered("distribution_member_id"):
            raise UserError(self.env._("Reject the return. The member asks for it anew."))
        return super().restart_validation()

    def _validate_tier(self, tiers=False):
        """Override of `base_tier_validation`: after the last tier the return is confirmed."""
        self.ensure_one()
        # sudo: OCA only passes tiers that are the user's, who stays the same
        decided_sudo = self.sudo().with_context(distribution_state=STATE_SENTINEL)
        result = super(DistributionReturnApprovalMixin, decided_sudo)._validate_tier(
            tiers and tiers.sudo()
        )
        is_waiting = decided_sudo.distribution_state == "waiting"
        if is_waiting and decided_sudo.validation_status == "validated":
            self._confirm_approved()
        return result

    def _rejected_tier(self, tiers=False):
        """Override of `base_tier_validation`: one refusal rejects a return of a member."""
        self.ensure_one()
        decided_sudo = self.sudo().with_context(distribution_state=STATE_SENTINEL)  # as above
        result = super(DistributionReturnApprovalMixin, decided_sudo)._rejected_tier(
            tiers and tiers.sudo()
        )
        if decided_sudo.distribution_state == "waiting":
            comments = decided_sudo.review_ids.filtered("comment").mapped("comment")
            self._set_rejected(comments[-1] if comments else "")
        return result

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

    # === HELPERS === #

    def _ensure_may_decide(self):
        """Refuse whoever decides on no returns, then whoever's turn it is not."""
        self.ensure_one()
        rma_sudo = self.sudo()  # read only: who may decide is found below
        may_confirm = self._may_decide_returns() and self.has_access("write")
        if not may_confirm and self.env.user not in rma_sudo.review_ids.reviewer_ids:
            raise AccessError(
                self.env._("Regional managers decide on returns, and those whom a tier asks.")
            )
        names = {"rma": rma_sudo.display_name}
        if rma_sudo.distribution_state != "waiting":
            raise UserError(self.env._("%(rma)s does not wait for a decision.", **names))
        if rma_sudo._get_open_reviews():
            if not self._get_reviews_of_user():
                people = rma_sudo.distribution_waits_for
                raise UserError(
                    self.env._("%(rma)s waits for %(people)s, not for you.", people=people, **names)
                )
        elif not may_confirm:
            raise AccessError(self.env._("Only regional managers decide on returns."))
        elif self.env.user in rma_sudo._get_makers():
            raise UserError(
                self.env._(
                    "You have asked for %(rma)s yourself, so somebody else decides.", **names
                )
            )

    def _get_makers(self):
        """Return who asked for the return: nobody decides on the own one."""
        return self.distribution_asked_by_id | self.create_uid

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
        """Confirm what was approved, as OCA confirms: the goods are waited for."""
        # sudo: who approves may have no right to the warehouse
        rma_sudo = self.sudo()
        rma_sudo.action_confirm()
        rma_sudo.distribution_decided_date = fields.Datetime.now()
        rma_sudo.message_post(body=self.env._("Approved."))
        rma_sudo._tell_member("approved")

    def _set_rejected(self, reason):
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
