import logging
import time

from odoo import models
from odoo.exceptions import UserError
from psycopg2 import OperationalError

from ..forecast_engine import Frequency, MissingLibraryError, Pool, forecast_channel

_logger = logging.getLogger(__name__)

SECONDS_BETWEEN_NEWS = 1.0
ROWS_AT_ONCE = 2000


class DistributionForecastMakingMixin(models.AbstractModel):
    """How a run is made: read, forecast in processes beside the server, write all at once.

    Nothing is written before the end but the progress, so a run that is broken off by a killed
    server begins anew, and comes to the same.
    """

    _name = "distribution.forecast.making.mixin"
    _description = "Steps of a Forecast Run"

    # === BUSINESS METHODS === #

    def _run(self):
        """Forecast, and say how it ended."""
        self.ensure_one()
        start = time.monotonic()
        try:
            values = self._forecast()
        except MissingLibraryError:
            return self._fail(self._tell_library())
        except UserError as error:
            return self._fail(str(error))
        except OperationalError:
            raise  # somebody else changed something at the same time: the scheduler tries again
        except Exception:  # whatever it is, the run must not stand there as running for ever
            _logger.exception("forecast run %s failed", self.id)
            return self._fail(
                self.env._("It failed by an error of the program. The server's log has more.")
            )
        self._write_state(
            "done",
            date=self.company_id._get_distribution_today(),
            seconds=time.monotonic() - start,
            error=False,
            **values,
        )
        return True

    # === HELPERS === #

    def _fail(self, message):
        """Leave nothing behind but the reason."""
        self.env.cr.rollback()
        self.env.invalidate_all(flush=False)
        self._write_state("failed", error=message)
        return False

    def _forecast(self):
        """Make and keep all forecasts; return the figures of the run."""
        frequency = Frequency(self.period)
        until = frequency.start_of(self.company_id._get_distribution_today())
        subjects, quantities = self._read_history(self.company_id, frequency, until)
        if not any(subject.series.values for subject in subjects):
            raise UserError(
                self.env._(
                    "There is nothing to forecast from: no member has bought anything in a period"
                    " that is over."
                )
            )
        self._write_progress(0, len(subjects) + len(quantities))
        with Pool() as pool:
            outcomes = forecast_channel(
                subjects,
                lambda series: self._follow(pool, series),
                digits=self.company_id.currency_id.decimal_places,
            )
            counted = {outcome.key: outcome for outcome in self._follow(pool, quantities)}
        self._keep_forecasts(until, outcomes, counted)
        self._keep_suggestions(until, subjects, outcomes, counted)
        self._make_current()
        return {"date_first": until, **self._weigh_accuracy(outcomes)}

    def _follow(self, pool, series):
        """Yield outcomes, and say from time to time how many there are."""
        done, told = self.series_done, time.monotonic()
        total = max(self.series_total, done + len(series))
        for handful in pool.forecast(series, self.horizon):
            yield from handful
            done += len(handful)
            if time.monotonic() - told > SECONDS_BETWEEN_NEWS:
                self._write_progress(done, total)
                told = time.monotonic()
        self._write_progress(done, total)

    def _write_progress(self, done, total):
        """Let everybody see how far it is."""
        self.write({"series_done": done, "series_total": total})
        self.env["ir.cron"]._commit_progress()

    def _keep_forecasts(self, until, outcomes, counted):
        """Replace the rows of the run."""
        rows = self.env["distribution.forecast"]
        rows.search([("run_id", "=", self.id)]).unlink()
        prepared = [
            vals
            for measure, found in (("amount", outcomes), ("quantity", counted))
            for _key, outcome in sorted(found.items())  # they came as the processes were ready
            for vals in rows._prepare_rows(self, until, measure, outcome)
        ]
        for start in range(0, len(prepared), ROWS_AT_ONCE):
            rows.create(prepared[start : start + ROWS_AT_ONCE])

    def _keep_suggestions(self, until, subjects, outcomes, counted):
        suggestions = self.env["distribution.forecast.suggestion"]
        suggestions.search([("run_id", "=", self.id)]).unlink()
        members = [subject for subject in subjects if subject.key.startswith("member:")]
        suggestions.create(
            suggestions._prepare_stock(self, counted)
            + suggestions._prepare_calls(self, until, members, outcomes)
        )

    def _make_current(self):
        same = [("company_id", "=", self.company_id.id), ("period", "=", self.period)]
        self.search([*same, ("is_current", "=", True)]).write({"is_current": False})
        self.env.flush_all()  # the index allows one at a time
        self.is_current = True

    def _weigh_accuracy(self, outcomes):
        """Return the accuracies of the next period, of all amounts weighed by their sales."""
        steps = [outcome.steps[0] for outcome in outcomes.values() if outcome.steps]
        sales = sum(step.sales for step in steps)
        if not sales:
            return {"accuracy_percent": 0.0, "naive_accuracy_percent": 0.0}
        error = sum(step.error for step in steps)
        naive_error = sum(step.naive_error for step in steps)
        return {
            "accuracy_percent": 100.0 * (1.0 - error / sales),
            "naive_accuracy_percent": 100.0 * (1.0 - naive_error / sales),
        }
