"""Which histories a number can honestly be made from."""

from collections.abc import Sequence

from .periods import Frequency
from .series import Reason, Series

# Fewer periods than these say nothing: there would be nothing left to test the forecast with.
SHORTEST = {Frequency.MONTH: 8, Frequency.WEEK: 12}
# So many last periods without a sale mean that it has ended.
STOPPED_AFTER = {Frequency.MONTH: 3, Frequency.WEEK: 8}
# The periods that tell how regular the sales are.
LOOKED_AT = {Frequency.MONTH: 24, Frequency.WEEK: 52}
# Mean number of periods from sale to sale. Syntetos, Boylan and Croston (2005), "On the
# categorization of demand patterns": from here on demand is intermittent.
INTERVAL_MAX = 1.32


def find_reason(series: Series) -> Reason | None:
    """Return why there can be no number for the series, None when there can.

    >>> from datetime import date
    >>> def find(*values):
    ...     return find_reason(
    ...         Series(key="k", frequency=Frequency.MONTH, first=date(2026, 1, 1), values=values)
    ...     )
    >>> find(1, 2, 3).name, find(*[5, 0, 0] * 8, 5).name, find(*[5] * 9, 0, 0, 0).name
    ('SHORT', 'INTERMITTENT', 'STOPPED')
    >>> find(*range(100, 112))
    """
    values = series.values
    if not any(values):
        return Reason.EMPTY
    if len(values) < SHORTEST[series.frequency]:
        return Reason.SHORT
    recent = values[-LOOKED_AT[series.frequency] :]
    if not any(value > 0 for value in recent[-STOPPED_AFTER[series.frequency] :]):
        return Reason.STOPPED
    if sum(recent) <= 0:
        return Reason.UNPREDICTABLE
    return Reason.INTERMITTENT if mean_interval(recent) > INTERVAL_MAX else None


def mean_interval(values: Sequence[float]) -> float:
    """Return the mean number of periods from one with sales to the next.

    >>> mean_interval([4, 0, 2, 0])
    2.0
    """
    sold = sum(value > 0 for value in values)
    return len(values) / sold if sold else float("inf")
