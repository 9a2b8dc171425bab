"""Days of the story, counted back from today. Pure: today is an argument."""

from datetime import date

MONTHS_OF_ORDERS = 12


def first_of_month(today: date, months_ago: int) -> date:
    """Return the first day of a month before (or, below 0, after) the present one.

    >>> first_of_month(date(2026, 2, 14), 3), first_of_month(date(2026, 11, 2), -2)
    (datetime.date(2025, 11, 1), datetime.date(2027, 1, 1))
    """
    months = today.year * 12 + today.month - 1 - months_ago
    return date(months // 12, months % 12 + 1, 1)


def day_of_month(today: date, months_ago: int, day: int) -> date:
    """Return a day of a month before the present one; at most the 28th, which every month has."""
    assert 1 <= day <= 28, "only days that every month has"
    return first_of_month(today, months_ago).replace(day=day)


def first_day_of_orders(today: date) -> date:
    """Return the day from which orders are told."""
    return first_of_month(today, MONTHS_OF_ORDERS)
