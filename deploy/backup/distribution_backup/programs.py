"""PostgreSQL's programs: found, told where the server is, and believed only when they say 0."""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import BinaryIO

from .config import Config, account
from .refusal import Refused

BLOCK = 1 << 20
LINES = 6


def find(config: Config, name: str) -> str:
    """Return the path of a program."""
    found = shutil.which(name, path=config.postgresql.programs or None)
    if not found:
        where = config.postgresql.programs or "the PATH"
        raise Refused(f"there is no program {name} in {where} ([postgresql] programs)")
    return found


def environment(config: Config, *, admin: bool = False, host: str = "") -> dict[str, str]:
    """Return the environment in which a program reaches the server."""
    server = config.postgresql
    variables = {
        "PGHOST": host or server.host,
        "PGPORT": server.port,
        "PGUSER": server.admin if admin else server.user,
        "PGTZ": "UTC",
        "PGDATESTYLE": "ISO",
        "PGAPPNAME": "distribution-backup",
        # A restore makes thousands of objects: waiting for the disk after each is most of its time,
        # and a copy that a crash cuts short is thrown away.
        "PGOPTIONS": "-c synchronous_commit=off",
        "LC_ALL": "C.UTF-8",
    }
    return {**os.environ, **{key: value for key, value in variables.items() if value}}


def peer(config: Config, *, admin: bool = False, host: str = "") -> dict:
    """Return as whom a program is run by root: on the local socket a role is its user's name."""
    if host or config.postgresql.host:
        return {}
    return account(config.postgresql.admin if admin else config.postgresql.user)


def run(config: Config, name: str, *words: str, admin: bool = False, host: str = "") -> str:
    """Run a program to its end and return what it printed."""
    done = subprocess.run(
        [find(config, name), *words],
        env=environment(config, admin=admin, host=host),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        cwd="/",
        **peer(config, admin=admin, host=host),
    )
    if done.returncode:
        raise failed(name, done.returncode, done.stderr or done.stdout)
    return done.stdout


def sql(
    config: Config,
    text: str,
    *,
    database: str = "postgres",
    admin: bool = False,
    host: str = "",
) -> str:
    """Run one statement and return its rows, columns separated by `|`."""
    words = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database, "-c", text)
    return run(config, "psql", *words, admin=admin, host=host).strip()


def produce(config: Config, words: Sequence[str], target: Callable[[bytes], object]) -> None:
    """Run a program and hand on what it prints; it counts only when its exit code is 0."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [find(config, words[0]), *words[1:]],
            env=environment(config),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=said,
            cwd="/",
            **peer(config),
        ) as child,
    ):
        try:
            while block := child.stdout.read(BLOCK):
                target(block)
        except BaseException:
            child.kill()
            raise
        _expect_success(child, words[0], said)


def consume(config: Config, words: Sequence[str], source: BinaryIO) -> str:
    """Run a program on what is read, to the last byte: all of it is proven. Return its words."""
    with (
        tempfile.TemporaryFile() as said,
        subprocess.Popen(
            [find(config, words[0]), *words[1:]],
            env=environment(config),
            stdin=subprocess.PIPE,
            stdout=said,  # no pipe: nobody reads while we write
            stderr=subprocess.STDOUT,
            cwd="/",
            **peer(config),
        ) as child,
    ):
        try:
            _feed(child, source)
        except BaseException:
            child.kill()
            raise
        printed = _expect_success(child, words[0], said)
    while source.read(BLOCK):
        pass
    return printed


def _expect_success(child: subprocess.Popen, name: str, said: BinaryIO) -> str:
    code = child.wait()
    said.seek(0)
    printed = said.read().decode(errors="replace")
    if code:
        raise failed(name, code, printed)
    return printed


def _feed(child: subprocess.Popen, source: BinaryIO) -> None:
    """Write until the end, or until the program has enough: its exit code says whether that is
    well.
    """
    with contextlib.suppress(BrokenPipeError):
        shutil.copyfileobj(source, child.stdin, BLOCK)
    with contextlib.suppress(BrokenPipeError):
        child.stdin.close()


def failed(name: str, code: int, said: str) -> Refused:
    """Return what a program that failed has said last."""
    lines = [line.strip() for line in said.splitlines() if line.strip()]
    return Refused(f"{Path(name).name} failed ({code}): {' / '.join(lines[-LINES:])}")
