from odoo import api, fields, models
from odoo.exceptions import UserError

ORDER_STATES = [
    ("draft", "Draft"),
    ("submitted", "Submitted"),
    ("approving", "In Approval"),
    ("approved", "Approved"),
    ("shipping", "Shipping"),
    ("shipped", "Shipped"),
    ("done", "Received"),
    ("rejected", "Rejected"),
    ("cancelled", "Cancelled"),
]
WAITING_STATES = ("submitted", "approving")
OPEN_REVIEWS = ("waiting", "pending")
# What a decision is about stays as it was submitted, until it is taken back.
FROZEN_FIELDS = {
    "partner_id",
    "partner_shipping_id",
    "partner_invoice_id",
    "pricelist_id",
    "company_id",
    "warehouse_id",
    "order_line",
    "fiscal_position_id",
    "payment_term_id",
}
# Written by the actions only.
SUBMISSION_FIELDS = {
    "distribution_submitted_date",
    "distribution_submitted_by_id",
    "distribution_decided_date",
    "distribution_is_rejected",
    "distribution_answer",
    "approval_hours",
    "approval_deadline",
    "approval_in_time",
    "distribution_prices_asked_date",
    # Computed and stored: an RPC client could write them all the same.
    "distribution_state",
    "distribution_reasons",
    "validation_status",
}


class DistributionOrderStateMixin(models.AbstractModel):
    """Where an order of a member stands, from the first line to the receipt of the goods."""

    _name = "distribution.order.state.mixin"
    _description = "State of a Member's Order"

    distribution_state = fields.Selection(
        ORDER_STATES,
        "Order State",
        compute="_compute_distribution_state",
        store=True,
        index="btree_not_null",
        help="Draft, submitted, in approval by tiers, approved (confirmed), partly and wholly"
        " delivered, received by the member; rejected or cancelled. Empty: no order of a member.",
    )
    distribution_submitted_date = fields.Datetime(
        "Submitted on", readonly=True, copy=False, index="btree_not_null"
    )
    distribution_submitted_by_id = fields.Many2one(
        "res.users", "Submitted by", readonly=True, copy=False
    )
    distribution_decided_date = fields.Datetime("Decided on", readonly=True, copy=False)
    distribution_is_rejected = fields.Boolean("Rejected", readonly=True, copy=False)
    distribution_answer = fields.Text(
        "Answer", readonly=True, copy=False, help="What was said with the decision."
    )

    # === COMPUTE METHODS === #

    @api.depends(
        "state",
        "distribution_member_id",
        "distribution_submitted_date",
        "distribution_is_rejected",
        "review_ids.status",
        "delivery_status",
        "picking_ids.state",
        "picking_ids.picking_type_code",
        "picking_ids.distribution_receipt_ids",
        "distribution_import_id",
    )
    def _compute_distribution_state(self):
        for order in self:
            order.distribution_state = order._find_distribution_state()

    def _find_distribution_state(self):
        """Override to tell more states apart."""
        if not self.distribution_member_id:
            return False
        if self.state == "cancel":
            return "cancelled"
        if self.state == "sale":
            if self.distribution_import_id.profile_id.fulfilment == "done":
                return "done"  # what others have delivered is past
            return self._find_shipping_state()
        if self.distribution_is_rejected:
            return "rejected"
        if not self.distribution_submitted_date:
            return "draft"
        is_open = any(review.status in OPEN_REVIEWS for review in self.review_ids)
        return "approving" if is_open else "submitted"

    def _find_shipping_state(self):
        """Return how far the goods are, by what leaves for the member; returns do not count."""
        deliveries = self.picking_ids.filtered(
            lambda picking: picking._is_member_delivery() and picking.state != "cancel"
        )
        left = deliveries.filtered(lambda picking: picking.state == "done")
        if not left:
            return "shipping" if self.delivery_status == "started" else "approved"
        if left != deliveries:
            return "shipping"
        return "done" if all(picking.distribution_receipt_ids for picking in left) else "shipped"

    # === CRUD METHODS === #

    @api.model_create_multi
    def create(self, vals_list):
        """Override of `base`: an order begins unsubmitted, whoever makes it."""
        if not self.env.su and any(vals.keys() & SUBMISSION_FIELDS for vals in vals_list):
            self._refuse_plain_write()
        return super().create(vals_list)

    def write(self, vals):
        """Override of `base`: what waits for a decision stays as it was submitted."""
        if not self.env.su:
            if vals.keys() & SUBMISSION_FIELDS:
                self._refuse_plain_write()
            if vals.keys() & FROZEN_FIELDS:
                self._ensure_not_waiting()
        return super().write(vals)

    # === HELPERS === #

    def _ensure_not_waiting(self):
        """Refuse to change orders that somebody is about to decide on."""
        for order in self:
            if order.distribution_state in WAITING_STATES:
                raise UserError(
                    self.env._(
                        "%(order)s waits for a decision and stays as it was submitted. Take it"
                        " back first.",
                        order=order.display_name,
                    )
                )

    def _refuse_plain_write(self):
        raise UserError(
            self.env._("An order is submitted and decided by its buttons only, which check it.")
        )
