from odoo import api, models
from odoo.addons.distribution_commission.models.settlement_clock_mixin import PUBLISH_WITHIN_DAYS
from odoo.fields import Domain

from ..queries.kpi_settlements import delays
from .kpi_window import NOTHING, Measured


class DistributionKpiFigureSettlementDelay(models.AbstractModel):
    """Days from the end of a settled period to its publication; what is overdue counts so far."""

    _name = "distribution.kpi.figure.settlement_delay"
    _description = "Figure: Settlement Delay"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.settlement"

    @api.model
    def _get_domain(self, window):
        """Override: the delay is computed, so they are named one by one; they are few."""
        return Domain("id", "in", [settlement for settlement, _days in self._read_window(window)])

    @api.model
    def _measure(self, window):
        """Override: the average of the settlements."""
        days = [days for _settlement, days in self._read_window(window)]
        if not days:
            return NOTHING
        return Measured(value=sum(days) / len(days), count=len(days))

    @api.model
    def _get_bad_domain(self, kpi, window):
        """Override: as `_get_domain`."""
        late = [record for record, days in self._read_window(window) if not kpi._is_met(days)]
        return Domain("id", "in", late)

    @api.model
    def _explain_missing(self):
        """Override: there is no delay before the first period is over."""
        return self.env._("No settlement was published in these days, and none is overdue.")

    def _read_window(self, window):
        self.env[self._source].flush_model()
        return self.env.execute_query(
            delays(window.company.id, window.date_from, window.date_to, PUBLISH_WITHIN_DAYS)
        )
