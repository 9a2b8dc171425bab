from unittest import skipUnless

from odoo.tests import tagged

from ..forecast_engine import is_available
from .forecast_common import ForecastCommon


@tagged("post_install", "-at_install")
@skipUnless(is_available(), "requirements-forecast.txt is not installed")
class TestForecastLibrary(ForecastCommon):
    """One run by the library itself, in processes of its own."""

    def test_run_is_accurate_and_the_same_each_time(self):
        found = []
        for _turn in range(2):
            run = self.runs.create({"horizon": 2})
            run.action_run()
            self._run_scheduler()
            self.assertEqual(run.state, "done", run.error)
            self.assertGreater(run.accuracy_percent, 80)
            self.assertGreaterEqual(run.accuracy_percent, run.naive_accuracy_percent)
            rows = self.forecasts.search([("run_id", "=", run.id)], order="id")
            found.append(
                rows.mapped(lambda row: (row.series_key, row.measure, row.value, row.method))
            )
        self.assertEqual(found[0], found[1])
        total = self._find(run, "total")
        self.assertIn("AutoETS", total.method)
        self.assertGreater(total.accuracy_percent, 80)
