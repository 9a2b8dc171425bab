from odoo import fields, models

from ..forecast_engine import Frequency

# Periods of history that a chart shows.
SHOWN = {Frequency.MONTH: 36, Frequency.WEEK: 78}


class DistributionForecastChartMixin(models.AbstractModel):
    """History, forecast and interval of one series, as the chart of its form shows them."""

    _name = "distribution.forecast.chart.mixin"
    _description = "Chart of a Forecast"

    chart = fields.Json(compute="_compute_chart")

    # === COMPUTE METHODS === #

    def _compute_chart(self):
        for row in self:
            row.chart = row._prepare_chart() if row.id and row.run_id.date_first else False

    # === HELPERS === #

    def _prepare_chart(self):
        """Return points in order of time: `{start, end, actual, value, low, high}`."""
        self.ensure_one()
        frequency = Frequency(self.period)
        until = self.run_id.date_first
        sold = self._read_sold(frequency, until)
        first = frequency.distance(min(sold, default=until), until)
        points = [
            self._prepare_point(frequency, start, actual=sold.get(start, 0.0))
            for start in (frequency.shift(until, -back) for back in range(first, 0, -1))
        ]
        steps = self.search(
            [
                ("run_id", "=", self.run_id.id),
                ("series_key", "=", self.series_key),
                ("measure", "=", self.measure),
                ("state", "=", "forecast"),
            ],
            order="horizon",
        )
        for step in steps:
            found = {"value": step.value, "low": step.value_low, "high": step.value_high}
            if step.has_actual:
                found["actual"] = step.actual_value
            points.append(self._prepare_point(frequency, step.date, **found))
        return {
            "points": points,
            "domain": self._get_sales_domain(),
            "measure": dict(self._fields["measure"]._description_selection(self.env))[self.measure],
            "title": self._name_subject(),
        }

    def _prepare_point(self, frequency, start, **values):
        end = frequency.shift(start, 1)
        label = start.strftime("%Y-%m" if frequency is Frequency.MONTH else "%Y-%m-%d")
        return {"label": label, "start": str(start), "end": str(end), **values}

    def _read_sold(self, frequency, until):
        """Return {first day: what was sold}, as far as the reader may see it."""
        if self.subject == "rest":
            return {}
        unit = "month" if frequency is Frequency.MONTH else "day"
        figure = "amount_net" if self.measure == "amount" else "quantity"
        rows = self.env["distribution.sales.report"]._read_group(
            [
                *self._get_sales_domain(),
                ("date", ">=", frequency.shift(until, -SHOWN[frequency])),
                ("date", "<", until),
            ],
            [f"date:{unit}"],
            [f"{figure}:sum"],
        )
        sold = {}
        for day, value in rows:
            start = frequency.start_of(day)
            sold[start] = sold.get(start, 0.0) + value
        return sold
