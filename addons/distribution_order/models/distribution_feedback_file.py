from odoo import fields, models


class DistributionFeedbackFile(models.Model):
    """A picture that shows what feedback is about."""

    _name = "distribution.feedback.file"
    _description = "Picture of Feedback"
    _inherit = ["distribution.photo.mixin"]
    _order = "id"
    _rec_name = "file_name"

    feedback_id = fields.Many2one(
        "distribution.feedback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="feedback_id.company_id")
    member_id = fields.Many2one(related="feedback_id.member_id")

    # === HOOKS === #

    def _get_photo_url(self):
        """Override of `distribution.photo.mixin`."""
        return f"/distribution/feedback/file/{self.id}"

    def _get_photo_owner_name(self):
        """Override of `distribution.photo.mixin`."""
        return self.feedback_id.name
