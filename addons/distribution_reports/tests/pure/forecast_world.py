"""Series for tests, made by a small rule: a trend, a season, and noise that is always the same."""

import math
from datetime import date

from ...forecast_engine import Frequency, Series

FIRST = {Frequency.MONTH: date(2020, 1, 1), Frequency.WEEK: date(2020, 1, 6)}


def make_values(count: int, *, level=1000.0, season=12, swing=0.3, noise=0.05, seed=1):
    """Return values of a usual retail series.

    >>> make_values(3, swing=0, noise=0, level=10.0)
    [10.0, 10.1, 10.2]
    """
    values, state = [], seed
    for number in range(count):
        state = (state * 1103515245 + 12345) % 2**31
        shake = 1.0 + noise * (2.0 * state / 2**31 - 1.0)
        wave = 1.0 + swing * math.sin(2 * math.pi * number / season)
        values.append(round(level * (1.0 + number / 100) * wave * shake, 2))
    return values


def make_series(values, *, key="total", frequency=Frequency.MONTH) -> Series:
    """Return a series that begins where the tests do."""
    return Series(
        key=key, frequency=frequency, first=FIRST[frequency], values=tuple(map(float, values))
    )
