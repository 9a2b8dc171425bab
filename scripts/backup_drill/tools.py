"""Run the backup program as an administrator does, and damage what it made as fate does."""

import os
import resource
import shutil
import subprocess
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from scripts import odoo_process
from scripts.backup_drill import settings
from scripts.paths import ROOT, VENV_PYTHON
from scripts.problem import Problem

sys.path.append(str(ROOT / "deploy" / "backup"))


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What a command said, with which exit code, in how many seconds."""

    code: int
    text: str
    seconds: float

    def value(self, name: str) -> str:
        """Return the value of a line `name: value`."""
        for line in self.text.splitlines():
            if line.startswith(f"{name}: "):
                return line.removeprefix(f"{name}: ")
        raise Problem(f"the backup program has not said {name}", tail=self.text)


def call(
    configuration: Path, *words: str, largest_file: int = 0, user: dict | None = None
) -> Outcome:
    """Run a command of the backup program.

    :param largest_file: bytes after which a disk is full for it
    """
    started = time.monotonic()
    done = subprocess.run(
        settings.words(configuration, *words, python=_python(user)),
        env=odoo_process.variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
        preexec_fn=_limited_to(largest_file),
        **(user or {}),
    )
    return Outcome(code=done.returncode, text=done.stdout, seconds=time.monotonic() - started)


def _python(user: dict | None) -> Path:
    return settings.server_python() if user else VENV_PYTHON


def _limited_to(largest_file: int) -> Callable[[], None] | None:
    if not largest_file:
        return None
    return lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (largest_file, largest_file))


def must(configuration: Path, *words: str) -> Outcome:
    """Run a command that has to succeed."""
    outcome = call(configuration, *words)
    if outcome.code:
        raise Problem(f"backup.py {' '.join(words)} failed", tail=outcome.text)
    return outcome


def flip(path: Path, place: int) -> None:
    """Change one bit; places count from the end when they are negative."""
    data = bytearray(path.read_bytes())
    data[place] ^= 1
    path.write_bytes(data)


def cut(path: Path, length: int) -> None:
    """Keep the first bytes; a negative length cuts off so many."""
    path.write_bytes(path.read_bytes()[:length])


def copied(home: Path, configuration: Path, name: str) -> Path:
    """Return the configuration of a copy of the backups, to be damaged."""
    target = home / "damaged" / name
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    target.chmod(0o711)
    text = configuration.read_text()
    for part in ("backups", "key-ring"):
        source = home / part
        (shutil.copytree if source.is_dir() else shutil.copy2)(source, target / part)
        text = text.replace(str(source), str(target / part))
    owner = source.stat()
    for path in (target / "key-ring", *(target / "backups" / "wal").iterdir()):
        os.chown(path, owner.st_uid, owner.st_gid)  # PostgreSQL's user reads these
    changed = target / "backup.conf"
    changed.write_text(text)
    return changed
