"""What was sold period by period, and what comes out of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from .periods import Frequency

HORIZON_MAX = 6


class Reason(StrEnum):
    """Why there is no number."""

    EMPTY = "empty"
    SHORT = "short"
    INTERMITTENT = "intermittent"
    STOPPED = "stopped"
    UNPREDICTABLE = "unpredictable"
    PARENT = "parent"  # the level above has no number


@dataclass(frozen=True, slots=True, kw_only=True)
class Series:
    """The sales of one subject, one value for each period without gaps.

    :ivar is_rest: what is left of a subject when its predictable parts are taken away; it gets a
        number whatever it looks like, so that the parts add up
    """

    key: str
    frequency: Frequency
    first: date
    values: tuple[float, ...]
    is_rest: bool = False

    def __post_init__(self) -> None:
        assert self.first == self.frequency.start_of(self.first), "a period begins on its first day"

    @classmethod
    def from_periods(
        cls,
        key: str,
        frequency: Frequency,
        sold: Mapping[date, float],
        *,
        until: date,
        is_rest: bool = False,
    ) -> "Series":
        """Return the series from the first period with a sale to the one before `until`.

        >>> sold = {date(2026, 1, 1): 5.0, date(2026, 3, 1): 7.0, date(2026, 4, 1): 1.0}
        >>> Series.from_periods("total", Frequency.MONTH, sold, until=date(2026, 4, 1)).values
        (5.0, 0.0, 7.0)
        """
        first = min((day for day, value in sold.items() if value and day < until), default=until)
        count = frequency.distance(first, until)
        days = (frequency.shift(first, number) for number in range(count))
        values = tuple(float(sold.get(day, 0.0)) for day in days)
        return cls(key=key, frequency=frequency, first=first, values=values, is_rest=is_rest)

    @property
    def until(self) -> date:
        """Return the first day after the history: that of the first period to forecast."""
        return self.frequency.shift(self.first, len(self.values))

    def starts(self, after: int = 0) -> list[date]:
        """Return the first days of all periods, and of some after them."""
        return [
            self.frequency.shift(self.first, number) for number in range(len(self.values) + after)
        ]


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """What is expected of one coming period.

    :ivar accuracy: 100 % less the error of the last backtest in percent of the sales (wMAPE)
    :ivar variance: mean squared error of the backtest: how little the number is trusted when
        parts and whole disagree
    :ivar error, naive_error, sales: sums of the backtest, to weigh accuracies of many series
    """

    horizon: int
    value: float
    low: float
    high: float
    accuracy: float
    naive_accuracy: float
    variance: float
    error: float = 0.0
    naive_error: float = 0.0
    sales: float = 0.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """The forecast of one series: steps, or the reason why there are none.

    :ivar last_expected: what was expected of the last period of the history one period before
    :ivar last_low: what it was expected to reach at least
    """

    key: str
    method: str = ""
    steps: tuple[Step, ...] = ()
    reason: Reason | None = None
    last_expected: float = 0.0
    last_low: float = 0.0
