"""The calendar: which week, month, quarter or year a day belongs to."""

from dataclasses import dataclass
from datetime import date, timedelta

MONTHS = {"month": 1, "quarter": 3, "year": 12}


@dataclass(frozen=True, slots=True, order=True)
class Period:
    """A calendar period; its last day belongs to it."""

    date_from: date
    date_to: date


def period_of(unit: str, day: date) -> Period:
    """Return the calendar period of a day; weeks are those of ISO 8601, from Monday to Sunday."""
    if unit == "week":
        monday = day - timedelta(days=day.weekday())
        return Period(monday, monday + timedelta(days=6))
    length = MONTHS[unit]
    first = (day.month - 1) // length * length
    next_year, next_month = divmod(first + length, 12)
    end = date(day.year + next_year, next_month + 1, 1)
    return Period(date(day.year, first + 1, 1), end - timedelta(days=1))
