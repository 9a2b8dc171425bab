"""Months and weeks: where they begin, and how to count them."""

from datetime import date, timedelta
from enum import StrEnum


class Frequency(StrEnum):
    """How long a period is. A week begins on Monday."""

    MONTH = "month"
    WEEK = "week"

    @property
    def season(self) -> int:
        """Return how many periods make a year."""
        return 12 if self is Frequency.MONTH else 52

    def start_of(self, day: date) -> date:
        """Return the first day of the period that the day is in.

        >>> Frequency.MONTH.start_of(date(2026, 2, 17)), Frequency.WEEK.start_of(date(2026, 2, 17))
        (datetime.date(2026, 2, 1), datetime.date(2026, 2, 16))
        """
        if self is Frequency.MONTH:
            return day.replace(day=1)
        return day - timedelta(days=day.weekday())

    def shift(self, start: date, count: int) -> date:
        """Return the first day of the period that comes some periods later.

        >>> Frequency.MONTH.shift(date(2026, 11, 1), 3)
        datetime.date(2027, 2, 1)
        """
        if self is Frequency.WEEK:
            return start + timedelta(weeks=count)
        months = start.year * 12 + start.month - 1 + count
        return date(months // 12, months % 12 + 1, 1)

    def distance(self, start: date, end: date) -> int:
        """Return how many periods lie between two first days.

        >>> Frequency.MONTH.distance(date(2026, 11, 1), date(2027, 2, 1))
        3
        """
        if self is Frequency.WEEK:
            return (end - start).days // 7
        return (end.year - start.year) * 12 + end.month - start.month
