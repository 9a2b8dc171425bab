from odoo import fields, models


class ResCompany(models.Model):
    _inherit = "res.company"

    distribution_forecast_days = fields.Integer(
        "Keep Forecasts (Days)",
        default=400,
        help="So long are forecasts kept beside the last ones, to be compared with what happened."
        " 0: for ever.",
    )
