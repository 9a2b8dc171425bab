from odoo import api, models
from odoo.fields import Domain

from ..queries.kpi_settlements import statements
from .kpi_window import NOTHING, Measured


class DistributionKpiFigureSettlementAccuracy(models.AbstractModel):
    """Share of published statements that add up and are what the ledger says."""

    _name = "distribution.kpi.figure.settlement_accuracy"
    _description = "Figure: Settlement Accuracy"
    _inherit = ["distribution.kpi.figure"]

    _source = "distribution.statement"

    @api.model
    def _get_domain(self, window):
        """Override: statements have no day of their own, their settlement has."""
        return Domain(
            [
                ("company_id", "=", window.company.id),
                ("settlement_id.date_published", ">=", window.date_from),
                ("settlement_id.date_published", "<", window.date_to),
                ("state", "!=", "draft"),
            ]
        )

    @api.model
    def _measure(self, window):
        """Override: checked against the entries, now."""
        found = [is_right for _statement, is_right in self._read_window(window)]
        if not found:
            return NOTHING
        return Measured(value=100.0 * sum(found) / len(found), count=len(found))

    @api.model
    def _get_bad_domain(self, kpi, window):
        """Override: the statements that do not agree."""
        return Domain(
            "id",
            "in",
            [statement for statement, is_right in self._read_window(window) if not is_right],
        )

    @api.model
    def _explain_missing(self):
        """Override: there is nothing to check before the first publication."""
        return self.env._("No settlement was published in these days.")

    def _read_window(self, window):
        self.env.flush_all()
        return self.env.execute_query(
            statements(window.company.id, window.date_from, window.date_to)
        )
