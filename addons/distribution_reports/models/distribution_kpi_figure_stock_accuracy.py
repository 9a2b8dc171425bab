from odoo import api, models
from odoo.fields import Domain

from ..queries.kpi_stock import comparisons
from .kpi_window import NOTHING, Measured


class DistributionKpiFigureStockAccuracy(models.AbstractModel):
    """What the nightly comparison with Kingdee found, where that addon is installed."""

    _name = "distribution.kpi.figure.stock_accuracy"
    _description = "Figure: Stock Accuracy"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.erp.run"
    _value_field = "accuracy_items"

    @api.model
    def _get_domain(self, window):
        """Override: comparisons that had stock to compare."""
        return Domain("id", "in", [run for run, _percent in self._read_window(window)])

    @api.model
    def _measure(self, window):
        """Override: the average of the comparisons."""
        found = [percent for _run, percent in self._read_window(window)]
        if not found:
            return NOTHING
        return Measured(value=sum(found) / len(found), count=len(found))

    @api.model
    def _explain_missing(self):
        """Override: it takes a server to compare with."""
        if not self._is_available():
            return self.env._(
                "The connection to Kingdee is not installed: there is no other stock."
            )
        return self.env._("No comparison of the stock with Kingdee was finished in these days.")

    def _read_window(self, window):
        self.env[self._source].flush_model()
        return self.env.execute_query(comparisons(window.company.id, window.start, window.end))
