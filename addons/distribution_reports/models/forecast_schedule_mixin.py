from datetime import timedelta

from odoo import api, fields, models

from .. import forecast_engine
from ..forecast_engine import Frequency
from ..queries import forecast_actuals


class DistributionForecastScheduleMixin(models.AbstractModel):
    """When runs are made, when they are compared with what happened, when they are forgotten."""

    _name = "distribution.forecast.schedule.mixin"
    _description = "Schedule of Forecast Runs"

    # === BUSINESS METHODS === #

    @api.model
    def _cron_run(self):
        """Work on the runs that wait, and on those that were broken off."""
        waiting = self.search([("state", "=", "running")], order="id")
        self.env["ir.cron"]._commit_progress(remaining=len(waiting))
        for run in waiting:
            if run.try_lock_for_update():
                run._run()
            self.env["ir.cron"]._commit_progress(1)

    @api.model
    def _cron_make_due(self):
        """Make the runs of the month and of the week that has begun; compare; forget."""
        self._fill_actuals()
        self._forget_old()
        if forecast_engine.is_available():
            self._make_due()

    # === HELPERS === #

    def _make_due(self):
        """Start a run for each company and period length that has none since the period began."""
        due = []
        for company in self._find_selling_companies():
            today = company._get_distribution_today()
            for frequency in Frequency:
                wanted = {"company_id": company.id, "period": frequency.value}
                made = [(name, "=", value) for name, value in wanted.items()]
                made.append(("date_first", "=", frequency.start_of(today)))
                if not self.search_count(made, limit=1):
                    due.append(wanted)
        if due:
            self.create(due)._start()

    def _start(self):
        """Have the scheduler work on the runs."""
        for run in self:
            today = run.company_id._get_distribution_today()
            run._write_state(
                "running",
                date_first=Frequency(run.period).start_of(today),
                started_at=fields.Datetime.now(),
                series_total=0,
                series_done=0,
                error=False,
            )
        self._trigger()

    def _find_selling_companies(self):
        """Return the companies whose members bought something in the last half year."""
        since = fields.Date.today() - timedelta(days=183)
        groups = self.env["distribution.sales.report"]._read_group(
            [("date", ">=", since)], ["company_id"]
        )
        return self.env["res.company"].union(*(company for (company,) in groups))

    def _fill_actuals(self):
        """Write beside each forecast of a period that is over what was sold in it."""
        forecasts = self.env["distribution.forecast"]
        waiting = forecasts._read_group(
            [("state", "=", "forecast"), ("has_actual", "=", False)],
            ["company_id", "period", "date:day"],
        )
        self.env.flush_all()
        for company, period, start in waiting:
            frequency = Frequency(period)
            if frequency.shift(start, 1) <= company._get_distribution_today():
                amounts, quantities = self._read_period(company, frequency, start)
                for measure, sold in (("amount", amounts), ("quantity", quantities)):
                    scope = forecast_actuals.Scope(company.id, period, start, measure)
                    self.env.cr.execute(forecast_actuals.fill(scope, sold))
        forecasts.invalidate_model()

    def _forget_old(self):
        """Delete runs that nobody compares with any more."""
        for company in self.env["res.company"].search([("distribution_forecast_days", ">", 0)]):
            age = timedelta(days=company.distribution_forecast_days)
            self.search(
                [
                    ("company_id", "=", company.id),
                    ("is_current", "=", False),
                    ("state", "in", ("done", "failed")),
                    ("create_date", "<", fields.Datetime.now() - age),
                ]
            ).unlink()
