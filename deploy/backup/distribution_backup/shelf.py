"""Where backups lie, and what is said about each: a folder per backup, whole or not there.

dumps/<moment>/manifest.sealed dump.sealed files.sealed
bases/<moment>/manifest.sealed base.sealed
wal/<segment>.sealed   files/<ab>/<sha256>.sealed   lists/<moment>.sealed
"""

import contextlib
import json
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import moments, safe_files
from .config import Config
from .keys import KeyRing
from .refusal import Refused

DUMPS, BASES = "dumps", "bases"
FORMAT = 1
MANIFEST = "manifest"


@dataclass(frozen=True, slots=True, kw_only=True)
class Backup:
    """A dump or a base backup."""

    kind: str
    moment: datetime
    folder: Path

    @property
    def name(self) -> str:
        """Return what it is called everywhere."""
        return f"{self.kind}/{moments.name_of(self.moment)}"

    def part(self, name: str) -> tuple[Path, str]:
        """Return path and sealed name of one of its files."""
        return self.folder / (name + safe_files.SEALED), f"{self.name}/{name}"


@contextlib.contextmanager
def making(config: Config, kind: str, moment: datetime) -> Iterator[Backup]:
    """Make a backup in `<folder>.part`; it gets its name when everything is on the disk."""
    final = config.folder / kind / moments.name_of(moment)
    part = final.with_name(final.name + safe_files.PART)
    if final.exists():
        raise Refused(f"there is a backup {final} already")
    shutil.rmtree(part, ignore_errors=True)
    part.mkdir(parents=True)
    try:
        yield Backup(kind=kind, moment=moment, folder=part)
    except BaseException:
        shutil.rmtree(part, ignore_errors=True)
        raise
    safe_files.sync_folder(part)
    part.rename(final)
    safe_files.sync_folder(final.parent)


def write_manifest(backup: Backup, ring: KeyRing, facts: dict) -> None:
    """Write what the backup says about itself."""
    head = {"format": FORMAT, "kind": backup.kind, "backup_key": ring.current_id}
    head["created_at"] = backup.moment.isoformat()
    with safe_files.packing(*_ordered(backup, ring, MANIFEST)) as target:
        target.write(json.dumps({**head, **facts}, sort_keys=True).encode())


def read_manifest(backup: Backup, ring: KeyRing) -> dict:
    """Return what the backup says about itself."""
    with safe_files.unpacking(*_ordered(backup, ring, MANIFEST)) as source:
        manifest = json.load(source)
    if manifest.get("format") != FORMAT:
        raise Refused(f"{backup.name} has form {manifest.get('format')}, this program reads 1")
    return manifest


def _ordered(backup: Backup, ring: KeyRing, name: str) -> tuple[Path, KeyRing, str]:
    path, sealed_name = backup.part(name)
    return path, ring, sealed_name


def all_of(config: Config, kind: str) -> list[Backup]:
    """Return the finished backups of a kind, the earliest first."""
    folder = config.folder / kind
    if not folder.exists():
        return []
    found = ((moments.moment_of(path.name), path) for path in folder.iterdir())
    return [
        Backup(kind=kind, moment=moment, folder=path)
        for moment, path in sorted(each for each in found if each[0])
    ]


def choose(config: Config, name: str) -> Backup:
    """Return the dump of that name; without one, the latest.

    The latest counts even when it is damaged: that must be said, not passed over.
    """
    dumps = all_of(config, DUMPS)
    if not dumps:
        raise Refused(f"there is no backup in {config.folder / DUMPS}")
    if not name:
        return dumps[-1]
    for backup in dumps:
        if backup.folder.name == name:
            return backup
    if (config.folder / DUMPS / (name + safe_files.PART)).exists():
        raise Refused(f"the backup {name} was never finished (it is still called .part)")
    raise Refused(f"there is no backup {name}; there are {_names(dumps)}")


def _names(backups: list[Backup]) -> str:
    return ", ".join(backup.folder.name for backup in backups)
