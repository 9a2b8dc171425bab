"""Restore a dump into a database of its own, compare it, and only then put it in its place."""

import contextlib
import shutil
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from . import code, dump, facts, filestore, keys, odoo, programs, safe_files, shelf
from .config import Config, give, scratch_folder
from .refusal import Refused
from .snapshot import Snapshot


@dataclass(frozen=True, slots=True, kw_only=True)
class Copy:
    """A restored database with its files.

    :param host: of its server, when that is not the one of the configuration
    """

    database: str
    data_dir: Path
    host: str = ""


def into_scratch(config: Config, backup: shelf.Backup) -> Copy:
    """Restore a dump beside everything that is there; what fails leaves nothing behind."""
    ring = keys.load_ring(config.key_ring)
    manifest = shelf.read_manifest(backup, ring)
    if manifest["database"] != config.database:
        raise Refused(
            f"{backup.name} is a backup of the database {manifest['database']!r}, the "
            f"configuration is for {config.database!r}"
        )
    code.check(manifest["modules"], config.odoo.addons)
    dump.prove(ring, backup, manifest["dump"])
    listing = dump.read_files(backup, ring)
    if len(listing) != manifest["files"]:
        raise Refused(f"{backup.name} lists {len(listing)} files, its manifest {manifest['files']}")
    name = f"{config.database}_restore_{backup.folder.name.lower()}"
    copy = Copy(database=name, data_dir=config.scratch / name)
    discard(config, copy)  # of an attempt that was broken off
    with discarded_on_failure(config, copy):
        scratch_folder(config, name)
        filestore.unpack(config, ring, listing, copy.data_dir, name)
        give(copy.data_dir, config.odoo.user)
        programs.run(config, "createdb", "--template=template0", "--encoding=UTF8", name)
        _load(config, ring, backup, name)
        _compare(config, copy, manifest, listing)
    return copy


def _load(config: Config, ring: keys.KeyRing, backup: shelf.Backup, database: str) -> None:
    path, name = backup.part(dump.DUMP)
    words = ("pg_restore", "--exit-on-error", "--no-owner", "--no-privileges", "-d", database)
    with safe_files.unsealing(path, ring, name) as source:
        programs.consume(config, words, source)
    programs.sql(config, "ANALYZE", database=database)


def _compare(config: Config, copy: Copy, manifest: dict, listing: filestore.Listing) -> None:
    with Snapshot(config, copy.database) as snapshot:
        said = facts.compare(manifest, facts.gather(snapshot))
        wanted = snapshot.ask(facts.FILES) or []
    lost = set(filestore.lost(listing, wanted)) - set(manifest["files_lost"])
    said += [f"the attachment file {name} is not in the backup" for name in sorted(lost)]
    if said:
        raise Refused(f"what was restored is not what was backed up: {'; '.join(said)}")


@contextlib.contextmanager
def discarded_on_failure(config: Config, copy: Copy) -> Iterator[None]:
    """Leave nothing of a copy that did not come to a good end."""
    try:
        yield
    except BaseException:
        discard(config, copy)
        raise


def discard(config: Config, copy: Copy) -> None:
    """Remove a copy with its files."""
    programs.sql(config, f'DROP DATABASE IF EXISTS "{copy.database}" WITH (FORCE)')
    shutil.rmtree(copy.data_dir, ignore_errors=True)


def run(config: Config, backup: shelf.Backup, *, neutralize: bool, replace: bool) -> list[str]:
    """Restore, check, and with `replace` put the copy in the place of what was there.

    :return: what to tell the administrator
    """
    if replace and neutralize:
        raise Refused("a neutralised copy does not replace the company's database")
    if replace:
        refuse_when_in_use(config)
    copy = into_scratch(config, backup)
    with discarded_on_failure(config, copy):
        if neutralize:
            odoo.neutralize(config, copy)
        odoo.check(config, copy)
    if replace:
        return put_in_place(config, copy, backup.moment)
    return [
        f"restored as the database {copy.database}, its files are in {copy.data_dir}",
        f"remove it: dropdb {copy.database}; rm -r {copy.data_dir}",
    ]


def refuse_when_in_use(config: Config) -> None:
    """Refuse while somebody works in the database that would be replaced."""
    people = programs.sql(
        config,
        "SELECT COUNT(*) FROM pg_stat_activity WHERE backend_type = 'client backend'"
        f" AND datname = '{config.database}'",
    )
    if people != "0":
        raise Refused(
            f"{people} connections are open to {config.database}: stop Odoo on every host first"
        )


def put_in_place(config: Config, copy: Copy, moment: datetime) -> list[str]:
    """Rename the database that was there, and its files, and give the copy their names."""
    aside = f"{config.database}_before_{moment:%Y%m%dt%H%M%S}"
    said = []
    exists = programs.sql(config, f"SELECT 1 FROM pg_database WHERE datname = '{config.database}'")
    if exists:
        programs.sql(config, f'ALTER DATABASE "{config.database}" RENAME TO "{aside}"')
        said.append(f"what was there is now the database {aside}")
    if config.filestore.exists():
        config.filestore.rename(config.filestore.with_name(aside))
        said.append(f"its files are in {config.filestore.with_name(aside)}")
    programs.sql(config, f'ALTER DATABASE "{copy.database}" RENAME TO "{config.database}"')
    said += put_files(config, copy, aside)
    programs.sql(config, "CHECKPOINT", admin=True)  # until here it need not survive a crash
    return [*said, f"restored into place: {config.database}"]


def put_files(config: Config, copy: Copy, aside: str) -> list[str]:
    """Move the files of a copy to where Odoo looks for them."""
    said = []
    config.filestore.parent.mkdir(parents=True, exist_ok=True)
    inner = copy.data_dir / "filestore" / copy.database
    inner.mkdir(parents=True, exist_ok=True)  # a database may have no files at all
    shutil.move(inner, config.filestore)
    journals = config.odoo.data_dir / filestore.JOURNALS
    for path in sorted((copy.data_dir / filestore.JOURNALS).glob("*.log")):
        journals.mkdir(mode=0o700, exist_ok=True)
        present = journals / path.name
        if present.exists() and present.read_bytes() != path.read_bytes():
            present.rename(present.with_name(f"{path.stem}.{aside}"))
            said.append(
                f"the journal of seals {path.name} had more in it than the backup: it is kept as "
                f"{path.stem}.{aside}; settlements published since then are gone"
            )
        shutil.move(path, present)
    give(config.filestore, config.odoo.user)
    give(journals, config.odoo.user)
    shutil.rmtree(copy.data_dir, ignore_errors=True)
    return said
