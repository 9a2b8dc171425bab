from odoo import fields, models

from .stock_picking import DELIVERIES_URL


class DistributionReceiptClaimMixin(models.AbstractModel):
    """A claim knows the goods that were missing or damaged when a delivery was received."""

    _name = "distribution.receipt.claim.mixin"
    _description = "Claim from a Receipt"

    distribution_receipt_line_id = fields.Many2one(
        "distribution.delivery.receipt.line",
        "Received Goods",
        readonly=True,
        copy=False,
        index="btree_not_null",
        ondelete="restrict",
    )
    distribution_receipt_id = fields.Many2one(
        related="distribution_receipt_line_id.receipt_id", string="Receipt of the Delivery"
    )

    # === PORTAL === #

    def _prepare_portal_request(self, **what_is_seen):
        """Override of `distribution.return.portal.mixin` to add the delivery of a claim."""
        request = super()._prepare_portal_request(**what_is_seen)
        picking = self[0].distribution_receipt_id.picking_id
        if picking:
            request.update(delivery=picking.name, delivery_url=f"{DELIVERIES_URL}/{picking.id}")
        return request
