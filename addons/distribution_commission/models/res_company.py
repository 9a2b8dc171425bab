import pytz
from odoo import fields, models
from odoo.addons.base.models.res_partner import _tz_get

from .distribution_withholding_table import WITHHOLDING_METHODS


class ResCompany(models.Model):
    _inherit = "res.company"

    distribution_tz = fields.Selection(
        _tz_get,
        "Settlement Time Zone",
        compute="_compute_distribution_tz",
        store=True,
        precompute=True,
        readonly=False,
        required=True,
        help="A sale belongs to the day it was in this time zone.",
    )
    distribution_withholding = fields.Selection(
        [("none", "None: members send invoices"), *WITHHOLDING_METHODS],
        "Withholding Tax",
        required=True,
        default="none",
        help="Which income tax is withheld from members that are natural persons.",
    )

    def _compute_distribution_tz(self):
        """Begin with the time zone of the company's country; from then on it is a setting."""
        for company in self:
            zones = pytz.country_timezones.get(company.country_id.code or "", [])
            company.distribution_tz = zones[0] if zones else self.env.user.tz or "UTC"

    def _get_distribution_today(self):
        """Return what day it is in the time zone in which the company settles."""
        self.ensure_one()
        return fields.Date.context_today(self.with_context(tz=self.distribution_tz))
