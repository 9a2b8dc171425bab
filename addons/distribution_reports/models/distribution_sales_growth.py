from odoo import api, fields, models
from odoo.tools import SQL

from ..queries import sales_reports

# Ratio: the amount that it is compared with.
GROWTHS = {
    "growth_month": "amount_month_before",
    "growth_quarter": "amount_quarter_before",
    "growth_year": "amount_year_before",
}
PERCENT = (
    "In percent of what was sold before; empty when nothing was. A month that has not ended is"
    " compared with as many days of the earlier one."
)


class DistributionSalesGrowth(models.Model):
    """What was sold beside what was sold a month, a quarter and a year before."""

    _name = "distribution.sales.growth"
    _description = "Growth of Sales"
    _inherit = ["distribution.sales.goods.mixin"]
    _auto = False
    _rec_name = "order_id"
    _order = "date desc, id desc"

    date = fields.Date(
        readonly=True,
        help="The day on which the sale counts: its own, or a later one that it stands beside.",
    )
    order_date = fields.Date(readonly=True, help="The day of the order itself.")
    amount = fields.Monetary("Net Amount", readonly=True, help="Ordered, less what was returned.")
    amount_month_before = fields.Monetary("1 Month Before", readonly=True)
    amount_quarter_before = fields.Monetary("3 Months Before", readonly=True)
    amount_year_before = fields.Monetary("1 Year Before", readonly=True)
    growth_month = fields.Float(
        "Growth on Month (%)", readonly=True, aggregator="avg", help=PERCENT
    )
    growth_quarter = fields.Float(
        "Growth on Quarter (%)", readonly=True, aggregator="avg", help=PERCENT
    )
    growth_year = fields.Float("Growth on Year (%)", readonly=True, aggregator="avg", help=PERCENT)

    _depends = {"distribution.sales.report": ["date"]}

    @property
    def _table_query(self):
        return sales_reports.growth()

    @api.model
    def _read_group_select(self, aggregate_spec, query):
        """Override of `base`: the growth of sums, not an average of growths."""
        name, _, aggregator = aggregate_spec.partition(":")
        if name not in GROWTHS or aggregator != "avg":
            return super()._read_group_select(aggregate_spec, query)
        return SQL(
            "100.0 * (SUM(%(now)s) - SUM(%(before)s)) / NULLIF(ABS(SUM(%(before)s)), 0)",
            now=self._field_to_sql(self._table, "amount", query),
            before=self._field_to_sql(self._table, GROWTHS[name], query),
        )
