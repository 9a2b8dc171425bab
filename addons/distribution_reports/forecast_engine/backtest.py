"""Rolling origin: how well each model would have done, how they are weighed, how sure it is."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from .candidates import Candidate, Walk
from .periods import Frequency
from .series import HORIZON_MAX, Step

# Origins whose errors only serve to weigh the models, and those that are scored for each step.
WARM_UP = 6
SCORED = 6
# The least history before the first origin.
TRAINED_ON = {Frequency.MONTH: 4, Frequency.WEEK: 6}
# Share of the past errors that the interval holds.
COVERAGE = 0.8
# Models count by the inverse of their mean error to this power: an equal mean when it is 0, the
# best one only when it is large. Measured on beer sales: 2 is as good as an equal mean where the
# models are alike, and near the best one where one is much better.
SHARPNESS = 2
# Last year's values are taken as they are where they were nearer than the mean of the models by
# a tenth at least, and that is known of so many origins.
NEARER = 0.9
KNOWN_LEAST = 3


@dataclass(frozen=True, slots=True)
class Backtest:
    """What came of it.

    :ivar weights: the share of each model over all steps together
    :ivar forecast: from the end, a value per step
    :ivar naive_steps: those (1, 2, …) that are last year's values as they are
    :ivar errors: forecast less truth, a row per origin, a column per step, nan where the truth is
        still to come
    :ivar naive_errors: the same of the seasonal naive
    :ivar truth: what was sold, shaped alike
    """

    weights: dict[Candidate, float]
    forecast: np.ndarray
    naive_steps: tuple[int, ...]
    errors: np.ndarray
    naive_errors: np.ndarray
    truth: np.ndarray

    @property
    def scored_from(self) -> int:
        """Return the first origin whose error is part of the accuracy."""
        return min(WARM_UP, len(self.errors) // 2)


def choose_origins(length: int, frequency: Frequency, horizon: int) -> tuple[int, ...]:
    """Return the ends of the histories to look at: enough of them, and none too short.

    Two years and a bit before the first are kept where there are: a season needs two to be seen.

    >>> choose_origins(60, Frequency.MONTH, 3)[0], choose_origins(34, Frequency.MONTH, 3)[0]
    (46, 25)
    >>> choose_origins(9, Frequency.MONTH, 6)
    (4, 5, 6, 7, 8)
    """
    assert 1 <= horizon <= HORIZON_MAX, "a forecast is for one to six periods"
    count = WARM_UP + SCORED + horizon - 1
    seasonal = length - 2 * frequency.season - 1
    if seasonal >= SCORED:
        count = min(count, seasonal)
    first = max(length - count, TRAINED_ON[frequency])
    return tuple(range(min(first, length - 1), length))


def run_backtest(
    values: Sequence[float], walk: Walk, tables: Mapping[Candidate, np.ndarray]
) -> Backtest:
    """Weigh the models at every origin by what was known there, and for the forecast by all."""
    history = np.asarray(values, dtype=np.float64)
    truth = np.full((len(walk.origins), walk.horizon), np.nan)
    for row, end in enumerate(walk.origins):
        known = history[end : end + walk.horizon]
        truth[row, : len(known)] = known
    misses = {candidate: table[:-1] - truth for candidate, table in tables.items()}
    mixed = np.array(
        [_mix(_known_at(misses, row), misses, row) for row in range(len(walk.origins))]
    )
    naive = misses[Candidate.NAIVE]
    pair = {"naive": naive, "mixed": mixed}
    errors = [
        np.where(_is_naive_nearer(_known_at(pair, row)), naive[row], mixed[row])
        for row in range(len(walk.origins))
    ]
    is_naive = _is_naive_nearer(pair)
    return Backtest(
        weights=_weigh(misses),
        forecast=np.where(is_naive, tables[Candidate.NAIVE][-1], _mix(misses, tables, -1)),
        naive_steps=tuple(int(column) + 1 for column in np.flatnonzero(is_naive)),
        errors=np.array(errors),
        naive_errors=naive,
        truth=truth,
    )


def describe_steps(backtest: Backtest, *, floor: float | None) -> tuple[Step, ...]:
    """Return value, interval and accuracy of each step.

    :param floor: no value is below, None when there is no such bound
    """
    steps, width = [], 0.0
    for column, value in enumerate(backtest.forecast):
        error, naive_error, sales = _sum_scored(backtest, column)
        missed = np.abs(_known(backtest.errors[:, column]))
        if not len(missed):  # no origin is so far back: as the longest step that was tested
            missed = np.abs(_known(backtest.errors[:, 0]))
        width = max(width, _conformal(missed))
        bottom = -np.inf if floor is None else floor
        value = max(float(value), bottom)
        steps.append(
            Step(
                horizon=column + 1,
                value=value,
                low=max(value - width, bottom),
                high=value + width,
                accuracy=_accuracy(error, sales),
                naive_accuracy=_accuracy(naive_error, sales),
                variance=float(np.mean(missed**2)),
                error=error,
                naive_error=naive_error,
                sales=sales,
            )
        )
    return tuple(steps)


# === HELPERS === #


def _known_at(misses: Mapping[str, np.ndarray], row: int) -> dict[str, np.ndarray]:
    """Return the errors that somebody standing at an origin knows: step s of the origin before it
    is known when it ended before this one.
    """
    known = {}
    for candidate, table in misses.items():
        past = np.array(table[:row])
        for back in range(1, min(row, past.shape[1]) + 1):
            past[row - back, back:] = np.nan
        known[candidate] = past
    return known


def _weigh(misses: Mapping[Candidate, np.ndarray]) -> dict[Candidate, float]:
    """Return the share of each model; equal ones when nothing is known yet."""
    means = {candidate: np.abs(_known(table)) for candidate, table in misses.items()}
    if not all(len(values) for values in means.values()):
        return {candidate: 1.0 / len(misses) for candidate in misses}
    best = min(values.mean() for values in means.values())
    slack = best * 1e-3 + 1e-9  # a model without any error would leave nothing to the others
    raw = {
        candidate: float((best + slack) / (values.mean() + slack)) ** SHARPNESS
        for candidate, values in means.items()
    }
    total = sum(raw.values())
    return {candidate: share / total for candidate, share in raw.items()}


def _mix(
    misses: Mapping[Candidate, np.ndarray], tables: Mapping[Candidate, np.ndarray], row: int
) -> np.ndarray:
    """Return a row of the mean of the models; each step is weighed by what is known of it.

    Last year's values fall behind at the next step, and hold out at later ones.
    """
    steps = []
    for column in range(next(iter(tables.values())).shape[1]):
        weights = _weigh({name: _near(table, column) for name, table in misses.items()})
        steps.append(sum(share * tables[name][row, column] for name, share in weights.items()))
    return np.array(steps)


def _is_naive_nearer(misses: Mapping[str, np.ndarray]) -> np.ndarray:
    """Tell for each step whether last year's values were nearer than the mean of the models."""
    nearer = []
    for column in range(misses["naive"].shape[1]):
        naive, mixed = (np.abs(_known(misses[name][:, column])) for name in ("naive", "mixed"))
        nearer.append(len(naive) >= KNOWN_LEAST and naive.mean() < NEARER * mixed.mean())
    return np.array(nearer)


def _near(table: np.ndarray, column: int) -> np.ndarray:
    """Return the errors of a step; of all steps, where it is not known yet."""
    own = table[:, column : column + 1]
    return own if len(_known(own)) >= KNOWN_LEAST else table


def _sum_scored(backtest: Backtest, column: int) -> tuple[float, float, float]:
    """Return the sums of the errors, of the naive's and of the sales, at the scored origins."""
    for step in range(column, -1, -1):
        rows = slice(backtest.scored_from, None)
        truth = _known(backtest.truth[rows, step])
        if len(truth):
            return (
                float(np.abs(_known(backtest.errors[rows, step])).sum()),
                float(np.abs(_known(backtest.naive_errors[rows, step])).sum()),
                float(np.abs(truth).sum()),
            )
    raise AssertionError("the last origin has one step at least")


def _known(values: np.ndarray) -> np.ndarray:
    return values[~np.isnan(values)]


def _accuracy(error: float, sales: float) -> float:
    """Return 100 % less wMAPE; 0 when nothing was sold.

    >>> round(_accuracy(30.0, 300.0), 2)
    90.0
    """
    return 100.0 * (1.0 - error / sales) if sales else 0.0


def _conformal(missed: np.ndarray) -> float:
    """Return the width that held the wanted share of the past errors (split conformal).

    >>> _conformal(np.arange(1.0, 10.0))
    8.0
    """
    rank = min(int(np.ceil(COVERAGE * (len(missed) + 1))), len(missed))
    return float(np.sort(missed)[rank - 1])
