from odoo import models
from odoo.http import request


class IrHttp(models.AbstractModel):
    _inherit = "ir.http"

    @classmethod
    def _serve_fallback(cls):
        """Override of `base`: the database takes no NUL, so no file has such an address.

        Asked for it, the database raises; a visitor could fill our log with errors.
        """
        if "\0" in request.httprequest.path:
            return None
        return super()._serve_fallback()
