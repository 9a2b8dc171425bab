"""The heads of a chain, one line per run, in a file outside of the database.

Whoever cuts the end off the chain in the database cannot cut it off here too.
"""

import os
from pathlib import Path
from typing import NamedTuple


class Head(NamedTuple):
    """The end of the chain after a run was published."""

    publication: int
    seal: str


def append(path: Path, head: Head) -> None:
    """Write a head behind the others, on disk before it returns."""
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    descriptor = os.open(path, os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600)
    try:
        os.write(descriptor, f"{head.publication} {head.seal}\n".encode())
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def read(path: Path) -> list[Head]:
    """Return the heads; a last line that a crash cut short is passed over."""
    if not path.exists():
        return []
    heads = []
    for line in path.read_text(encoding="ascii").splitlines():
        words = line.split()
        if len(words) == 2 and words[0].isdigit() and len(words[1]) == 64:
            heads.append(Head(int(words[0]), words[1]))
    return heads
