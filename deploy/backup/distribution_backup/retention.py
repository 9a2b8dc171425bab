"""Which backups stay: the last of each of seven days, of four weeks before, three months before."""

from collections.abc import Callable, Iterable
from datetime import datetime


def kept(moments: Iterable[datetime], *, daily: int, weekly: int, monthly: int) -> set[datetime]:
    """Return the moments of the backups that stay; the last one always does.

    >>> from datetime import timezone
    >>> days = [datetime(2026, 11, day, tzinfo=timezone.utc) for day in range(1, 31)]
    >>> sorted(each.day for each in kept(days, daily=3, weekly=2, monthly=1))
    [15, 22, 27, 28, 29, 30]
    """
    rest = sorted(moments, reverse=True)
    stay: set[datetime] = set()
    for span, count in (
        (lambda moment: moment.date(), daily),
        (lambda moment: moment.isocalendar()[:2], weekly),
        (lambda moment: (moment.year, moment.month), monthly),
    ):
        chosen = _last_of_each(rest, span, count)
        stay |= chosen
        if chosen:  # weeks begin before the days, months before the weeks
            earliest = min(chosen)
            rest = [each for each in rest if each < earliest and span(each) != span(earliest)]
    return stay


def _last_of_each(
    newest_first: list[datetime], span: Callable[[datetime], object], count: int
) -> set[datetime]:
    found: dict[object, datetime] = {}
    for moment in newest_first:
        found.setdefault(span(moment), moment)
    return set(list(found.values())[:count])
