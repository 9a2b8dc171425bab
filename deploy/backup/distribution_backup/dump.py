"""The daily backup: the database as one snapshot, its files, and a manifest of both."""

import hashlib
import json
import subprocess

from . import facts, filestore, keys, moments, programs, safe_files, shelf
from .config import Config
from .refusal import Refused
from .snapshot import Snapshot

DUMP, FILES = "dump", "files"
COMPRESSION = "1"  # of pg_dump; 6 takes three times as long for a tenth less


def make(config: Config) -> dict:
    """Make a backup and return its manifest."""
    ring, moment = keys.load_ring(config.key_ring), moments.now()
    config.folder.mkdir(parents=True, exist_ok=True)
    if not config.filestore.is_dir():
        raise Refused(f"there are no files of Odoo in {config.filestore} ([odoo] data_dir)")
    with safe_files.locked(config.folder), shelf.making(config, shelf.DUMPS, moment) as backup:
        # Before the dump and after it: Odoo cleans up files, and makes new ones, meanwhile. What
        # the journals of seals say must not be later than the snapshot.
        before, new = filestore.keep(config, ring, filestore.around(config, ring, None))
        manifest, wanted = _dump(config, ring, backup)
        after, new_after = filestore.keep(config, ring, before)
        listing = {**after, **before}
        manifest |= {
            "files": len(listing),
            "files_size": sum(entry["size"] for entry in listing.values()),
            "files_new": new + new_after,
            "files_lost": filestore.lost(listing, wanted),
        }
        path, name = backup.part(FILES)
        with safe_files.packing(path, ring, name) as target:
            target.write(json.dumps(listing, sort_keys=True).encode())
        shelf.write_manifest(backup, ring, manifest)
        filestore.write_list(config, ring, listing, moment)
    return {"name": backup.name, **manifest}


def keep_files(config: Config) -> dict:
    """Keep the files that are new, between two dumps."""
    ring, moment = keys.load_ring(config.key_ring), moments.now()
    config.folder.mkdir(parents=True, exist_ok=True)
    if not config.filestore.is_dir():
        raise Refused(f"there are no files of Odoo in {config.filestore} ([odoo] data_dir)")
    with safe_files.locked(config.folder):
        listing, new = filestore.keep(config, ring, filestore.around(config, ring, None))
        filestore.write_list(config, ring, listing, moment)
    return {"files": len(listing), "files_new": new}


def read_files(backup: shelf.Backup, ring: keys.KeyRing) -> filestore.Listing:
    """Return the files of a backup."""
    path, name = backup.part(FILES)
    with safe_files.unpacking(path, ring, name) as source:
        return json.load(source)


def _dump(config: Config, ring: keys.KeyRing, backup: shelf.Backup) -> tuple[dict, list[str]]:
    path, name = backup.part(DUMP)
    digest = hashlib.sha256()
    with Snapshot(config, config.database) as snapshot:
        gathered = facts.gather(snapshot)
        wanted = snapshot.ask(facts.FILES) or []
        words = ("pg_dump", "-Fc", "-Z", COMPRESSION, f"--snapshot={snapshot.name}")
        with safe_files.sealing(path, ring, name) as sealed:

            def take(block: bytes) -> None:
                digest.update(block)
                sealed.write(block)

            programs.produce(config, (*words, "-d", config.database), take)
    measured = {"sha256": digest.hexdigest(), "size": sealed.length}
    check_contents(config, ring, backup, gathered["rows"])
    return {
        "database": config.database,
        "odoo": odoo_version(config),
        "dump": measured,
        "finished_at": moments.now().isoformat(),
        **gathered,
    }, wanted


def check_contents(
    config: Config, ring: keys.KeyRing, backup: shelf.Backup, rows: dict[str, int]
) -> None:
    """Have pg_restore list the dump, to its last byte; every table that was counted is in it."""
    path, name = backup.part(DUMP)
    with safe_files.unsealing(path, ring, name) as source:
        listed = programs.consume(config, ("pg_restore", "--list"), source)
    tables = {
        line.split()[6]
        for line in listed.splitlines()
        if " TABLE DATA public " in line and not line.startswith(";")
    }
    lost = sorted(set(rows) - tables)
    if lost:
        raise Refused(f"the dump {name} does not hold the tables {', '.join(lost)}")


def prove(ring: keys.KeyRing, backup: shelf.Backup, measured: dict) -> None:
    """Open the dump to its last byte and compare it with the manifest."""
    path, name = backup.part(DUMP)
    digest, size = hashlib.sha256(), 0
    with safe_files.unsealing(path, ring, name) as source:
        while block := source.read(programs.BLOCK):
            digest.update(block)
            size += len(block)
    if not size:
        raise Refused(f"the dump {name} is empty")
    if {"sha256": digest.hexdigest(), "size": size} != measured:
        raise Refused(
            f"the dump {name} is not the one of the manifest: it has {size} bytes instead of "
            f"{measured['size']}, or others"
        )


def odoo_version(config: Config) -> str:
    """Return Odoo's version, as it calls itself."""
    try:
        done = subprocess.run(
            [*config.odoo.command, "--version"], capture_output=True, text=True, check=False
        )
    except OSError as error:
        raise Refused(f"Odoo cannot be started ([odoo] command): {error.strerror}") from None
    if done.returncode:
        raise programs.failed("odoo --version", done.returncode, done.stderr)
    return done.stdout.strip().splitlines()[-1]
