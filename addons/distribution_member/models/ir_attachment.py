from odoo import models
from odoo.exceptions import AccessError

GUARDED = {("distribution.document", "file")}


class IrAttachment(models.Model):
    _inherit = "ir.attachment"

    def _check_access(self, operation):
        """Override of `base`: files of documents are opened by their own route only.

        It records who opened them; neither `/web/content` nor a client of an administrator does.
        """
        result = super()._check_access(operation)
        guarded = self.sudo().filtered(  # only what it belongs to is looked at
            lambda attachment: (attachment.res_model, attachment.res_field) in GUARDED
        )
        if self.env.su or not guarded:
            return result
        forbidden = self.browse(guarded.ids) | (result[0] if result else self.browse())
        return forbidden, lambda: AccessError(
            self.env._("Documents of applicants are opened by their own button only.")
        )
