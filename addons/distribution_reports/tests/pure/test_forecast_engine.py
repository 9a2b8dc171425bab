import doctest
import sys
from unittest import TestCase, skipUnless

from ...forecast_engine import Frequency, Reason, forecast_all, is_available
from ...forecast_engine.candidates import SANE_MULTIPLE
from .forecast_world import make_series, make_values


@skipUnless(is_available(), "requirements-forecast.txt is not installed")
class TestForecastEngine(TestCase):
    """By the library itself, in processes of its own as in a run."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        usual = [
            make_series(make_values(count, level=100.0 * seed, seed=seed), key=f"usual:{seed}")
            for seed, count in enumerate((9, 14, 26, 30, 37, 48, 60, 72), start=1)
        ]
        explosive = [1.5**number for number in range(36)]
        weeks = make_values(130, season=52)
        cls.series = [
            *usual,
            make_series(explosive, key="explosive"),
            make_series([5.0] * 30, key="flat"),
            make_series([*([-3.0, 40.0] * 12), -2.0, 30.0], key="returns"),
            make_series([7, 0, 0, 9] * 9, key="rare"),
            make_series([3, 4], key="short"),
            make_series(weeks, key="weeks", frequency=Frequency.WEEK),
        ]
        cls.found = forecast_all(cls.series, 6)

    def test_each_usual_series_has_six_steps_better_than_last_year(self):
        for series in self.series:
            if series.key.startswith("usual") or series.key == "weeks":
                outcome = self.found[series.key]
                with self.subTest(series.key):
                    self.assertEqual([step.horizon for step in outcome.steps], [1, 2, 3, 4, 5, 6])
                    self.assertGreater(outcome.steps[0].accuracy, 70)
                    if len(series.values) >= 36:
                        self.assertGreater(outcome.steps[0].accuracy, 85)
                        self.assertGreaterEqual(
                            outcome.steps[0].accuracy, outcome.steps[0].naive_accuracy
                        )

    def test_short_and_rare_series_have_no_number(self):
        self.assertEqual(self.found["short"].reason, Reason.SHORT)
        self.assertEqual(self.found["rare"].reason, Reason.INTERMITTENT)
        self.assertFalse(self.found["rare"].steps)

    def test_interval_holds_the_value_and_nothing_is_negative(self):
        for outcome in self.found.values():
            for step in outcome.steps:
                with self.subTest(outcome.key, horizon=step.horizon):
                    self.assertLessEqual(step.low, step.value)
                    self.assertLessEqual(step.value, step.high)
                    if outcome.key != "returns":
                        self.assertGreaterEqual(step.low, 0.0)

    def test_no_value_leaves_a_sane_range(self):
        for series in self.series:
            highest = SANE_MULTIPLE * max(series.values)
            for step in self.found[series.key].steps:
                self.assertLessEqual(step.value, highest + 1e-9)

    def test_flat_series_stays_flat(self):
        for step in self.found["flat"].steps:
            self.assertAlmostEqual(step.value, 5.0, 6)
            self.assertAlmostEqual(step.accuracy, 100.0, 6)

    def test_outcome_is_the_same_whatever_the_number_and_order(self):
        again = forecast_all(list(reversed(self.series)), 6, processes=1)
        self.assertEqual(again, self.found)

    def test_examples(self):
        from ...forecast_engine import backtest, candidates, festival

        for module in (backtest, candidates, festival):
            with self.subTest(module.__name__):
                self.assertEqual(doctest.testmod(module).failed, 0)

    def test_server_has_not_loaded_the_library(self):
        from ...forecast_engine import pool

        self.assertNotIn("statsforecast", pool.__dict__)
        self.assertTrue(sys.executable)
