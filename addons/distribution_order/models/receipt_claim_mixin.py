from odoo import fields, models


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
