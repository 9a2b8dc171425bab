"""Chinese New Year: between 21 January and 20 February, so that months and weeks of two years are
not alike. Its effect is taken out of a history that shows one, and put back into the forecast.

The effect is a regression of the logarithm of the change from year to year on how much of the
weeks before and after the festival lies in a period (least squares). It is used only when years
that were left out of the estimation are told better with it than without.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

import numpy as np

from .candidates import Walk
from .periods import Frequency
from .series import Series

# Days from New Year's Day that sell differently: from, up to.
WINDOWS = {
    Frequency.MONTH: ((-21, -1), (0, 14)),  # stocking up; closed
    Frequency.WEEK: ((-21, -7), (-7, 0), (0, 7), (7, 14)),
}
YEARS_MIN = 2
# The error of the left out years must fall by this share.
GAIN_MIN = 0.15
RIDGE = 0.02
FACTOR_RANGE = (0.2, 5.0)


@dataclass(frozen=True, slots=True)
class Effect:
    """Factors by which sales were, and will be, different; all 1 when there is no effect."""

    factors: np.ndarray  # one per period of the history, then one per period to come
    horizon: int
    is_used: bool = False

    @property
    def past(self) -> np.ndarray:
        return self.factors[: len(self.factors) - self.horizon]

    def over(self, walk: Walk) -> np.ndarray:
        """Return the factor of each step after each origin, and after the end."""
        ends = (*walk.origins, len(self.factors) - self.horizon)
        return np.array([self.factors[end : end + walk.horizon] for end in ends])


@cache
def new_year(year: int) -> date:
    """Return the day of Chinese New Year.

    >>> new_year(2026), new_year(2027)
    (datetime.date(2026, 2, 17), datetime.date(2027, 2, 6))
    """
    import holidays

    days = holidays.country_holidays("CN", years=year, language="en_US")
    named = "Chinese New Year (Spring Festival)"
    return min(day for day, name in days.items() if day.year == year and name.startswith(named))


def find_effect(series: Series, horizon: int) -> Effect:
    """Return the effect of the festival on a series, when it has one that can be told."""
    history = np.asarray(series.values, dtype=np.float64)
    season = series.frequency.season
    none = Effect(np.ones(len(history) + horizon), horizon)
    if len(history) < (YEARS_MIN + 1) * season or min(history[-season:]) <= 0:
        return none
    starts = series.starts(after=horizon)
    traits = _describe(series.frequency, starts)
    years = np.array([start.year for start in starts])
    changes = _Changes.of(history, traits, years, season)
    told = changes.is_told & changes.has_festival
    left_out = sorted(set(changes.years[told].tolist()))
    if len(left_out) < YEARS_MIN or changes.gain(left_out) < GAIN_MIN:
        return none
    _growth, effect = changes.fit()
    factors = np.exp(np.clip(traits @ effect, *np.log(FACTOR_RANGE)))
    for year in left_out:  # what a year did may not explain itself in the backtest
        rows = years[: len(history)] == year
        _growth, effect = changes.fit(without=year)
        factors[: len(history)][rows] = np.exp(
            np.clip(traits[: len(history)][rows] @ effect, *np.log(FACTOR_RANGE))
        )
    return Effect(factors, horizon, is_used=True)


@dataclass(frozen=True, slots=True)
class _Changes:
    """From the same period a year ago: what was sold then and now, and how the festival moved."""

    before: np.ndarray
    after: np.ndarray
    traits: np.ndarray
    years: np.ndarray

    @classmethod
    def of(
        cls, history: np.ndarray, traits: np.ndarray, years: np.ndarray, season: int
    ) -> "_Changes":
        count = len(history)
        return cls(
            before=history[:-season],
            after=history[season:],
            traits=traits[season:count] - traits[: count - season],
            years=years[season:count],
        )

    @property
    def is_told(self) -> np.ndarray:
        return (self.before > 0) & (self.after > 0)

    @property
    def has_festival(self) -> np.ndarray:
        return np.any(np.abs(self.traits) > 0.05, axis=1)

    def fit(self, without: int | None = None) -> tuple[float, np.ndarray]:
        """Return growth and effects (logarithms) from all years but one."""
        rows = self.is_told & (self.years != without)
        changed = np.log(self.after[rows] / self.before[rows])
        matrix = np.column_stack([np.ones(rows.sum()), self.traits[rows]])
        penalty = RIDGE * np.eye(matrix.shape[1])
        penalty[0, 0] = 1e-9
        solution = np.linalg.solve(matrix.T @ matrix + penalty, matrix.T @ changed)
        return float(solution[0]), solution[1:]

    def gain(self, left_out: Sequence[int]) -> float:
        """Return the share of the error that the effect takes away in years it does not know."""
        without_effect = with_effect = 0.0
        for year in left_out:
            rows = self.is_told & self.has_festival & (self.years == year)
            growth, effect = self.fit(without=year)
            plain = self.before[rows] * np.exp(growth)
            told = plain * np.exp(np.clip(self.traits[rows] @ effect, *np.log(FACTOR_RANGE)))
            without_effect += float(np.abs(plain - self.after[rows]).sum())
            with_effect += float(np.abs(told - self.after[rows]).sum())
        return 1.0 - with_effect / without_effect if without_effect else 0.0


def _describe(frequency: Frequency, starts: Sequence[date]) -> np.ndarray:
    """Return for each period which share of each window lies in it.

    >>> _describe(Frequency.MONTH, [date(2025, 1, 1), date(2025, 2, 1)]).round(2).tolist()
    [[1.0, 0.21], [0.0, 0.79]]
    """
    windows = WINDOWS[frequency]
    shares = np.zeros((len(starts), len(windows)))
    for row, start in enumerate(starts):
        end = frequency.shift(start, 1)
        if start.month > 3 and start.month < 12:
            continue
        festival = new_year(end.year)
        for column, (first, last) in enumerate(windows):
            opens, closes = festival + timedelta(first), festival + timedelta(last)
            days = (min(end, closes) - max(start, opens)).days
            shares[row, column] = max(days, 0) / (last - first)
    return shares
