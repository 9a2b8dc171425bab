"""One lock for everything that changes `.local/`, so that two commands at once wait for each other.

`flock` belongs to the open file of a process: it vanishes with the process, however that dies.
"""

import fcntl
import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager

from scripts.paths import LOCAL
from scripts.problem import say

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
