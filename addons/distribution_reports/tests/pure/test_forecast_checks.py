import doctest
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as some

from ...forecast_engine import Frequency, Reason, channel, checks, periods, series, worker
from ...forecast_engine.checks import find_reason
from . import forecast_world
from .forecast_world import make_series, make_values


class TestForecastChecks(TestCase):
    def test_examples(self):
        for module in (channel, checks, periods, series, worker, forecast_world):
            with self.subTest(module.__name__):
                self.assertEqual(doctest.testmod(module).failed, 0)

    def test_usual_series_gets_a_number(self):
        for frequency in Frequency:
            values = make_values(checks.SHORTEST[frequency])
            self.assertIsNone(find_reason(make_series(values, frequency=frequency)))

    def test_short_series_gets_none(self):
        for frequency in Frequency:
            values = make_values(checks.SHORTEST[frequency] - 1)
            found = find_reason(make_series(values, frequency=frequency))
            self.assertEqual(found, Reason.SHORT)

    @given(some.integers(8, 60), some.integers(2, 6), some.integers(1, 1000))
    def test_sales_now_and_then_get_none(self, count, every, amount):
        values = [amount if number % every == 0 else 0 for number in range(count)]
        found = find_reason(make_series(values))
        self.assertIn(found, (Reason.INTERMITTENT, Reason.STOPPED))

    def test_ended_sales_get_none(self):
        self.assertEqual(find_reason(make_series([*make_values(30), 0, 0, 0])), Reason.STOPPED)

    def test_more_returned_than_sold_gets_none(self):
        values = [-10, 1] * 12
        self.assertEqual(find_reason(make_series(values)), Reason.UNPREDICTABLE)

    @given(some.dates(), some.sampled_from(Frequency), some.integers(-200, 200))
    def test_shift_and_distance_agree(self, day, frequency, count):
        try:
            start = frequency.start_of(day)
            end = frequency.shift(start, count)
        except (OverflowError, ValueError):
            return  # before the first year or after the last
        self.assertEqual(frequency.distance(start, end), count)
        self.assertEqual(frequency.start_of(end), end)
