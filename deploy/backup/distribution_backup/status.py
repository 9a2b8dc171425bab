"""Whether backups are as young as they must be: for monitoring, the exit code says it."""

from datetime import datetime, timedelta

from . import filestore, keys, moments, programs, shelf, wal
from .config import Config
from .record import verified
from .refusal import Refused

# Segments that PostgreSQL has waiting for the archive, and for how long the first one has been.
WAITING = (
    "SELECT COUNT(*) || ' ' || COALESCE(EXTRACT(EPOCH FROM NOW() - MIN(modification))::bigint, 0)"
    " FROM pg_ls_archive_statusdir() WHERE name LIKE '%.ready'"
)


def report(config: Config) -> tuple[list[str], bool]:
    """Return a line about each kind of backup, and whether all is well."""
    ring = keys.load_ring(config.key_ring)
    last_proof = verified(config).get("at")
    lines = [
        _line("dump", _newest(config, ring, shelf.DUMPS), hours=config.alarm["dump_hours"]),
        _line("base", _newest(config, ring, shelf.BASES), days=config.alarm["base_days"]),
        _line(
            "files",
            (filestore.list_moments(config) or [None])[-1],
            minutes=config.alarm["files_minutes"],
        ),
        _line(
            "verified",
            datetime.fromisoformat(last_proof) if last_proof else None,
            days=config.alarm["verify_days"],
        ),
        _wal_line(config),
    ]
    return [text for text, _is_good in lines], all(is_good for _text, is_good in lines)


def _newest(config: Config, ring: keys.KeyRing, kind: str) -> datetime | None:
    """Return when the last backup was made that can be opened."""
    for backup in reversed(shelf.all_of(config, kind)):
        try:
            shelf.read_manifest(backup, ring)
        except Refused:
            continue
        return backup.moment
    return None


def _line(label: str, moment: datetime | None, **allowed: int) -> tuple[str, bool]:
    if moment is None:
        return f"ALARM {label}: there is none", False
    age = moments.now() - moment
    is_good = age <= timedelta(**allowed)
    [(unit, number)] = allowed.items()
    word = "ok   " if is_good else "ALARM"
    return f"{word} {label}: {moment.isoformat()}, {age} old, allowed {number} {unit}", is_good


def _wal_line(config: Config) -> tuple[str, bool]:
    """Say whether changes reach the archive; a server that nobody changes has nothing to send."""
    count = len(wal.names(config))
    try:
        waiting, seconds = map(int, programs.sql(config, WAITING, admin=True).split())
    except Refused as error:
        return f"ALARM wal: {count} kept, and the server does not answer ({error})", False
    is_good = count > 0 and seconds <= config.alarm["wal_minutes"] * 60
    text = f"wal: {count} kept, {waiting} waiting, the first for {seconds} s"
    return f"{'ok   ' if is_good else 'ALARM'} {text}", is_good
