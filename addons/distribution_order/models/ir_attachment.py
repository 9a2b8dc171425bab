from odoo import api, models


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _get_guarded_files(self):
        """Override of `distribution_member` to add the pictures of feedback and of returns."""
        return super()._get_guarded_files() | {
            ("distribution.feedback.file", "file"),
            ("distribution.return.photo", "file"),
            ("distribution.cross.case.file", "file"),
        }
