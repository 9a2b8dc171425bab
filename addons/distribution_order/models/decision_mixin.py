from odoo import api, fields, models
from odoo.addons.distribution_member.models.state_machine_mixin import STATE_SENTINEL
from odoo.exceptions import AccessError, UserError
from odoo.fields import Domain

from .order_state_mixin import OPEN_REVIEWS

NAMED = 5  # of the people whose turn it is


class DistributionDecisionMixin(models.AbstractModel):
    """What members hand in is decided by OCA's tiers, and by a person where no tier asks.

    The model has `distribution_state` and `distribution_member_id`. Nobody decides on what is the
    own, and nothing is decided by itself.
    """

    _name = "distribution.decision.mixin"
    _description = "Decision on What a Member Handed In"

    # Who handed it in, and the values of `distribution_state` while it waits.
    _maker_field = ""
    _waiting_states: tuple[str, ...] = ()

    distribution_can_decide = fields.Boolean(
        "Waits for Me",
        compute="_compute_distribution_can_decide",
        search="_search_distribution_can_decide",
        help="It waits, and it is the user's turn to decide.",
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
        for record in self:
            turn = record._get_open_reviews().sorted("sequence")[:1]
            names = turn.reviewer_ids.mapped("name")
            record.distribution_waits_for = ", ".join(names[:NAMED]) or (
                self.env._("nobody who may decide") if turn else False
            )

    @api.depends("distribution_state", "review_ids.status", "review_ids.reviewer_ids")
    @api.depends_context("uid")
    def _compute_distribution_can_decide(self):
        may_decide = self._may_decide_without_tier()
        for record in self:
            record_sudo = record.sudo()  # says of the user only what the user may do
            if record_sudo._get_open_reviews():
                record.distribution_can_decide = bool(record._get_reviews_of_user())
            else:
                record.distribution_can_decide = (
                    record_sudo._is_waiting()
                    and may_decide
                    and self.env.uid not in record_sudo._get_makers().ids
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
        waiting = Domain("distribution_state", "in", self._waiting_states)
        mine = waiting & Domain("id", "in", turns.subselect("res_id"))
        if self._may_decide_without_tier():
            reviewed = reviews_sudo._search(ours & Domain("status", "in", OPEN_REVIEWS))
            mine |= (
                waiting
                & Domain("id", "not in", reviewed.subselect("res_id"))
                & Domain(self._maker_field, "!=", self.env.uid)
                & Domain("create_uid", "!=", self.env.uid)
            )
        return mine if True in value else ~mine

    @api.model
    def _may_decide_without_tier(self):
        """Return whether the user's work is to decide where no tier asks for anybody."""
        return self.env.user.has_group("distribution_member.group_distribution_manager")

    # === VIEWS === #

    @api.model
    def _add_tier_validation_buttons(self, node, params):
        """Override of `base_tier_validation`: what members hand in has our own buttons."""
        return self._hide_for_members(super()._add_tier_validation_buttons(node, params))

    @api.model
    def _add_tier_validation_label(self, node, params):
        """Override of `base_tier_validation`: our own banner says what is waited for."""
        return self._hide_for_members(super()._add_tier_validation_label(node, params))

    @api.model
    def _hide_for_members(self, part):
        """Hide the buttons and banners of a part of OCA's form on what is a member's."""
        for node in part.xpath("./button | ./div"):
            others = node.get("invisible")
            hidden = "distribution_member_id"
            node.set("invisible", f"({others}) or {hidden}" if others else hidden)
        return part

    # === ACTION METHODS === #

    def action_distribution_approve(self):
        """Approve for the user's tier; after the last one, or without any, it is confirmed."""
        self.check_access("read")
        for record in self:
            record._ensure_may_decide()
            if record._get_open_reviews():
                record._validate_tier(record._get_reviews_of_user())
                record._update_counter({"review_deleted": True})
            else:
                record._confirm_approved()
        return True

    def action_distribution_reject(self, reason):
        """Reject what waits.

        :param str reason: is told to the member; must not be empty
        """
        self.check_access("read")
        if not (reason or "").strip():
            raise UserError(self.env._("Say why, so that the member knows what to change."))
        for record in self:
            record._ensure_may_decide()
            if record._get_open_reviews():
                record._rejected_tier(record._get_reviews_of_user())
            record._set_rejected(reason.strip())
        return True

    # === HOOKS === #

    def _confirm_approved(self):
        """Override to do what was approved, and to tell the member."""
        raise NotImplementedError

    def _set_rejected(self, reason):
        """Override to end what was rejected, and to tell the member why."""
        raise NotImplementedError

    # === TIER VALIDATION === #

    def request_validation(self):
        """Override of `base_tier_validation`: the rows of the review belong to nobody who asks."""
        self.check_access("write")
        reviews = super(DistributionDecisionMixin, self.sudo()).request_validation()
        # OCA's field depends on nothing, so it would go on saying that a review is missing.
        self.invalidate_recordset(["need_validation"])
        return reviews

    def _validate_tier(self, tiers=False):
        """Override of `base_tier_validation`: after the last tier it is confirmed."""
        self.ensure_one()
        # sudo: OCA only passes tiers that are the user's, who stays the same
        decided_sudo = self.sudo().with_context(distribution_state=STATE_SENTINEL)
        result = super(DistributionDecisionMixin, decided_sudo)._validate_tier(
            tiers and tiers.sudo()
        )
        if decided_sudo._is_waiting() and decided_sudo.validation_status == "validated":
            self._confirm_approved()
        return result

    def _rejected_tier(self, tiers=False):
        """Override of `base_tier_validation`: one refusal rejects what a member handed in."""
        self.ensure_one()
        decided_sudo = self.sudo().with_context(distribution_state=STATE_SENTINEL)  # as above
        result = super(DistributionDecisionMixin, decided_sudo)._rejected_tier(
            tiers and tiers.sudo()
        )
        if decided_sudo._is_waiting():
            comments = decided_sudo.review_ids.filtered("comment").mapped("comment")
            self._set_rejected(comments[-1] if comments else "")
        return result

    # === HELPERS === #

    def _is_waiting(self):
        self.ensure_one()
        return self.distribution_state in self._waiting_states

    def _ensure_may_decide(self):
        """Refuse whoever decides on nothing like this, then whoever's turn it is not."""
        self.ensure_one()
        record_sudo = self.sudo()  # read only: who may decide is found below
        may_decide = self._may_decide_without_tier() and self.has_access("write")
        if not may_decide and self.env.user not in record_sudo.review_ids.reviewer_ids:
            raise AccessError(
                self.env._("Regional managers decide on this, and those whom a tier asks.")
            )
        names = {"record": record_sudo.display_name}
        if not record_sudo._is_waiting():
            raise UserError(self.env._("%(record)s does not wait for a decision.", **names))
        if record_sudo._get_open_reviews():
            if not self._get_reviews_of_user():
                people = record_sudo.distribution_waits_for
                raise UserError(
                    self.env._(
                        "%(record)s waits for %(people)s, not for you.", people=people, **names
                    )
                )
        elif not may_decide:
            raise AccessError(self.env._("Only regional managers decide on this."))
        elif self.env.user in record_sudo._get_makers():
            raise UserError(
                self.env._(
                    "You have handed in %(record)s yourself, so somebody else decides.", **names
                )
            )

    def _get_makers(self):
        """Return who handed it in: nobody decides on the own."""
        return self[self._maker_field] | self.create_uid

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
