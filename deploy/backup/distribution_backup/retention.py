"""Which backups stay: the last of each of the last days, weeks and months that have one."""

from collections.abc import Callable, Iterable
from datetime import datetime


def kept(moments: Iterable[datetime], *, daily: int, weekly: int, monthly: int) -> set[datetime]:
    """Return the moments of the backups that stay; the last one always does.

    >>> from datetime import timezone
    >>> days = [datetime(2026, 11, day, tzinfo=timezone.utc) for day in range(1, 31)]
    >>> sorted(each.day for each in kept(days, daily=3, weekly=2, monthly=1))
    [28, 29, 30]
    """
    newest_first = sorted(moments, reverse=True)
    return (
        _last_of_each(newest_first, lambda moment: moment.date(), daily)
        | _last_of_each(newest_first, lambda moment: moment.isocalendar()[:2], weekly)
        | _last_of_each(newest_first, lambda moment: (moment.year, moment.month), monthly)
    )


def _last_of_each(
    newest_first: list[datetime], span: Callable[[datetime], object], count: int
) -> set[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(span(moment), moment)
    return set(list(found.values())[:count])
