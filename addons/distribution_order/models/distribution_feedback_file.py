import base64

from odoo import fields, models
from odoo.exceptions import AccessError

MEGABYTES = 5
KINDS = ("image/jpeg", "image/png")


class DistributionFeedbackFile(models.Model):
    """A picture that shows what feedback is about; saved anew, as those of documents are."""

    _name = "distribution.feedback.file"
    _description = "Picture of Feedback"
    _inherit = ["distribution.document.file.mixin"]
    _order = "id"
    _rec_name = "file_name"

    feedback_id = fields.Many2one(
        "distribution.feedback", required=True, readonly=True, index=True, ondelete="cascade"
    )
    company_id = fields.Many2one(related="feedback_id.company_id")
    member_id = fields.Many2one(related="feedback_id.member_id")

    # === ACTION METHODS === #

    def action_open(self):
        """Override of `distribution_member`: pictures of feedback have an address of their own."""
        self.ensure_one()
        self._ensure_may_open()
        return {
            "type": "ir.actions.act_url",
            "url": f"/distribution/feedback/file/{self.id}",
            "target": "new",
        }

    # === HOOKS === #

    def _get_allowed_kinds(self):
        """Override of `distribution_member`: pictures only."""
        return KINDS

    def _get_max_megabytes(self):
        """Override of `distribution_member`."""
        return MEGABYTES

    # === HELPERS === #

    def _read_bytes(self):
        """Return the picture; the caller has asked for the right to it."""
        return base64.b64decode(self.sudo().file or b"")  # sudo: nobody reads it through the ORM

    def _ensure_may_open(self):
        """Override of `distribution_member`: who may read the feedback may see its pictures."""
        if not (self.env.su or self.has_access("read")):
            raise AccessError(self.env._("You may not see this picture."))

    def _get_download_name(self):
        """Override of `distribution_member`."""
        return f"{self.feedback_id.name}-{self.id}.{self.mimetype.rpartition('/')[2]}"
