from odoo import api, fields, models
from odoo.exceptions import UserError


class DistributionSettlementApprovalMixin(models.AbstractModel):
    """A settlement is approved, tier by tier, before it is published (commission.md §5)."""

    _name = "distribution.settlement.approval.mixin"
    _description = "Approval of Settlements"

    computed_by_id = fields.Many2one("res.users", "Computed by", readonly=True, copy=False)
    approval_ids = fields.One2many(
        "distribution.settlement.approval", "settlement_id", "Approvals", readonly=True
    )
    approval_count = fields.Integer(
        readonly=True,
        copy=False,
        default=0,
        help="Written with every approval and computation, so that of two at once one fails.",
    )
    next_tier_id = fields.Many2one(
        "distribution.settlement.tier",
        "Waits for Approval by",
        compute="_compute_next_tier_id",
        help="The next tier that has to approve before it can be published.",
    )
    can_approve = fields.Boolean(
        "Waits for Me", compute="_compute_next_tier_id", search="_search_can_approve"
    )

    # === COMPUTE METHODS === #

    @api.depends("state", "approval_ids")
    @api.depends_context("uid")
    def _compute_next_tier_id(self):
        for settlement in self:
            # sudo: who may see a settlement may see what it waits for
            missing = settlement.sudo()._find_missing_tiers()
            settlement.next_tier_id = missing[:1]
            settlement.can_approve = bool(missing) and not settlement._find_objection(missing[0])

    def _search_can_approve(self, operator, value):
        if operator != "in":
            return NotImplemented
        # Settlements that are computed and not published yet are few.
        waiting = self.search([("state", "=", "computed")]).filtered("can_approve")
        domain = fields.Domain("id", "in", waiting.ids)
        return domain if True in value else ~domain

    # === ACTION METHODS === #

    def action_approve(self):
        """Approve the figures for the next tier; nobody approves what they computed, or twice."""
        for settlement in self:
            settlement._ensure_state(
                ("computed",), self.env._("%(record)s is %(state)s. Compute it first.")
            )
            tier = settlement.next_tier_id
            if not tier:
                raise UserError(
                    self.env._("%(record)s needs no more approval.", record=settlement.display_name)
                )
            if objection := settlement._find_objection(tier):
                raise UserError(objection)
            settlement._write_state("computed", approval_count=settlement.approval_count + 1)
            # sudo: approvals are written by this action only
            self.env["distribution.settlement.approval"].sudo().create(
                {
                    "settlement_id": settlement.id,
                    "tier_id": tier.id,
                    "user_id": self.env.uid,
                    "payable": settlement.payable,
                }
            )
            settlement.message_post(body=self.env._("The figures are approved."))

    # === HELPERS === #

    def _find_missing_tiers(self):
        """Return the tiers that have to approve, and have not."""
        self.ensure_one()
        if self.state != "computed":
            return self.env["distribution.settlement.tier"]
        asked = self.env["distribution.settlement.tier"].search(
            [("company_id", "=", self.company_id.id), ("minimum", "<=", self.payable)]
        )
        return asked - self.approval_ids.tier_id

    def _find_objection(self, tier):
        """Return in a sentence why the user cannot approve for `tier`; None when they can."""
        user = self.env.user
        facts = {"record": self.display_name}
        if user == self.computed_by_id:
            return self.env._(
                "You have computed %(record)s yourself, so somebody else approves it.", **facts
            )
        if user in self.approval_ids.user_id:
            return self.env._(
                "You have approved %(record)s already. The next tier is somebody else.", **facts
            )
        return None if tier._is_open_to(user) else self._say_waiting(tier)

    def _say_waiting(self, tier):
        return self.env._(
            "%(record)s waits for approval by: %(tier)s.",
            record=self.display_name,
            tier=tier.display_name,
        )

    def _reset_approvals(self):
        """Take the approvals back: the figures are computed anew, by the user."""
        # sudo: approvals are written by actions only
        self.sudo().approval_ids.unlink()
        return {"computed_by_id": self.env.uid, "approval_count": 0}

    def _ensure_approved(self):
        for settlement in self:
            if tier := settlement.next_tier_id:
                raise UserError(settlement._say_waiting(tier))
