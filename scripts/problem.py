"""Turn failures into two sentences: what is wrong, and what to do about it."""

import errno
import functools
import os
import sys
from collections.abc import Callable

DISK_FULL_REMEDY = (
    "free some space on this disk (a full set-up needs about 5 GB), then run the same command "
    "again; it goes on "
    "where it stopped. `make clean` removes databases and logs of this project."
)


class Problem(Exception):
    """Something a person has to know about; never shown as a traceback."""

    def __init__(self, message: str, remedy: str = "", *, tail: str = ""):
        super().__init__(message)
        self.message = message
        self.remedy = remedy
        self.tail = tail


def say(text: str = "") -> None:
    """Print for people, on standard error: standard output belongs to results."""
    print(text, file=sys.stderr, flush=True)


def report(problem: Problem) -> None:
    """Print the last lines of the log, what is wrong, and what to do."""
    if problem.tail:
        say("\n".join("    | " + line for line in problem.tail.splitlines()))
    say(f"Problem: {problem.message}")
    if problem.remedy:
        say(f"  What to do: {problem.remedy}")


def command(main: Callable[[], int | None]) -> Callable[[], None]:
    """Wrap a script's main function: exit codes and readable failures in one place."""

    @functools.wraps(main)
    def wrapped() -> None:
        try:
            code = main() or 0
        except Problem as problem:
            report(problem)
            code = 1
        except KeyboardInterrupt:
            say("\nInterrupted. Run the same command again; it goes on where it stopped.")
            code = 130
        except OSError as error:
            if error.errno not in (errno.ENOSPC, errno.EDQUOT):
                raise
            report(Problem(f"the disk is full ({error})", DISK_FULL_REMEDY))
            code = 1
        sys.stdout.flush()
        os._exit(code) if code == 130 else sys.exit(code)

    return wrapped
