from odoo import models
from odoo.http import request
from odoo.tools import ormcache


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

    @classmethod
    def _get_default_lang(cls):
        """Override of `http_routing`, which asks the database for it on every page."""
        code = request.env["ir.http"]._find_default_lang_code()
        return request.env["res.lang"]._get_data(code=code) if code else super()._get_default_lang()

    @ormcache()
    def _find_default_lang_code(self):
        """Return the language of visitors who have not chosen one; `ir.default` ends the cache."""
        # sudo: a default for everybody is nobody's secret
        return self.env["ir.default"].sudo()._get("res.partner", "lang")
