"""One series from its history to its forecast."""

import numpy as np

from .backtest import Backtest, choose_origins, describe_steps, run_backtest
from .candidates import Candidate, Walk, walk_candidates
from .checks import find_reason
from .festival import find_effect
from .series import Outcome, Reason, Series, Step

# A rest is made of what cannot be forecast: the mean of its last periods, and little trust in it.
REST_PERIODS = 6


def forecast(series: Series, horizon: int) -> Outcome:
    """Return what the series will be in the next periods, or why nobody can say."""
    reason = find_reason(series)
    if reason is None:
        outcome = _forecast(series, horizon)
        if not series.is_rest and outcome.steps[0].accuracy <= 0:
            reason = Reason.UNPREDICTABLE
        else:
            return outcome
    if series.is_rest:
        return _forecast_rest(series, horizon)
    return Outcome(key=series.key, reason=reason)


def _forecast(series: Series, horizon: int) -> Outcome:
    effect = find_effect(series, horizon)
    values = series.values / effect.past
    origins = choose_origins(len(values), series.frequency, horizon)
    walk = Walk(origins, horizon, series.frequency)
    tables = walk_candidates(values, walk)
    if effect.is_used:
        tables = {name: table * effect.over(walk) for name, table in tables.items()}
    backtest = run_backtest(series.values, walk, tables)
    steps = describe_steps(backtest, floor=0.0 if min(series.values) >= 0 else None)
    last_expected = series.values[-1] + float(backtest.errors[-1, 0])
    return Outcome(
        key=series.key,
        method=_describe_method(backtest, has_festival=effect.is_used),
        steps=steps,
        last_expected=last_expected,
        last_low=last_expected - (steps[0].high - steps[0].value),
    )


def _describe_method(backtest: Backtest, *, has_festival: bool) -> str:
    """Return the models by what they count, and the steps that are last year's values."""
    ranked = sorted(backtest.weights.items(), key=lambda item: (-round(item[1], 4), item[0]))
    names = [f"{name} {share:.0%}" for name, share in ranked if share >= 0.01]
    if backtest.naive_steps:
        steps = ", ".join(map(str, backtest.naive_steps))
        names.append(f"{Candidate.NAIVE} 100% ({steps})")
    return " + ".join([*names, *(["CNY"] if has_festival else [])])


def _forecast_rest(series: Series, horizon: int) -> Outcome:
    """Return a number to make parts add up; its interval is what was seen lately."""
    recent = np.asarray(series.values[-2 * REST_PERIODS :] or (0.0,), dtype=np.float64)
    value = float(recent[-REST_PERIODS:].mean())
    if min(series.values, default=0.0) >= 0:
        value = max(value, 0.0)
    low, high = min(float(recent.min()), value), max(float(recent.max()), value)
    variance = float(np.mean((recent - value) ** 2)) or value**2
    sales = float(np.abs(recent).sum())
    error = float(np.abs(recent - value).sum())
    accuracy = 100.0 * (1.0 - error / sales) if sales else 0.0
    step = {"value": value, "low": low, "high": high, "variance": variance}
    scores = {"accuracy": accuracy, "naive_accuracy": accuracy}
    return Outcome(
        key=series.key,
        method="Mean",
        steps=tuple(Step(horizon=number + 1, **step, **scores) for number in range(horizon)),
    )
