"""Many series, forecast by a few processes that know nothing of the server which starts them.

The library takes seconds and 200 MB to load: it is loaded there, and gone with them. Each series
stands for itself, so what comes out does not depend on how many processes there are.
"""

import importlib.util
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Self

from .series import Outcome, Series
from .worker import decode_outcome, encode_series

PROCESSES = 2
SERIES_AT_ONCE = 10
LIBRARIES = ("statsforecast", "holidays")
# Two processes on two cores: more threads would only be in each other's way.
ENVIRONMENT = {
    name: "1"
    for name in ("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS", "NUMBA_NUM_THREADS")
}
# Behind the installed packages: nothing of the addon may stand in for one of them.
PROGRAM = (
    "import sys; sys.path.append(sys.argv[1]); from forecast_engine.worker import main; main()"
)


class MissingLibraryError(Exception):
    """The library is not installed."""


class WorkerError(Exception):
    """A process ended before its work."""


def is_available() -> bool:
    """Tell whether the libraries are installed, without loading them."""
    return all(importlib.util.find_spec(name) for name in LIBRARIES)


class Pool:
    """The processes, while they are needed; use it in a `with` block."""

    def __init__(self, processes: int = PROCESSES) -> None:
        if not is_available():
            raise MissingLibraryError
        self._workers = [_start_worker() for _number in range(processes)]

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error) -> None:
        for worker in self._workers:
            worker.kill()
            worker.wait()
            worker.stdin.close()
            worker.stdout.close()

    def forecast(self, series: Sequence[Series], horizon: int) -> Iterator[list[Outcome]]:
        """Yield the outcomes in handfuls as they come; all have come when it ends."""
        handfuls: queue.SimpleQueue = queue.SimpleQueue()
        for start in range(0, len(series), SERIES_AT_ONCE):
            handfuls.put(series[start : start + SERIES_AT_ONCE])
        results: queue.SimpleQueue = queue.SimpleQueue()
        for worker in self._workers:
            arguments = (worker, handfuls, results, horizon)
            threading.Thread(target=_serve, args=arguments, daemon=True).start()
        missing = len(series)
        while missing:
            outcomes = results.get()
            if isinstance(outcomes, Exception):
                raise outcomes
            missing -= len(outcomes)
            yield outcomes


def forecast_all(
    series: Sequence[Series], horizon: int, *, processes: int = PROCESSES
) -> dict[str, Outcome]:
    """Return the outcomes by key."""
    with Pool(processes) as pool:
        handfuls = pool.forecast(series, horizon)
        return {outcome.key: outcome for handful in handfuls for outcome in handful}


def _start_worker() -> subprocess.Popen:
    home = Path(__file__).parent.parent
    return subprocess.Popen(  # nosec B603: our own program, no word of anybody else's
        [sys.executable, "-c", PROGRAM, str(home)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, **ENVIRONMENT},
    )


def _serve(
    worker: subprocess.Popen, handfuls: queue.SimpleQueue, results: queue.SimpleQueue, horizon: int
) -> None:
    """Give a process one handful after the other (runs in a thread)."""
    try:
        while handful := _take(handfuls):
            request = {"horizon": horizon, "series": [encode_series(one) for one in handful]}
            worker.stdin.write(json.dumps(request) + "\n")
            worker.stdin.flush()
            answer = worker.stdout.readline()
            if not answer:
                raise WorkerError(f"a process of the forecast ended with {worker.wait()}")
            results.put([decode_outcome(outcome) for outcome in json.loads(answer)])
    except OSError:
        results.put(WorkerError(f"a process of the forecast ended with {worker.wait()}"))
    except Exception as error:  # told to who waits, whatever it is
        results.put(error)


def _take(handfuls: queue.SimpleQueue) -> Sequence[Series]:
    """Return what is next, nothing when all is taken."""
    try:
        return handfuls.get_nowait()
    except queue.Empty:
        return ()
