from odoo import api, models
from odoo.tools import SQL

RATIOS_OF_TARGET = {
    "attainment_percent": ("actual", "target"),
    "pace_percent": ("projected", "target"),
}


class DistributionRatioMixin(models.AbstractModel):
    """Percentages of groups are ratios of sums, not averages of ratios.

    `_ratios` names the part and the whole of each; `_growths` those that are what is above 100 %.
    """

    _name = "distribution.ratio.mixin"
    _description = "Ratios of Sums"

    _ratios: dict[str, tuple[str, str]] = {}
    _growths: tuple[str, ...] = ()

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: a ratio of sums where rows have a base at all."""
        name, _colon, function = aggregate_spec.partition(":")
        if name not in self._ratios or function != "avg":
            return super()._read_group_select(aggregate_spec, query)
        part, whole = (
            self._field_to_sql(self._table, field, query) for field in self._ratios[name]
        )
        return SQL(
            "ROUND(100.0 * SUM(%(part)s) FILTER (WHERE %(whole)s > 0)"
            " / NULLIF(SUM(%(whole)s) FILTER (WHERE %(whole)s > 0), 0) - %(less)s, 2)",
            part=part,
            whole=whole,
            less=100 if name in self._growths else 0,
        )
