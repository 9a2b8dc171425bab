import math
from datetime import date
from unittest import TestCase, skipUnless

from ...forecast_engine import Frequency, Series, forecast_all, is_available
from .forecast_world import make_values

COUNT = {Frequency.MONTH: 72, Frequency.WEEK: 260}
AHEAD = 6
# What is sold in the weeks around the festival, as logarithms per window.
EFFECTS = {Frequency.MONTH: (0.4, -0.7), Frequency.WEEK: (0.4, 0.4, -1.6, -0.4)}


@skipUnless(is_available(), "requirements-forecast.txt is not installed")
class TestForecastFestival(TestCase):
    def _make(self, frequency, strength):
        """Return a series that ends before a New Year, and what comes after it."""
        from ...forecast_engine.festival import _describe

        last = frequency.start_of(date(2025, 1, 1))
        first = frequency.shift(last, -COUNT[frequency])
        starts = [frequency.shift(first, number) for number in range(COUNT[frequency] + AHEAD)]
        plain = make_values(len(starts), season=frequency.season, swing=0.1)
        values = [
            value * math.exp(strength * sum(share * effect for share, effect in pairs))
            for value, pairs in (
                (value, list(zip(shares, EFFECTS[frequency], strict=True)))
                for value, shares in zip(plain, _describe(frequency, starts), strict=True)
            )
        ]
        history, coming = tuple(values[:-AHEAD]), values[-AHEAD:]
        key = f"{frequency}:{strength}"
        return Series(key=key, frequency=frequency, first=first, values=history), coming

    def test_day_moves_from_year_to_year(self):
        from ...forecast_engine.festival import new_year

        found = [new_year(year) for year in (1990, 2012, 2020, 2024, 2027, 2035)]
        self.assertEqual(
            [str(day)[5:] for day in found],
            ["01-27", "01-23", "01-25", "02-10", "02-06", "02-08"],
        )

    def test_effect_is_used_where_there_is_one_only(self):
        from ...forecast_engine.festival import find_effect

        for frequency in Frequency:
            for strength in (0.0, 1.0):
                series, _coming = self._make(frequency, strength)
                with self.subTest(frequency, strength=strength):
                    self.assertEqual(find_effect(series, AHEAD).is_used, bool(strength))

    def test_forecast_knows_when_the_festival_is(self):
        made = [self._make(frequency, 1.0) for frequency in Frequency]
        found = forecast_all([series for series, _coming in made], AHEAD)
        for series, coming in made:
            outcome = found[series.key]
            self.assertIn("CNY", outcome.method)
            pairs = list(zip(outcome.steps, coming, strict=True))
            error = sum(abs(step.value - value) for step, value in pairs) / sum(coming)
            with self.subTest(series.key):
                self.assertLess(error, 0.10)
