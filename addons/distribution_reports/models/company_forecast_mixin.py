from odoo import fields, models


class DistributionCompanyForecastMixin(models.AbstractModel):
    """What a company decides about its forecasts."""

    _name = "distribution.company.forecast.mixin"
    _description = "Settings of the Forecast"

    distribution_forecast_days = fields.Integer(
        "Keep Forecasts (Days)",
        default=400,
        help="So long are forecasts kept beside the last ones, to be compared with what happened."
        " 0: for ever.",
    )
