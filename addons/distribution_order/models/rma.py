from odoo import api, fields, models
from odoo.exceptions import UserError

from .return_message_mixin import RETURNS_URL

KINDS = [("return", "Return"), ("short", "Short Delivery"), ("damaged", "Damaged Delivery")]
STATES = [
    ("waiting", "Waits for Approval"),
    ("approved", "Approved"),
    ("received", "Received"),
    ("inspected", "Inspected"),
    ("settling", "Replacement on Its Way"),
    ("done", "Done"),
    ("rejected", "Rejected"),
    ("withdrawn", "Withdrawn"),
]
DONE_STATES = ("refunded", "returned", "replaced", "finished", "locked")
# What was asked for, decided and counted is written by our own acts only.
GUARDED_FIELDS = {
    "distribution_answer",
    "distribution_amount",
    "distribution_asked_by_id",
    "distribution_damaged_qty",
    "distribution_decided_date",
    "distribution_form_key",
    "distribution_good_qty",
    "distribution_inspected_by_id",
    "distribution_inspected_date",
    "distribution_is_late",
    "distribution_is_over_quota",
    "distribution_is_rejected",
    "distribution_kind",
    "distribution_missing_qty",
    "distribution_request",
    "operation_id",
    "product_uom_qty",
    "state",
}
ASKED_FIELDS = {"distribution_kind", "operation_id", "product_uom_qty"}
# What a member's return is about does not change once it is asked for.
FROZEN_FIELDS = {"company_id", "move_id", "partner_id", "picking_id", "product_id", "product_uom"}


class Rma(models.Model):
    _name = "rma"
    # The mixins first: they override what OCA does with a return.
    _inherit = [
        "distribution.return.approval.mixin",
        "distribution.return.message.mixin",
        "distribution.return.goods.mixin",
        "distribution.return.limits.mixin",
        "distribution.return.inspection.mixin",
        "distribution.receipt.claim.mixin",
        "distribution.return.portal.mixin",
        "rma",
        "tier.validation",
    ]
    _cancel_state = "cancelled"

    distribution_kind = fields.Selection(
        KINDS,
        "Kind",
        required=True,
        default="return",
        help="Goods that come back, goods that were missing in a delivery, or that arrived damaged."
        " Only the first count against the return window, the quota and the return rate.",
    )
    distribution_member_id = fields.Many2one(
        "distribution.member",
        "Member",
        compute="_compute_distribution_member_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Membership of the customer's company in the channel of the company.",
    )
    distribution_region_id = fields.Many2one(
        "distribution.region",
        "Region",
        compute="_compute_distribution_member_id",
        store=True,
        precompute=True,
        index="btree_not_null",
        help="Region of the member when the return was asked for.",
    )
    distribution_request = fields.Char(
        "Request",
        readonly=True,
        copy=False,
        index="btree_not_null",
        help="Number that the lines of one request share.",
    )
    distribution_form_key = fields.Char(
        "Key of the Form",
        readonly=True,
        copy=False,
        help="The same form, sent again because its answer was lost, asks for nothing more.",
    )
    distribution_reason_id = fields.Many2one(
        "distribution.return.reason", "Reason", index="btree_not_null", ondelete="restrict"
    )
    distribution_note = fields.Text("Note of the Member", help="In the member's own words.")
    distribution_asked_by_id = fields.Many2one(
        "res.users", "Asked by", readonly=True, copy=False, index="btree_not_null"
    )
    distribution_state = fields.Selection(
        STATES,
        "Stage",
        compute="_compute_distribution_state",
        store=True,
        index="btree_not_null",
        help="How far the return of a member is. Empty: no return of a member.",
    )
    distribution_currency_id = fields.Many2one(related="company_id.currency_id")
    distribution_amount = fields.Monetary(
        "Value",
        readonly=True,
        copy=False,
        currency_field="distribution_currency_id",
        help="What the goods were bought for, without tax, in the company's currency.",
    )
    distribution_lot_ids = fields.Many2many(
        "stock.lot", "distribution_rma_lot_rel", "rma_id", "lot_id", "Lots", copy=False
    )
    distribution_lots = fields.Char(
        "Lot Numbers",
        compute="_compute_distribution_lots",
        compute_sudo=True,
        help="For those who have no right to the lots of the warehouse.",
    )
    distribution_photo_ids = fields.One2many("distribution.return.photo", "rma_id", "Pictures")
    distribution_request_photo_ids = fields.Many2many(
        "distribution.return.photo",
        compute="_compute_distribution_request_photo_ids",
        string="Pictures of the Request",
    )
    distribution_is_rejected = fields.Boolean("Rejected", readonly=True, copy=False)
    distribution_answer = fields.Text(
        "Answer", readonly=True, copy=False, help="What was said with the decision."
    )
    distribution_decided_date = fields.Datetime("Decided on", readonly=True, copy=False)

    _distribution_form_unique = models.UniqueIndex(
        "(distribution_form_key, move_id) WHERE distribution_form_key IS NOT NULL",
        "This request was sent already.",
    )
    _distribution_move_index = models.Index("(move_id) WHERE move_id IS NOT NULL")
    _distribution_reception_index = models.Index(
        "(reception_move_id) WHERE reception_move_id IS NOT NULL"
    )

    # === COMPUTE METHODS === #

    @api.depends("partner_id", "company_id")
    def _compute_distribution_member_id(self):
        members_sudo = self.env["distribution.member"].sudo()  # whose it is, whoever looks
        members_sudo = members_sudo.search(
            [("partner_id", "in", self.partner_id.commercial_partner_id.ids)]
        )
        by_key = {(member.partner_id, member.company_id): member for member in members_sudo}
        for rma in self:
            key = (rma.partner_id.commercial_partner_id.sudo(), rma.company_id.sudo())
            member_sudo = by_key.get(key, members_sudo.browse())
            rma.distribution_member_id = member_sudo.sudo(self.env.su)
            rma.distribution_region_id = member_sudo.region_id.sudo(self.env.su)

    @api.depends(
        "state",
        "distribution_member_id",
        "distribution_is_rejected",
        "distribution_inspected_date",
    )
    def _compute_distribution_state(self):
        for rma in self:
            rma.distribution_state = bool(rma.distribution_member_id) and rma._find_stage()

    def _find_stage(self):
        """Override to tell more stages apart."""
        if self.distribution_is_rejected:
            return "rejected"
        if self.state == "cancelled":
            return "withdrawn"
        if self.state in DONE_STATES:
            return "done"
        if self.state == "received" and self.distribution_inspected_date:
            return "inspected"
        stages = {"confirmed": "approved", "received": "received", "draft": "waiting"}
        return stages.get(self.state, "settling")

    @api.depends("distribution_lot_ids.name")
    def _compute_distribution_lots(self):
        for rma in self:
            rma.distribution_lots = ", ".join(rma.distribution_lot_ids.mapped("name")) or False

    @api.depends("distribution_photo_ids", "distribution_request")
    def _compute_distribution_request_photo_ids(self):
        for rma in self:
            siblings = rma
            if rma.distribution_request:
                siblings |= self.search([("distribution_request", "=", rma.distribution_request)])
            rma.distribution_request_photo_ids = siblings.distribution_photo_ids

    def _compute_access_url(self):
        """Override of `rma`: members look at their returns on their own page."""
        result = super()._compute_access_url()
        for rma in self.filtered("distribution_member_id"):
            rma.access_url = RETURNS_URL
        return result

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `rma`: what a member asks for is checked, and waits for its approval."""
        rmas = super().create(vals_list)
        of_members = rmas.filtered("distribution_member_id")
        if not self.env.su and any(
            vals.keys() & (GUARDED_FIELDS - ASKED_FIELDS) for vals in vals_list if of_members
        ):
            raise UserError(self.env._("A return is decided on by its buttons only."))
        of_members.filtered(lambda rma: rma.state == "draft")._hand_in()
        return rmas

    def write(self, vals):
        """Override of `base`: what a member asked for, and what was decided, stays so."""
        if not self.env.su and self.filtered("distribution_member_id"):
            self.check_access("write")  # who may write nothing is told just that
            if vals.keys() & GUARDED_FIELDS:
                raise UserError(self.env._("A return is decided on by its buttons only."))
            if vals.keys() & FROZEN_FIELDS:
                raise UserError(
                    self.env._("What a member asked for stays so. Reject it, and ask anew.")
                )
        return super().write(vals)

    # === ACTION METHODS === #

    def action_draft(self):
        """Override of `rma`: what a member has withdrawn, or we rejected, is asked for anew."""
        self.check_access("write")
        if self.filtered("distribution_member_id"):
            raise UserError(self.env._("It is closed. The member asks for the return anew."))
        return super().action_draft()

    # === BUSINESS METHODS === #

    def _hand_in(self):
        """Number, judge and value what members ask for, and ask the tiers."""
        # sudo: these fields are written by our own acts only
        rmas_sudo = self.sudo()
        rmas_sudo.distribution_member_id._lock_credit()
        rmas_sudo._number_requests()
        for rma in rmas_sudo:
            rma.distribution_asked_qty = rma.product_uom_qty
        rmas_sudo._value_goods()
        rmas_sudo._ensure_quantities_left()
        rmas_sudo._judge_limits()
        unsigned_sudo = rmas_sudo.filtered(lambda rma: not rma.distribution_asked_by_id)
        unsigned_sudo.distribution_asked_by_id = self.env.uid
        rmas_sudo.request_validation()
