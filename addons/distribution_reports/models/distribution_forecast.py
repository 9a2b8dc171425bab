from odoo import api, fields, models
from odoo.tools import format_date

from ..forecast_engine import Frequency

SUBJECTS = [
    ("total", "Total"),
    ("region", "Region"),
    ("member", "Member"),
    ("category", "Product Category"),
    ("product", "Product"),
    ("rest", "Rest"),
]
# Which field of a row holds what its series is about.
SUBJECT_FIELDS = {
    "region": "region_id",
    "member": "member_id",
    "category": "categ_id",
    "product": "product_id",
}


class DistributionForecast(models.Model):
    """What is expected of one subject in one coming period, and how far that can be trusted."""

    _name = "distribution.forecast"
    _description = "Forecast"
    _inherit = ["distribution.forecast.chart.mixin"]
    _order = "date, subject_sequence, value desc, id"

    run_id = fields.Many2one(
        "distribution.forecast.run", required=True, index=True, ondelete="cascade", readonly=True
    )
    is_current = fields.Boolean(
        "Current", related="run_id.is_current", help="Of the last run of its period length."
    )
    company_id = fields.Many2one("res.company", required=True, index=True, readonly=True)
    currency_id = fields.Many2one("res.currency", required=True, readonly=True)

    # === what about === #
    series_key = fields.Char(
        required=True,
        readonly=True,
        help="The same in all runs: total, region:5, member:7, category:3, product:9,"
        " rest:region:5.",
    )
    subject = fields.Selection(
        SUBJECTS,
        required=True,
        readonly=True,
        help="Rest: the parts of a level that have too little data for a number of their own,"
        " together. With it, the parts add up to the whole.",
    )
    subject_sequence = fields.Integer(readonly=True)
    subject_name = fields.Char("Series", compute="_compute_subject_name")
    member_id = fields.Many2one("distribution.member", index="btree_not_null", readonly=True)
    region_id = fields.Many2one("distribution.region", index="btree_not_null", readonly=True)
    categ_id = fields.Many2one(
        "product.category", "Product Category", index="btree_not_null", readonly=True
    )
    product_id = fields.Many2one("product.product", index="btree_not_null", readonly=True)
    period = fields.Selection(
        [("month", "Monthly"), ("week", "Weekly")],
        "Period Length",
        required=True,
        readonly=True,
    )
    measure = fields.Selection(
        [("amount", "Untaxed Amount"), ("quantity", "Quantity")], required=True, readonly=True
    )

    # === when === #
    horizon = fields.Integer(
        "Periods Ahead", readonly=True, help="1: the period that was running on the day of the run."
    )
    date = fields.Date("Period", required=True, readonly=True, help="First day of the period.")

    # === what === #
    state = fields.Selection(
        [("forecast", "Forecast"), ("insufficient", "Not Enough Data")],
        required=True,
        readonly=True,
    )
    reason = fields.Selection(
        [
            ("empty", "Nothing was sold"),
            ("short", "The history is too short"),
            ("intermittent", "Sales come too irregularly"),
            ("stopped", "Sales have stopped"),
            ("unpredictable", "Past forecasts would have missed by more than was sold"),
            ("parent", "The level above has no forecast"),
        ],
        "Why Not Enough Data",
        readonly=True,
    )
    value = fields.Float(
        "Forecast",
        readonly=True,
        digits=(16, 2),
        help="Net of returns; untaxed, in the company's currency, or in the product's unit.",
    )
    value_low = fields.Float("At Least", readonly=True, digits=(16, 2), aggregator=None)
    value_high = fields.Float(
        "At Most",
        readonly=True,
        digits=(16, 2),
        aggregator=None,
        help="80 % of the forecasts of the last backtest were within this distance.",
    )
    method = fields.Char(
        readonly=True,
        help="The models that were averaged and what each counts, by their errors in the backtest."
        " Numbers in brackets: so many periods ahead last year's values were nearer, and are taken"
        " as they are.",
    )
    accuracy_percent = fields.Float(
        "Accuracy (%)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="100 % less the absolute errors in percent of the sales (wMAPE) so many periods ahead,"
        " over the last backtest.",
    )
    naive_accuracy_percent = fields.Float(
        "Accuracy of Last Year's Values (%)",
        readonly=True,
        digits=(16, 1),
        aggregator="avg",
        help="The same for the seasonal naive forecast: as in the same period a year ago.",
    )

    # === what came of it === #
    has_actual = fields.Boolean("Period Is Over", readonly=True)
    actual_value = fields.Float(
        "Actual", readonly=True, digits=(16, 2), help="What was sold when the period was over."
    )
    actual_error = fields.Float(
        "Absolute Error", readonly=True, digits=(16, 2), help="Between forecast and actual."
    )

    _series_unique = models.UniqueIndex("(run_id, series_key, measure, horizon)")
    _open_index = models.Index("(company_id, period, date) WHERE has_actual IS NOT TRUE")

    # === COMPUTE METHODS === #

    @api.depends("subject", "series_key")
    @api.depends_context("lang")
    def _compute_subject_name(self):
        for row in self:
            row.subject_name = row._name_subject()

    @api.depends("subject_name", "date")
    @api.depends_context("lang")
    def _compute_display_name(self):
        for row in self:
            row.display_name = f"{row.subject_name} · {format_date(self.env, row.date)}"

    # === ACTION METHODS === #

    def action_open_sales(self):
        """Open the sales that the forecast was made from."""
        self.ensure_one()
        action = self.env["ir.actions.actions"]._for_xml_id(
            "distribution_reports.distribution_sales_report_action"
        )
        return {
            **action,
            "name": self._name_subject(),
            "domain": [*self._get_sales_domain(), ("date", "<", self.run_id.date_first)],
            "context": {},
        }

    # === HELPERS === #

    @api.model
    def _prepare_rows(self, run, until, measure, outcome):
        """Return the values of the rows of one outcome: one per period ahead."""
        key = outcome.key.partition("/")[0]
        shared = {
            "run_id": run.id,
            "company_id": run.company_id.id,
            "currency_id": run.company_id.currency_id.id,
            "series_key": key,
            "period": run.period,
            "measure": measure,
            **self._prepare_subject(key),
        }
        steps = {step.horizon: step for step in outcome.steps}
        return [
            {
                **shared,
                "horizon": horizon,
                "date": Frequency(run.period).shift(until, horizon - 1),
                **self._prepare_step(outcome, steps.get(horizon)),
            }
            for horizon in range(1, run.horizon + 1)
        ]

    def _prepare_subject(self, key):
        """Return what the key is about; a member and a product bring the level they belong to."""
        kinds = [kind for kind, _label in SUBJECTS]
        kind, _colon, where = key.partition(":")
        vals = {"subject": kind, "subject_sequence": kinds.index(kind)}
        if kind == "rest":
            kind, _colon, where = where.partition(":")
        if not where:  # the total, or what is left of it
            return vals
        vals[SUBJECT_FIELDS[kind]] = record_id = int(where)
        if kind == "member":
            vals["region_id"] = self.env["distribution.member"].browse(record_id).region_id.id
        elif kind == "product":
            vals["categ_id"] = self.env["product.product"].browse(record_id).categ_id.id
        return vals

    def _prepare_step(self, outcome, step):
        if step is None:
            return {"state": "insufficient", "reason": outcome.reason.value}
        return {
            "state": "forecast",
            "method": outcome.method,
            "value": step.value,
            "value_low": step.low,
            "value_high": step.high,
            "accuracy_percent": step.accuracy,
            "naive_accuracy_percent": step.naive_accuracy,
        }

    def _name_subject(self):
        """Return the subject as people call it."""
        self.ensure_one()
        label = dict(self._fields["subject"]._description_selection(self.env))[self.subject]
        if self.subject == "rest":
            place = self.region_id or self.categ_id
            return f"{place.display_name} ({label})" if place else label
        field = SUBJECT_FIELDS.get(self.subject)
        return self[field].display_name if field else label

    def _get_sales_domain(self):
        """Return which rows of the sales analysis the series is made of, as places are today."""
        self.ensure_one()
        company = ("company_id", "=", self.company_id.id)
        if self.subject == "member":
            return [company, ("member_id", "=", self.member_id.id)]
        if self.subject == "product":
            return [company, ("product_id", "=", self.product_id.id)]
        if self.region_id:
            return [company, ("member_id.region_id", "child_of", self.region_id.id)]
        if self.categ_id:
            return [company, ("categ_id", "child_of", self.categ_id.id)]
        return [company]
