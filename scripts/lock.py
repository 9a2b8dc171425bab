"""One lock for everything that changes `.local/`, so that two commands at once wait for each other.

`flock` belongs to the open file of a process: it vanishes with the process, however that dies.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.paths import LOCAL, RUN
from scripts.problem import Problem, say

MOST_SLOTS = 20
_held = 0


@contextmanager
def locked() -> Iterator[None]:
    """Hold the project's lock; a process may take it again while it has it."""
    global _held  # noqa: PLW0603 - the lock is per process, and so is its counter
    if _held:
        yield
        return
    LOCAL.mkdir(exist_ok=True)
    with (LOCAL / "lock").open("a+") as lock_file:
        _take(lock_file)
        lock_file.truncate(0)
        lock_file.write(f"process {os.getpid()}: {' '.join(sys.orig_argv[1:])}")
        lock_file.flush()
        _held += 1
        try:
            yield
        finally:
            _held -= 1


def _take(lock_file) -> None:
    try:
        fcntl.flock(lock_file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        lock_file.seek(0)
        say(
            f"Another command is preparing .local/ ({lock_file.read() or 'unknown'}); waiting "
            "for it to finish …"
        )
        fcntl.flock(lock_file, fcntl.LOCK_EX)


def take_slot(name: str):
    """Return the lowest number nobody uses for that purpose, and what holds it until it is closed.

    Two test runs at once get different numbers, hence different databases and logs.
    """
    RUN.mkdir(parents=True, exist_ok=True)
    for number in range(1, MOST_SLOTS + 1):
        handle = (RUN / f"{name}-{number}.slot").open("w")
        try:
            fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
            return number, handle
        except BlockingIOError:
            handle.close()
    raise Problem(f"{MOST_SLOTS} runs of {name} are under way", "wait for one of them to end.")
