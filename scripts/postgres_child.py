"""A PostgreSQL that is a child of ours: we reap it, so it may be killed and started again."""

import contextlib
import os
import signal
import subprocess
import time
from collections.abc import Callable
from pathlib import Path

from scripts import postgres_server, processes
from scripts.problem import Problem

TAIL_LINES = 15


def spawn(data: Path, *options: str | Path, log: Path) -> subprocess.Popen:
    """Start the server of a cluster as the one who owns its files; when we die it ends in order.

    A killed postmaster would leave its shared memory behind.
    """
    binaries = postgres_server.bin_dir()
    named = dict.fromkeys(name for name in os.environ if name.startswith("PG"))
    return processes.spawn(
        [binaries / "postgres", "-D", data, *options],
        log=log,
        env={**named, **postgres_server.library_env(binaries)},
        run_as=postgres_server.run_as(data),
        on_our_death=signal.SIGINT,
        cwd="/",
    )


def wait(
    child: subprocess.Popen, answers: Callable[[], object], *, log: Path, seconds: float
) -> None:
    """Wait until the server lets somebody in.

    :param answers: tells whether it does
    :raise Problem: when it ends, or does not answer in time
    """
    deadline = time.monotonic() + seconds
    while child.poll() is None and time.monotonic() < deadline:
        if answers():
            return
        time.sleep(0.05)
    tail = "\n".join(log.read_text(errors="replace").splitlines()[-TAIL_LINES:])
    raise Problem("PostgreSQL did not start", f"see its words in {log}.", tail=tail)


def stop(child: subprocess.Popen | None, seconds: float = 60) -> bool:
    """End the server in order, running statements at once; tell whether it has ended."""
    if child is None or child.poll() is not None:
        return True
    child.send_signal(signal.SIGINT)
    with contextlib.suppress(subprocess.TimeoutExpired):
        child.wait(seconds)
    return child.poll() is not None
