"""Real series of others, when they are on this machine; they are never part of this project.

Each file is `series_id,date,value` with a series id `outer|inner`: a tree of one kind below the
total by its outer part, one of the other kind by its inner part where this makes sense.
"""

import csv
from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from odoo.addons.distribution_reports.forecast_engine import (
    TOTAL,
    Frequency,
    Pool,
    Series,
    Subject,
    forecast_channel,
)

HORIZON = 3
ORIGINS = 6
HOMES = (Path("/work/shared/data/forecast"), Path(__file__).parents[2] / "shared/data/forecast")


@dataclass(frozen=True, slots=True, kw_only=True)
class File:
    """A file, and which levels are made of it.

    :ivar until: the first day that is not looked at, where series end before the file does
    """

    name: str
    frequency: Frequency
    outer: str
    inner: str = ""
    leaf: str
    until: date | None = None


FILES = (
    File(
        name="stallion_a_monthly.csv",
        frequency=Frequency.MONTH,
        outer="agency",
        inner="product",
        leaf="agency × product",
    ),
    File(
        name="cheese_weekly.csv",
        frequency=Frequency.WEEK,
        outer="city",
        leaf="chain × city",
        until=date(1992, 3, 9),
    ),
)


def read(file: File) -> dict[str, dict[date, float]] | None:
    """Return {series id: {first day: value}}, None when the file is not here."""
    for home in HOMES:
        path = home / file.name
        if path.exists():
            break
    else:
        return None
    sold = defaultdict(dict)
    with path.open(newline="") as lines:
        for row in csv.DictReader(lines):
            day = date.fromisoformat(row["date"])
            if file.until is None or day < file.until:
                sold[row["series_id"]][day] = float(row["value"] or 0)
    last = max(max(days) for days in sold.values())
    return {key: days for key, days in sold.items() if max(days) == last}


def measure(file: File, sold: dict[str, dict[date, float]], pool: Pool) -> dict:
    """Return {(level, step): [errors of ours, of the seasonal naive, sales]} over the last origins,
    of values that add up, none of which knew what came after.
    """
    places = _place(file, sold)
    last = file.frequency.shift(max(max(days) for days in sold.values()), 1)
    sums = defaultdict(lambda: [0.0, 0.0, 0.0])
    for back in range(ORIGINS, 0, -1):
        until = file.frequency.shift(last, -back)
        outcomes = forecast_channel(
            [
                Subject(
                    key=key,
                    series=Series.from_periods(key, file.frequency, days, until=until),
                    parent=parent,
                    tree=tree,
                )
                for key, (_level, parent, tree, days) in places.items()
            ],
            lambda series: (one for some in pool.forecast(series, HORIZON) for one in some),
            digits=3,
        )
        for key, (level, _parent, _tree, days) in places.items():
            for step in outcomes[key].steps:
                start = file.frequency.shift(until, step.horizon - 1)
                if start < last:
                    naive = _naive(file.frequency, days, start, until)
                    truth = days.get(start, 0.0)
                    found = sums[level, step.horizon]
                    found[0] += abs(step.value - truth)
                    found[1] += abs(naive - truth)
                    found[2] += truth
    return sums


def _place(file: File, sold) -> dict:
    """Return {key: (level, parent, tree, {day: value})}."""
    places = {TOTAL: ("total", None, "", defaultdict(float))}
    for number, (key, days) in enumerate(sorted(sold.items())):
        outer, _bar, inner = key.partition("|")
        leaf = f"leaf:{number}"
        places.setdefault(f"outer:{outer}", (file.outer, TOTAL, "outer", defaultdict(float)))
        places[leaf] = (file.leaf, f"outer:{outer}", "outer", days)
        wholes = [TOTAL, f"outer:{outer}"]
        if file.inner:
            places.setdefault(f"inner:{inner}", (file.inner, TOTAL, "inner", defaultdict(float)))
            wholes.append(f"inner:{inner}")
        for whole in wholes:
            for day, value in days.items():
                places[whole][3][day] += value
    return places


def _naive(frequency: Frequency, days, start: date, until: date) -> float:
    """Return the value a year before, or the last one known."""
    before = frequency.shift(start, -frequency.season)
    return days.get(before, days.get(frequency.shift(until, -1), 0.0))
