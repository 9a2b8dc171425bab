"""Remove what the rules no longer keep; nothing at all while one cannot be opened."""

import shutil
import time
from datetime import datetime

from . import dump, filestore, keys, retention, safe_files, segments, shelf, wal
from .config import Config
from .moments import moment_of
from .record import verified
from .refusal import Refused

OLD_PART = 86400  # seconds after which an unfinished file belongs to nobody any more


def prune(config: Config) -> dict:
    """Remove old dumps, base backups, WAL and contents; return how many of each."""
    ring = keys.load_ring(config.key_ring)
    with safe_files.locked(config.folder):
        dumps, bases = (_manifests(config, ring, kind) for kind in (shelf.DUMPS, shelf.BASES))
        counts = {"dumps": _prune_dumps(config, dumps)}
        counts["bases"], counts["wal"], reach = _prune_bases(config, bases)
        counts["lists"] = _prune_lists(config, reach)
        counts["contents"] = _prune_contents(config, ring)
        _remove_parts(config)
    return counts


def _manifests(config: Config, ring: keys.KeyRing, kind: str) -> dict[shelf.Backup, dict]:
    """Return all manifests; one that cannot be opened, and nothing is removed at all.

    A key that is missing from the ring looks like damage: what it sealed may be all there is.
    """
    found = {}
    for backup in shelf.all_of(config, kind):
        try:
            found[backup] = shelf.read_manifest(backup, ring)
        except (Refused, OSError, EOFError) as error:
            raise Refused(
                f"nothing was removed, because {backup.folder} cannot be opened ({error}): put its "
                "key back, or move that folder away"
            ) from None
    return found


def _prune_dumps(config: Config, manifests: dict[shelf.Backup, dict]) -> int:
    rules = {name: config.keep[name] for name in ("daily", "weekly", "monthly")}
    stay = retention.kept((backup.moment for backup in manifests), **rules)
    stay.add(moment_of(verified(config).get("backup", "")))  # the last that is known to be good
    return _remove(backup for backup in manifests if backup.moment not in stay)


def _prune_bases(config: Config, manifests: dict[shelf.Backup, dict]) -> tuple:
    """Remove bases, and the WAL that no base needs any more."""
    ordered = sorted(manifests, key=lambda backup: backup.moment)
    kept = ordered[-config.keep["bases"] :]
    bases = _remove(ordered[: -config.keep["bases"]])
    if not kept:
        return bases, 0, None
    first = manifests[kept[0]]
    size = first["segment_size"]
    begin = segments.position(first["start"], size)
    removed = 0
    for name in wal.names(config):
        if len(name) >= 24 and segments.position(name, size) < begin:
            wal.path_of(config, name).unlink()
            removed += 1
    return bases, removed, datetime.fromisoformat(first["finished_at"])


def _remove(backups) -> int:
    count = 0
    for backup in backups:
        # Renamed first: a removal that is broken off leaves nothing that looks like a backup.
        gone = backup.folder.with_name(backup.folder.name + ".removed" + safe_files.PART)
        backup.folder.rename(gone)
        shutil.rmtree(gone)
        count += 1
    return count


def _prune_lists(config: Config, reach: datetime | None) -> int:
    """Remove lists from before the earliest moment that can be gone back to."""
    known = filestore.list_moments(config)
    if reach is None:
        old = known[:-1]
    else:
        needed = [moment for moment in known if moment <= reach][-1:]
        old = [moment for moment in known if needed and moment < needed[0]]
    for moment in old:
        filestore.list_path(config, moment).unlink()
    return len(old)


def _prune_contents(config: Config, ring: keys.KeyRing) -> int:
    used = set()
    for backup in shelf.all_of(config, shelf.DUMPS):
        used |= {entry["sha256"] for entry in dump.read_files(backup, ring).values()}
    for moment in filestore.list_moments(config):
        listing = filestore.read_list(config, ring, moment)
        used |= {entry["sha256"] for entry in listing.values()}
    removed = 0
    for path in (config.folder / filestore.CONTENT).glob(f"*/*{safe_files.SEALED}"):
        if path.stem not in used:
            path.unlink()
            removed += 1
    return removed


def _remove_parts(config: Config) -> None:
    for path in config.folder.rglob(f"*{safe_files.PART}"):
        if path.exists() and time.time() - path.stat().st_mtime > OLD_PART:
            shutil.rmtree(path) if path.is_dir() else path.unlink()
