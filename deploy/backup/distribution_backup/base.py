"""The weekly base backup: PostgreSQL's folder, verified by PostgreSQL, from which WAL goes on."""

import re
import shutil
import tarfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from . import keys, moments, programs, safe_files, shelf
from .config import Config, give, scratch_folder
from .refusal import Refused

BASE = "base"
START = re.compile(r"^START WAL LOCATION: \S+ \(file ([0-9A-F]{24})\)", re.MULTILINE)


def make(config: Config) -> dict:
    """Make a base backup and return its manifest."""
    ring, moment = keys.load_ring(config.key_ring), moments.now()
    config.folder.mkdir(parents=True, exist_ok=True)
    with (
        safe_files.locked(config.folder),
        shelf.making(config, shelf.BASES, moment) as backup,
        scratch(config, f"base-{moments.name_of(moment)}") as folder,
    ):
        give(folder, config.postgresql.server_user)
        data = folder / "data"
        programs.run(config, "pg_basebackup", *_options(data), admin=True)
        programs.run(config, "pg_verifybackup", "-q", str(data))
        manifest = _describe(config, data)
        path, name = backup.part(BASE)
        with (
            safe_files.packing(path, ring, name) as packed,
            tarfile.open(fileobj=packed, mode="w|") as tar,
        ):
            tar.add(data, arcname="data")
        shelf.write_manifest(backup, ring, manifest)
    return {"name": backup.name, **manifest}


def _options(data: Path) -> tuple[str, ...]:
    words = ("--format=plain", "--wal-method=stream", "--checkpoint=fast", "--no-password")
    return ("-D", str(data), "--manifest-checksums=SHA256", *words)


def _describe(config: Config, data: Path) -> dict:
    label = START.search((data / "backup_label").read_text())
    if not label:
        raise Refused("pg_basebackup has not said where its WAL begins")
    return {
        "start": label[1],
        "finished_at": moments.now().isoformat(),
        "segment_size": int(
            programs.sql(config, "SELECT setting FROM pg_settings WHERE name = 'wal_segment_size'")
        ),
        "server": programs.sql(config, "SHOW server_version"),
        "database": config.database,
        "size": sum(path.stat().st_size for path in data.rglob("*") if path.is_file()),
    }


def unpack(config: Config, ring: keys.KeyRing, backup: shelf.Backup, folder: Path) -> Path:
    """Write the base backup below a folder, have PostgreSQL verify it, and return its path."""
    path, name = backup.part(BASE)
    with (
        safe_files.unpacking(path, ring, name) as packed,
        tarfile.open(fileobj=packed, mode="r|") as tar,
    ):
        tar.extractall(folder)  # sealed by ourselves: nobody else can have put a path into it
    data = folder / "data"
    programs.run(config, "pg_verifybackup", "-q", str(data))
    return data


@contextmanager
def scratch(config: Config, name: str) -> Iterator[Path]:
    """Have a private folder for the length of a block."""
    folder = scratch_folder(config, name)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
