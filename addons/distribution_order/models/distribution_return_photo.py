from odoo import fields, models


class DistributionReturnPhoto(models.Model):
    """A picture of goods that come back."""

    _name = "distribution.return.photo"
    _description = "Picture of a Return"
    _inherit = ["distribution.photo.mixin"]
    _order = "id"
    _rec_name = "file_name"

    rma_id = fields.Many2one("rma", "Return", required=True, index=True, ondelete="cascade")
    company_id = fields.Many2one(related="rma_id.company_id")
    member_id = fields.Many2one(related="rma_id.distribution_member_id")

    # === HOOKS === #

    def _get_photo_url(self):
        """Override of `distribution.photo.mixin`."""
        return f"/distribution/return/photo/{self.id}"

    def _get_photo_owner_name(self):
        """Override of `distribution.photo.mixin`."""
        return self.rma_id.name
