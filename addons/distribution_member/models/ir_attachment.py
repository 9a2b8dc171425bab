from odoo import api, models
from odoo.exceptions import AccessError


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    @api.model
    def _get_guarded_files(self):
        """Return the (model, field) of files that only their own route opens; override to add."""
        return {("distribution.document", "file")}

    def _check_access(self, operation):
        """Override of `base`: files of documents are opened by their own route only.

        It records who opened them; neither `/web/content` nor a client of an administrator does.
        """
        result = super()._check_access(operation)
        files = self._get_guarded_files()
        guarded = self.sudo().filtered(  # only what it belongs to is looked at
            lambda attachment: (attachment.res_model, attachment.res_field) in files
        )
        if self.env.su or not guarded:
            return result
        forbidden = self.browse(guarded.ids) | (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("Documents of applicants are opened by their own button only.")
        )
