from odoo import fields, models


class DistributionDeliveryReceiptFile(models.Model):
    """A photo that shows what arrived."""

    _name = "distribution.delivery.receipt.file"
    _description = "Photo of a Delivery"
    _inherit = ["distribution.photo.mixin"]
    _order = "id"
    _rec_name = "file_name"

    receipt_id = fields.Many2one(
        "distribution.delivery.receipt",
        required=True,
        readonly=True,
        index=True,
        ondelete="cascade",
    )
    company_id = fields.Many2one(related="receipt_id.company_id")
    member_id = fields.Many2one(related="receipt_id.member_id")

    # === HOOKS === #

    def _get_photo_url(self):
        """Override of `distribution.photo.mixin`."""
        return f"/distribution/receipt/file/{self.id}"

    def _get_photo_owner_name(self):
        """Override of `distribution.photo.mixin`."""
        return self.receipt_id.picking_id.name
