from odoo import api, fields, models
from odoo.addons.base.models.res_partner import _tz_get


class ResCompany(models.Model):
    _inherit = "res.company"

    distribution_tz = fields.Selection(
        _tz_get,
        "Settlement Time Zone",
        required=True,
        default=lambda self: self._default_distribution_tz(),
        help="A sale belongs to the day it was in this time zone.",
    )

    @api.model
    def _default_distribution_tz(self):
        return self.env.user.tz or "UTC"
