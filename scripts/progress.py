"""Show what is being done and for how long: a ticking line in a terminal, a line per ten seconds
elsewhere.
"""

import sys
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

SECONDS_BETWEEN_LINES = 10


def clock(seconds: float) -> str:
    """Format a duration.

    >>> clock(101)
    '01:41'
    """
    return f"{int(seconds) // 60:02d}:{int(seconds) % 60:02d}"


@contextmanager
def shown(label: str) -> Iterator[None]:
    """Show `label …` with the elapsed time until the block ends."""
    started = time.monotonic()
    stop = threading.Event()
    ticker = threading.Thread(target=_tick, args=(label, started, stop), daemon=True)
    ticker.start()
    outcome = "failed"
    try:
        yield
        outcome = "done"
    finally:
        stop.set()
        ticker.join()
        _write(f"{label} … {clock(time.monotonic() - started)} {outcome}", last=True)


def _tick(label: str, started: float, stop: threading.Event) -> None:
    pause = 1 if sys.stderr.isatty() else SECONDS_BETWEEN_LINES
    while True:
        _write(f"{label} … {clock(time.monotonic() - started)}", last=False)
        if stop.wait(pause):
            return


def _write(text: str, *, last: bool) -> None:
    if sys.stderr.isatty():
        sys.stderr.write(f"\r\033[K{text}" + ("\n" if last else ""))
    else:
        sys.stderr.write(text + "\n")
    sys.stderr.flush()
