import doctest
from datetime import date, timedelta
from unittest import TestCase

from hypothesis import given
from hypothesis import strategies as some

from ...settlement_calendar import periods

ONE_DAY = timedelta(days=1)
DAYS = some.dates(date(1990, 1, 1), date(2090, 12, 31))
FREQUENCIES = some.sampled_from(periods.FREQUENCIES)
CUTOFFS = some.integers(0, 31)


class TestPeriods(TestCase):
    def test_examples(self):
        self.assertEqual(doctest.testmod(periods).failed, 0)

    @given(FREQUENCIES, DAYS, CUTOFFS)
    def test_each_day_lies_in_its_period_and_every_day_of_it_names_the_same(
        self, frequency, day, cutoff
    ):
        first, last = periods.find_period(frequency, day, cutoff)
        self.assertLessEqual(first, day)
        self.assertLessEqual(day, last)
        for other in range((last - first).days + 1):
            found = periods.find_period(frequency, first + timedelta(days=other), cutoff)
            self.assertEqual(found, (first, last))

    @given(FREQUENCIES, DAYS, CUTOFFS)
    def test_periods_tile_the_calendar(self, frequency, day, cutoff):
        first, last = periods.find_period(frequency, day, cutoff)
        self.assertEqual(periods.find_period(frequency, last + ONE_DAY, cutoff)[0], last + ONE_DAY)
        self.assertEqual(
            periods.find_period(frequency, first - ONE_DAY, cutoff)[1], first - ONE_DAY
        )

    @given(FREQUENCIES, DAYS, CUTOFFS)
    def test_a_later_period_has_a_later_name(self, frequency, day, cutoff):
        period = periods.find_period(frequency, day, cutoff)
        after = periods.find_period(frequency, period[1] + ONE_DAY, cutoff)
        self.assertLess(
            periods.name_period(frequency, *period), periods.name_period(frequency, *after)
        )

    def test_cutoff_is_brought_forward_in_short_months(self):
        for cutoff, day, expected in (
            (0, date(2026, 2, 10), (date(2026, 2, 1), date(2026, 2, 28))),
            (31, date(2026, 4, 30), (date(2026, 4, 1), date(2026, 4, 30))),
            (30, date(2026, 2, 10), (date(2026, 1, 31), date(2026, 2, 28))),
            (30, date(2026, 3, 1), (date(2026, 3, 1), date(2026, 3, 30))),
            (29, date(2028, 2, 29), (date(2028, 1, 30), date(2028, 2, 29))),
            (25, date(2026, 12, 26), (date(2026, 12, 26), date(2027, 1, 25))),
        ):
            with self.subTest(cutoff=cutoff, day=day):
                self.assertEqual(periods.find_period("monthly", day, cutoff), expected)
