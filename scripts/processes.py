"""Run other programs: output into a log, no orphans when we are killed, failures explained."""

import contextlib
import ctypes
import functools
import os
import signal
import subprocess
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts.paths import LOG
from scripts.problem import DISK_FULL_REMEDY, Problem

PR_SET_PDEATHSIG = 1
TAIL_LINES = 15
NETWORK_SIGNS = (
    "Temporary failure resolving",
    "Temporary failure in name resolution",
    "Could not resolve",
    "Could not connect",
    "Connection failed",
    "Unable to connect",
    "Failed to fetch",
    "Failed to establish a new connection",
    "Network is unreachable",
    "Connection refused",
    "ConnectTimeoutError",
    "ProxyError",
)
_libc = ctypes.CDLL(None, use_errno=True)


@dataclass(frozen=True, slots=True)
class As:
    """How to run a program: as whom, and with which prefix command."""

    user: int | None = None
    group: int | None = None
    prefix: tuple[str, ...] = field(default=())


def die_with_parent(number: int = signal.SIGKILL) -> None:
    """Ask the kernel to end this child when its parent is gone, so that `kill -9` leaves nobody
    writing.

    :param number: the signal; a program with children of its own needs a chance to end them
    """
    with contextlib.suppress(Exception):
        _libc.prctl(PR_SET_PDEATHSIG, number)


def run(argv: Sequence[str | Path], *, log: str, what: str, remedy: str = "", **options) -> None:
    """Run a program, its output going to `.local/log/<log>.log`; raise a Problem when it fails.

    :param what: the failing thing in a person's words ("installing the Python packages")
    :param options: `env`, `cwd`, `stdin_text`, `fed_by`, `run_as`
    """
    LOG.mkdir(parents=True, exist_ok=True)
    path = LOG / f"{log}.log"
    with path.open("ab") as output:
        start = output.tell()
        output.write(f"$ {' '.join(map(str, argv))}\n".encode())
        output.flush()
        code = call(argv, stdout=output, **options)
    if code:
        with path.open("rb") as written:
            written.seek(start)
            raise explain(what, code, written.read().decode(errors="replace"), path, remedy)


def variables(changes: Mapping[str, str | None] | None = None) -> dict[str, str]:
    """Return our environment with changes; None takes a variable out."""
    changed = {**os.environ, **(changes or {})}
    return {key: value for key, value in changed.items() if value is not None}


def spawn(
    argv: Sequence[str | Path],
    *,
    log: Path,
    env: Mapping[str, str | None] | None = None,
    run_as: As | None = None,
    on_our_death: int | None = signal.SIGKILL,
    **options,
) -> subprocess.Popen:
    """Start a program beside us, its output going to a log; it ends when we do, or stays.

    :param env: changes to our environment
    :param on_our_death: the signal that it gets then; None: it stays
    :param options: others go to `Popen`
    """
    run_as = run_as or As()
    log.parent.mkdir(parents=True, exist_ok=True)
    with log.open("ab") as output:
        return subprocess.Popen(
            [*run_as.prefix, *map(str, argv)],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            env=variables(env),
            user=run_as.user,
            group=run_as.group,
            extra_groups=[] if run_as.user is not None else None,
            preexec_fn=on_our_death and functools.partial(die_with_parent, on_our_death),  # noqa: PLW1509 - a single system call
            **options,
        )


def call(
    argv: Sequence[str | Path], *, stdout=None, stdin_text: str | None = None, **options
) -> int:
    """Run a program and return its exit code; negative numbers are signals.

    :param options: `fed_by` is the program whose output it reads; others go to `Popen`
    """
    feeder = _feeder(options.pop("fed_by", None), stdout)
    run_as: As = options.pop("run_as", None) or As()
    env = variables(options.pop("env", None))
    stdin = subprocess.PIPE if stdin_text is not None else subprocess.DEVNULL
    child = _start(
        [*run_as.prefix, *map(str, argv)],
        stdin=feeder.stdout if feeder else stdin,
        stdout=stdout,
        stderr=subprocess.STDOUT if stdout is not None else None,
        env=env,
        user=run_as.user,
        group=run_as.group,
        extra_groups=[] if run_as.user is not None else None,
        **options,
    )
    if feeder:
        feeder.stdout.close()  # the child has it: the feeder ends when the child does
    try:
        child.communicate(stdin_text.encode() if stdin_text is not None else None)
    except BaseException:
        child.kill()
        child.wait()
        raise
    return child.returncode or (feeder.wait() if feeder else 0)


def _feeder(argv: Sequence[str | Path] | None, errors) -> subprocess.Popen | None:
    if argv is None:
        return None
    return _start(
        list(map(str, argv)), stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors
    )


def _start(argv: list[str], **options) -> subprocess.Popen:
    try:
        return subprocess.Popen(
            argv,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - one thread ticks, and the call is a single system call
            **options,
        )
    except FileNotFoundError as error:
        raise Problem(f"the program {error.filename} is not on this machine") from error


def read(argv: Sequence[str | Path], *, env: dict | None = None, check: bool = False) -> str:
    """Return a program's standard output, or '' when it is missing or fails (unless `check`)."""
    try:
        done = subprocess.run(
            list(map(str, argv)),
            env=variables(env),
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            check=False,
        )
    except OSError:
        done = None
    if check and (done is None or done.returncode):
        raise explain(
            argv[0],
            done.returncode if done else 127,
            done.stderr if done else "not found",
            None,
            "",
        )
    return done.stdout if done and not done.returncode else ""


def started_of(pid: int) -> str:
    """Return the process's start time in clock ticks since boot ('' when it is gone)."""
    try:
        fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return ""
    return "" if fields[0] == "Z" else fields[19]


def explain(what: str, code: int, output: str, path: Path | None, remedy: str) -> Problem:
    """Find out what a failed program's output says about the cause."""
    tail = "\n".join(output.splitlines()[-TAIL_LINES:])
    where = f"; the whole log is {path}" if path else ""
    if "No space left on device" in output or "Disk quota exceeded" in output:
        return Problem(f"{what} failed: the disk is full{where}", DISK_FULL_REMEDY, tail=tail)
    if any(sign in output for sign in NETWORK_SIGNS):
        return Problem(
            f"{what} failed: the package registry cannot be reached{where}",
            "check the network (and the proxy settings), then run the same command again; it "
            "goes on where it stopped.",
            tail=tail,
        )
    if "from versions: none" in output:
        return Problem(
            f"{what} failed: the Python registry offers nothing at all{where}",
            "check the network and pip's configuration (pip config list), then run the same "
            "command again.",
            tail=tail,
        )
    reason = f"it was ended by signal {-code}" if code < 0 else f"exit code {code}"
    return Problem(
        f"{what} failed ({reason}){where}",
        remedy or "read the lines above; they say why.",
        tail=tail,
    )
