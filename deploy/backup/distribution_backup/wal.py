"""The WAL archive: each segment compressed, sealed, and there whole or not at all."""

import shutil
from pathlib import Path

from . import keys, safe_files, segments
from .config import Config
from .refusal import Refused

WAL = "wal"
BLOCK = 1 << 20
# PostgreSQL takes 1 for "there is no such file: the archive ends here", and stops at more than 125.
NO_SUCH_FILE, STOP = 1, 200


def names(config: Config) -> list[str]:
    """Return what the archive holds, in order."""
    return sorted(path.stem for path in (config.folder / WAL).glob(f"*{safe_files.SEALED}"))


def path_of(config: Config, name: str) -> Path:
    """Return where a segment is kept."""
    if not segments.ARCHIVED.fullmatch(name):
        raise Refused(f"{name!r} is no name of a WAL segment")
    return config.folder / WAL / (name + safe_files.SEALED)


def archive(config: Config, source: Path, name: str) -> None:
    """Keep a segment; called by PostgreSQL, which goes on calling until the exit code is 0.

    A second call for the same content is content too: PostgreSQL may not have heard of the first.
    """
    ring = keys.load_ring(config.key_ring)
    target = path_of(config, name)
    if target.exists():
        if not _is_same(target, source, ring, name):
            raise Refused(f"{target} exists and holds another content: it is not overwritten")
        safe_files.sync_folder(target.parent)
        return
    if not target.parent.is_dir():
        raise Refused(f"there is no folder {target.parent}: make it, owned by PostgreSQL's user")
    with source.open("rb") as file, safe_files.packing(target, ring, f"{WAL}/{name}") as packed:
        shutil.copyfileobj(file, packed, BLOCK)


def _is_same(target: Path, source: Path, ring: keys.KeyRing, name: str) -> bool:
    with (
        source.open("rb") as new,
        safe_files.unpacking(target, ring, f"{WAL}/{name}") as old,
    ):
        while block := new.read(BLOCK):
            if old.read(len(block)) != block:
                return False
        return not old.read(1)


def fetch(config: Config, name: str, target: Path) -> int:
    """Bring a segment back; return the exit code for PostgreSQL."""
    path = path_of(config, name)
    if not path.exists():
        return NO_SUCH_FILE
    ring = keys.load_ring(config.key_ring)
    with (
        safe_files.unpacking(path, ring, f"{WAL}/{name}") as packed,
        target.open("wb") as file,
    ):
        shutil.copyfileobj(packed, file, BLOCK)
    return 0
