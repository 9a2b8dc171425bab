"""What a bench is given to measure with, and the figures that come of it.

A bench is a module `tests/bench/bench_<topic>.py` with a docstring and one function `run(bench)`.
It builds its world, measures, and reports; it knows nothing of files or tables.
"""

import resource
import statistics
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True, slots=True, kw_only=True)
class Figure:
    """One measured value; a goal is an upper or a lower bound."""

    name: str
    value: float
    unit: str
    at_most: float | None = None
    at_least: float | None = None

    @property
    def is_met(self) -> bool | None:
        """Tell whether the goal is met; None when there is none.

        >>> Figure(name="x", value=3, unit="s", at_most=2).is_met
        False
        >>> Figure(name="x", value=3, unit="rows/s", at_least=2).is_met
        True
        """
        if self.at_most is None and self.at_least is None:
            return None
        return (self.at_most is None or self.value <= self.at_most) and (
            self.at_least is None or self.value >= self.at_least
        )


class Bench:
    """One run of one bench in a database of its own.

    :ivar env: Odoo's environment, as superuser; the bench may commit
    :ivar is_short: a test asks whether the bench still works, nobody looks at the figures
    """

    def __init__(self, env, *, is_short: bool = False, say: Callable[[str], None] = print):
        self.env = env
        self.is_short = is_short
        self.say = say
        self.figures: list[Figure] = []

    def size(self, full: int, short: int) -> int:
        """Return the number of things to work on: the promised one, or a few for a test."""
        return short if self.is_short else full

    def report(
        self,
        name: str,
        value: float,
        unit: str,
        *,
        at_most: float | None = None,
        at_least: float | None = None,
    ) -> None:
        """Add a figure. The goal belongs to the full size, so a short run drops it."""
        if self.is_short:
            at_most = at_least = None
        figure = Figure(name=name, value=value, unit=unit, at_most=at_most, at_least=at_least)
        self.figures.append(figure)
        self.say(f"{name}: {value:.4g} {unit}")

    @contextmanager
    def seconds(self, name: str, *, at_most: float | None = None) -> Iterator[None]:
        """Measure a block once; what it wrote is flushed within the measured time."""
        self._settle()
        start = time.monotonic()
        yield
        self.env.flush_all()
        self.report(name, time.monotonic() - start, "s", at_most=at_most)

    def sql_milliseconds(
        self, name: str, function: Callable[[], object], *, times=5, at_most: float | None = None
    ) -> None:
        """Measure the median time that a function spends in SQL, its caches empty every time."""
        thread = threading.current_thread()
        spent = []
        for _round in range(self.size(times, 1)):
            self._settle()
            thread.query_count, thread.query_time = 0, 0.0
            function()
            spent.append(thread.query_time * 1000)
        self.report(name, statistics.median(spent), "ms", at_most=at_most)

    def milliseconds(
        self, name: str, function: Callable[[], object], *, times=5, at_most: float | None = None
    ) -> None:
        """Measure the median time of a function, Python included, its caches empty every time."""
        spent = []
        for _round in range(self.size(times, 1)):
            self._settle()
            start = time.monotonic()
            function()
            spent.append((time.monotonic() - start) * 1000)
        self.report(name, statistics.median(spent), "ms", at_most=at_most)

    def peak_megabytes(self) -> float:
        """Return the most memory that this process has used so far."""
        return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024

    def analyze(self) -> None:
        """Commit, and do for the planner what autovacuum does in real life."""
        vacuum(self.env)

    def _settle(self) -> None:
        self.env.flush_all()
        self.env.invalidate_all()


def vacuum(env) -> None:
    """Commit, and do for the whole database what autovacuum does in real life."""
    env.flush_all()
    env.cr.commit()
    with env.registry.cursor() as cursor:
        cursor._cnx.autocommit = True  # VACUUM runs in no transaction
        cursor.execute("VACUUM ANALYZE")
        cursor._cnx.autocommit = False
