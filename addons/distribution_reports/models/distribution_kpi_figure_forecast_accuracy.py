from odoo import api, models
from odoo.fields import Domain

from .kpi_window import NOTHING, Measured

NEEDED = {"state", "date", "accuracy_percent"}


class DistributionKpiFigureForecastAccuracy(models.AbstractModel):
    """What the last finished run of the forecast would have got right in the past."""

    _name = "distribution.kpi.figure.forecast_accuracy"
    _description = "Figure: Forecast Accuracy"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.forecast.run"
    _date_field = "date"
    _value_field = "accuracy_percent"

    @api.model
    def _is_available(self):
        """Override: and it says what is needed."""
        return super()._is_available() and set(self.env[self._source]._fields) >= NEEDED

    @api.model
    def _get_domain(self, window):
        """Override: the last finished run only."""
        finished = Domain("state", "=", "done") & super()._get_domain(window)
        last = self.env[self._source].search(finished, order="date desc, id desc", limit=1)
        return Domain("id", "in", last.ids)

    @api.model
    def _measure(self, window):
        """Override: as above."""
        run = self.env[self._source].search(self._get_domain(window))
        return Measured(value=run.accuracy_percent, count=1) if run else NOTHING

    @api.model
    def _explain_missing(self):
        """Override: a forecast must have been made."""
        return self.env._("No forecast was made in these days.")
