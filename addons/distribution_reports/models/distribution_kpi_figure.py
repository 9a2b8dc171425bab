from odoo import api, models
from odoo.fields import Domain

from .kpi_window import NOTHING, Measured


class DistributionKpiFigure(models.AbstractModel):
    """How one figure of the board is measured; the figure `x` is `distribution.kpi.figure.x`.

    Most are the average of a field over records of a period, so that the records behind a figure
    are those measured by construction. The others override `_measure` and `_get_domain` together.
    """

    _name = "distribution.kpi.figure"
    _description = "Figure of the Board"

    _source = None  # model that is measured
    _date_field = None  # its moment, in UTC, or its day
    _value_field = None  # what the average is taken of
    _can_look_back = True  # whether past weeks can be measured afterwards

    # === HOOKS === #

    @api.model
    def _get_conditions(self) -> Domain:
        """Override to narrow which records of the period count."""
        return Domain.TRUE

    @api.model
    def _convert(self, value: float, company) -> float:
        """Override to turn the average of the field into the unit of the figure."""
        return value

    @api.model
    def _get_bad_domain(self, kpi, window) -> Domain:
        """Override to tell which of the records measured miss the goal."""
        return Domain(self._value_field, kpi._get_missing_operator(), kpi.goal)

    @api.model
    def _get_views(self) -> list:
        """Override to show the records in views of their own."""
        return [(False, "list"), (False, "form")]

    @api.model
    def _explain_missing(self) -> str:
        """Override to say why there may be nothing to measure."""
        return self.env._("Nothing happened in the measured days that it could be taken from.")

    # === BUSINESS METHODS === #

    @api.model
    def _is_available(self) -> bool:
        """Return whether the records to measure exist in this database at all."""
        return bool(self._source) and self._source in self.env

    @api.model
    def _get_domain(self, window) -> Domain:
        """Return which records are measured in a window."""
        field = self.env[self._source]._fields[self._date_field]
        is_day = field.type == "date"
        return Domain(
            [
                ("company_id", "=", window.company.id),
                (self._date_field, ">=", window.date_from if is_day else window.start),
                (self._date_field, "<", window.date_to if is_day else window.end),
            ]
        ) & Domain(self._get_conditions())

    @api.model
    def _measure(self, window) -> Measured:
        """Measure all records of a window with one query."""
        [(average, count)] = self.env[self._source]._read_group(
            self._get_domain(window), aggregates=[f"{self._value_field}:avg", "__count"]
        )
        if not count or average is None:
            return NOTHING
        return Measured(value=self._convert(average, window.company), count=count)
