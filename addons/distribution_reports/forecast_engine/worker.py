"""A process that forecasts: reads lines of series from standard input, writes lines of outcomes.

Each line in is `{"horizon": 3, "series": […]}`, each line out a list of outcomes in the same order.
"""

import dataclasses
import json
import os
import sys
import warnings
from datetime import date

from .periods import Frequency
from .series import Outcome, Reason, Series, Step


def main() -> None:
    """Serve until the input ends, as it does when who asked is gone."""
    results = os.fdopen(os.dup(sys.stdout.fileno()), "w", encoding="utf-8")
    sys.stdout = sys.stderr  # what a library prints is no result
    from .engine import forecast

    warnings.simplefilter("ignore")  # of the library, about series it cannot fit
    for line in sys.stdin:
        request = json.loads(line)
        outcomes = [forecast(decode_series(one), request["horizon"]) for one in request["series"]]
        results.write(json.dumps([dataclasses.asdict(outcome) for outcome in outcomes]) + "\n")
        results.flush()


def encode_series(series: Series) -> dict:
    """Return what JSON can carry."""
    return {**dataclasses.asdict(series), "first": series.first.isoformat()}


def decode_series(values: dict) -> Series:
    """Undo `encode_series`.

    >>> decode_series({"key": "total", "frequency": "month", "first": "2026-01-01", "values": [1]})
    Series(key='total', frequency=<Frequency.MONTH: 'month'>, first=datetime.date(2026, 1, 1), \
values=(1,), is_rest=False)
    """
    return Series(
        **{
            **values,
            "frequency": Frequency(values["frequency"]),
            "first": date.fromisoformat(values["first"]),
            "values": tuple(values["values"]),
        }
    )


def decode_outcome(values: dict) -> Outcome:
    """Make an outcome of what a worker wrote."""
    return Outcome(
        **{
            **values,
            "steps": tuple(Step(**step) for step in values["steps"]),
            "reason": values["reason"] and Reason(values["reason"]),
        }
    )
