"""The models of the library statsforecast, each walked over past origins of one series.

A model is estimated on what was known at the first origin and follows the sales from there on
(`forward`), so that a backtest costs little and knows nothing of its future; it is estimated
once more for the forecast itself.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from .periods import Frequency

# A year of weeks is too long a season for exponential smoothing to estimate.
ETS_SEASON_MAX = 24
# No forecast leaves the range of the last two years by more than this factor.
SANE_MULTIPLE = 2.0
# How much a year can be over or under the year before in the seasonal naive with growth.
GROWTH_RANGE = (0.5, 2.0)


class Candidate(StrEnum):
    """Names as shown beside a forecast."""

    NAIVE = "SeasonalNaive"
    NAIVE_GROWTH = "SeasonalNaive+growth"
    ETS = "AutoETS"
    THETA = "OptimizedTheta"
    CES = "AutoCES"
    SES = "SES"


@dataclass(frozen=True, slots=True)
class Walk:
    """Which histories are looked at: those that end before each origin, then the whole.

    :ivar season: 1 when the first history is too short for a yearly pattern
    """

    origins: tuple[int, ...]
    horizon: int
    frequency: Frequency

    @property
    def season(self) -> int:
        return self.frequency.season if self.origins[0] >= 2 * self.frequency.season else 1


def walk_candidates(values: Sequence[float], walk: Walk) -> dict[Candidate, np.ndarray]:
    """Return for each candidate a table: a row per origin and one for the end, a column per step.

    A candidate that fails on the series (too short, all equal) is left out; the naive never does.
    """
    history = np.asarray(values, dtype=np.float64)
    tables = {}
    for candidate, follow in _FOLLOWERS.items():
        try:
            table = follow(history, walk)
        except Exception:  # the library raises all kinds, plain ones too: "no model found"
            assert candidate is not Candidate.NAIVE, "the naive fits everything"
            continue
        if np.all(np.isfinite(table)):
            tables[candidate] = _clamp(history, walk, table)
    return tables


def seasonal_naive(history: np.ndarray, horizon: int, season: int) -> np.ndarray:
    """Return the last year's values; the last value when there is no year.

    >>> seasonal_naive(np.array([1.0, 2.0, 3.0]), 2, 3).tolist()
    [1.0, 2.0]
    """
    from statsforecast.models import SeasonalNaive

    if len(history) < season:
        season = 1
    return SeasonalNaive(season_length=season).fit(history).predict(horizon)["mean"]


def _clamp(history: np.ndarray, walk: Walk, table: np.ndarray) -> np.ndarray:
    """Keep every row within a sane multiple of what was known at its origin."""
    rows = []
    for end, row in zip((*walk.origins, len(history)), table, strict=True):
        known = history[max(0, end - 2 * walk.frequency.season) : end]
        low = min(0.0, SANE_MULTIPLE * known.min())
        rows.append(np.clip(row, low, SANE_MULTIPLE * max(known.max(), 0.0)))
    return np.array(rows)


# === ONE FUNCTION PER CANDIDATE === #


def _follow_naive(history: np.ndarray, walk: Walk) -> np.ndarray:
    season = walk.frequency.season
    return np.array(
        [
            seasonal_naive(history[:end], walk.horizon, season)
            for end in (*walk.origins, len(history))
        ]
    )


def _follow_naive_growth(history: np.ndarray, walk: Walk) -> np.ndarray:
    """The seasonal naive times the growth of the last year, where there are two years."""
    season = walk.season
    if season == 1:
        raise ValueError("no two years")
    table = _follow_naive(history, walk)
    for row, end in enumerate((*walk.origins, len(history))):
        before = history[end - 2 * season : end - season].sum()
        growth = history[end - season : end].sum() / before if before > 0 else 1.0
        table[row] *= np.clip(growth, *GROWTH_RANGE)
    return table


def _follow_ets(history: np.ndarray, walk: Walk) -> np.ndarray:
    """The form (error, trend, season) is chosen at the first origin and kept."""
    from statsforecast.models import AutoETS

    season = walk.season if walk.season <= ETS_SEASON_MAX else 1
    # Relative errors where nothing is zero: trying both kinds takes twice the time, and was no more
    # accurate on beer sales.
    kind = "MAZ" if history.min() > 0 else "AAZ"
    first = AutoETS(season_length=season, model=kind, damped=True)
    first.fit(history[: walk.origins[0]])
    form = first.model_["components"]
    last = AutoETS(season_length=season, model=form[:3], damped=form[3] == "D")
    return _follow(history, walk, first, last)


def _follow_theta(history: np.ndarray, walk: Walk) -> np.ndarray:
    """The optimised form: on beer sales the choice among four took twice the time for nothing."""
    from statsforecast.models import OptimizedTheta

    first = OptimizedTheta(season_length=walk.season).fit(history[: walk.origins[0]])
    return _follow(history, walk, first, OptimizedTheta(season_length=walk.season))


def _follow_ces(history: np.ndarray, walk: Walk) -> np.ndarray:
    """Its form is chosen at the first origin and kept."""
    from statsforecast.models import AutoCES

    first = AutoCES(season_length=walk.season).fit(history[: walk.origins[0]])
    last = AutoCES(season_length=walk.season, model=first.model_["seasontype"])
    return _follow(history, walk, first, last)


def _follow_ses(history: np.ndarray, walk: Walk) -> np.ndarray:
    from statsforecast.models import AutoETS

    first = AutoETS(season_length=1, model="ANN").fit(history[: walk.origins[0]])
    return _follow(history, walk, first, AutoETS(season_length=1, model="ANN"))


def _follow(history: np.ndarray, walk: Walk, first, last) -> np.ndarray:
    """Return what the first, fitted model says at each origin, and the last one at the end."""
    rows = [first.predict(walk.horizon)["mean"]]
    rows += [first.forward(history[:end], walk.horizon)["mean"] for end in walk.origins[1:]]
    rows.append(last.fit(history).predict(walk.horizon)["mean"])
    return np.array(rows)


_FOLLOWERS: dict[Candidate, Callable[[np.ndarray, Walk], np.ndarray]] = {
    Candidate.NAIVE: _follow_naive,
    Candidate.NAIVE_GROWTH: _follow_naive_growth,
    Candidate.ETS: _follow_ets,
    Candidate.THETA: _follow_theta,
    Candidate.CES: _follow_ces,
    Candidate.SES: _follow_ses,
}
