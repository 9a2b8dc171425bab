"""What was heard of all requests, in a table: how many, how fast, what went wrong."""

import math
from collections import Counter, defaultdict

SHARES = (0.5, 0.95, 0.99)
BEFORE = ("arrive", "login page")  # not of the mix: shown, but not among all requests together


def percentile(values, share):
    """Return the value below which a share of the values lies.

    >>> percentile([4, 1, 3, 2], 0.5), percentile([7], 0.95)
    (2, 7)
    """
    ordered = sorted(values)
    return ordered[max(0, math.ceil(len(ordered) * share) - 1)]


def collect(visitors, began, seconds):
    """Return {kind: [(seconds, error)]} of the requests that began in the measured time."""
    heard = defaultdict(list)
    for visitor in visitors:
        for start, kind, took, error in visitor.heard:
            if began <= start < began + seconds:
                heard[kind].append((took, error))
    return heard


def by_minute(visitors, began, seconds):
    """Return the 95th percentile of the mix in each minute of the measured time, in ms."""
    minutes = [
        [
            took
            for visitor in visitors
            for start, kind, took, _ in visitor.heard
            if kind not in BEFORE and 0 <= start - began - minute < min(60, seconds - minute)
        ]
        for minute in range(0, math.ceil(seconds), 60)
    ]
    return [1000 * percentile(took, 0.95) for took in minutes if took]


def tabulate(heard, seconds):
    """Return rows: kind, requests, per second, p50, p95, p99, slowest in ms, errors."""
    mix = [one for kind, ones in heard.items() if kind not in BEFORE for one in ones]
    rows = [("all of the mix", mix), *sorted(heard.items())]
    return [
        (
            kind,
            len(ones),
            f"{len(ones) / seconds:.1f}",
            *(f"{1000 * percentile([took for took, _ in ones], share):.0f}" for share in SHARES),
            f"{1000 * max(took for took, _ in ones):.0f}",
            sum(error is not None for _, error in ones),
        )
        for kind, ones in rows
        if ones
    ]


def p95(heard):
    """Return the 95th percentile of all requests of the mix, in milliseconds."""
    took = [one for kind, ones in heard.items() if kind not in BEFORE for one, _ in ones]
    return 1000 * percentile(took, 0.95)


def count_errors(visitors):
    """Return {what was said: how often}, also of the time before the measured one."""
    return Counter(
        f"{kind}: {error}" for visitor in visitors for _, kind, _, error in visitor.heard if error
    )
