"""The periods that are settled: per frequency they tile the calendar, without gap or overlap."""

from calendar import monthrange
from datetime import date, timedelta

FREQUENCIES = ("weekly", "half_monthly", "monthly", "quarterly")
MIDDLE_OF_MONTH = 15
ONE_DAY = timedelta(days=1)


def find_period(frequency: str, day: date, cutoff_day: int = 0) -> tuple[date, date]:
    """Return the first and the last day of the period that `day` falls into.

    :param cutoff_day: last day of a monthly period; 0 and 31: the calendar month. In a month that
        is too short the period ends with the month.

    >>> find_period("weekly", date(2026, 1, 1))
    (datetime.date(2025, 12, 29), datetime.date(2026, 1, 4))
    >>> find_period("half_monthly", date(2026, 2, 20))
    (datetime.date(2026, 2, 16), datetime.date(2026, 2, 28))
    >>> find_period("monthly", date(2026, 1, 26), cutoff_day=25)
    (datetime.date(2026, 1, 26), datetime.date(2026, 2, 25))
    >>> find_period("quarterly", date(2026, 5, 1))
    (datetime.date(2026, 4, 1), datetime.date(2026, 6, 30))
    """
    if frequency == "weekly":
        monday = day - timedelta(days=day.weekday())
        return monday, monday + timedelta(days=6)
    if frequency == "half_monthly":
        if day.day <= MIDDLE_OF_MONTH:
            return day.replace(day=1), day.replace(day=MIDDLE_OF_MONTH)
        return day.replace(day=MIDDLE_OF_MONTH + 1), _end_of_month(day.year, day.month)
    if frequency == "quarterly":
        first_month = day.month - (day.month - 1) % 3
        return date(day.year, first_month, 1), _end_of_month(day.year, first_month + 2)
    assert frequency == "monthly", f"unknown frequency {frequency}"
    return _find_month(day, cutoff_day)


def name_period(frequency: str, first: date, last: date) -> str:
    """Return a short name that sorts like the periods and that no other period of it has.

    >>> name_period("weekly", date(2025, 12, 29), date(2026, 1, 4))
    '2026-W01'
    >>> name_period("half_monthly", date(2026, 2, 16), date(2026, 2, 28))
    '2026-02-B'
    >>> name_period("monthly", date(2026, 1, 26), date(2026, 2, 25))
    '2026-02'
    >>> name_period("quarterly", date(2026, 4, 1), date(2026, 6, 30))
    '2026-Q2'
    """
    if frequency == "weekly":
        year, week, _weekday = first.isocalendar()
        return f"{year}-W{week:02}"
    if frequency == "half_monthly":
        return f"{first:%Y-%m}-{'A' if first.day == 1 else 'B'}"
    if frequency == "quarterly":
        return f"{first.year}-Q{(first.month + 2) // 3}"
    return f"{last:%Y-%m}"


def _find_month(day: date, cutoff_day: int) -> tuple[date, date]:
    year, month = day.year, day.month
    if day > _cut_off(year, month, cutoff_day):
        year, month = (year, month + 1) if month < 12 else (year + 1, 1)
    before = (year, month - 1) if month > 1 else (year - 1, 12)
    return _cut_off(*before, cutoff_day) + ONE_DAY, _cut_off(year, month, cutoff_day)


def _cut_off(year: int, month: int, cutoff_day: int) -> date:
    end = _end_of_month(year, month)
    return end.replace(day=min(cutoff_day or 31, end.day))


def _end_of_month(year: int, month: int) -> date:
    return date(year, month, monthrange(year, month)[1])
