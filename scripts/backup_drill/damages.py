"""Kinds of damaged backup: what happens to it, and what the program has to say."""

import dataclasses
import hashlib
import json
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path

from scripts import postgres_server
from scripts.backup_drill import settings, tools
from scripts.backup_drill.tools import cut, flip

from distribution_backup import config as configurations  # isort: skip - found through tools
from distribution_backup import dump, filestore, keys, safe_files, seal, shelf  # isort: skip


class Damaged:
    """A copy of the backups of which something goes wrong."""

    def __init__(self, configuration: Path):
        self.configuration = configuration
        self.config = configurations.read(configuration)
        self.ring = keys.load_ring(self.config.key_ring)
        self.backup = (shelf.all_of(self.config, shelf.DUMPS) or [None])[-1]
        self.options: dict = {}
        self.words = ("verify",)

    def part(self, name: str) -> Path:
        """Return a file of the backup."""
        return self.backup.part(name)[0]

    def content(self, place: int = 0) -> Path:
        """Return one of the files of the filestore, as it is kept; the longer ones first."""
        listing = dump.read_files(self.backup, self.ring).values()
        entries = sorted(listing, key=lambda entry: (-entry["size"], entry["sha256"]))
        return filestore.content_path(self.config, entries[place]["sha256"])

    def write_manifest(self, **changes) -> None:
        """Make the manifest anew, as nobody without the key can."""
        manifest = shelf.read_manifest(self.backup, self.ring)
        shelf.write_manifest(self.backup, self.ring, {**manifest, **changes})

    def write_dump(self, data: bytes) -> None:
        """Put another dump into the backup, with a manifest that fits."""
        path, name = self.backup.part("dump")
        path.write_bytes(seal.sealed_bytes(data, self.ring, name))
        measured = {"sha256": hashlib.sha256(data).hexdigest(), "size": len(data)}
        self.write_manifest(dump=measured)


@dataclasses.dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """A kind of damage.

    :param says: what the message names
    """

    name: str
    harm: Callable[[Damaged], None]
    says: str


def _cut_at_chunk(damaged: Damaged) -> None:
    data = damaged.part("dump").read_bytes()
    header = data.index(b"\n", len(seal.MAGIC)) + 1
    cut(damaged.part("dump"), header + seal.CHUNK + seal.TAG)


def _swap_chunks(damaged: Damaged) -> None:
    path, size = damaged.part("dump"), seal.CHUNK + seal.TAG
    data = path.read_bytes()
    start = data.index(b"\n", len(seal.MAGIC)) + 1
    first, second = data[start : start + size], data[start + size : start + 2 * size]
    path.write_bytes(data[:start] + second + first + data[start + 2 * size :])


def _take_other_manifest(damaged: Damaged) -> None:
    backups = shelf.all_of(damaged.config, shelf.DUMPS)
    shutil.copy2(backups[0].part("manifest")[0], damaged.part("manifest"))


def _take_other_dump(damaged: Damaged) -> None:
    backups = shelf.all_of(damaged.config, shelf.DUMPS)
    shutil.copy2(backups[0].part("dump")[0], damaged.part("dump"))


def _lose_module_version(damaged: Damaged) -> None:
    modules = shelf.read_manifest(damaged.backup, damaged.ring)["modules"]
    damaged.write_manifest(modules={**modules, "distribution_order": "19.0.0.0.1"})


def _forget_key(damaged: Damaged) -> None:
    settings.write_ring(damaged.config.key_ring, "k9")


def _change_key(damaged: Damaged) -> None:
    settings.write_ring(damaged.config.key_ring, "k1")


def _leave_unfinished(damaged: Damaged) -> None:
    name = damaged.backup.folder.name
    damaged.backup.folder.rename(damaged.backup.folder.with_name(name + safe_files.PART))
    damaged.words = ("verify", "--backup", name)


def _close_folder(damaged: Damaged) -> None:
    owner = postgres_server.owner()
    if owner:  # root opens every door: ask as somebody else, to whom only this one is closed
        for path in damaged.configuration.parent.rglob("*"):
            if path != damaged.config.key_ring:
                path.chmod(0o755 if path.is_dir() else 0o644)
        damaged.options = {"user": {"user": owner[0], "group": owner[1], "extra_groups": []}}
    damaged.backup.folder.chmod(0o000)


def _fill_disk(damaged: Damaged) -> None:
    damaged.options = {"largest_file": 4096}


def _swap_contents(damaged: Damaged) -> None:
    shutil.copy2(damaged.content(1), damaged.content(0))


def _say_other_content(damaged: Damaged) -> None:
    """Keep another content under a sealed name, as nobody without the key can."""
    path = damaged.content()
    path.write_bytes(
        seal.sealed_bytes(b"other", damaged.ring, f"files/{path.stem[:2]}/{path.stem}")
    )


def _forget_file(damaged: Damaged) -> None:
    listing = dump.read_files(damaged.backup, damaged.ring)
    name = next(name for name in sorted(listing) if name.startswith("filestore"))
    del listing[name]
    path, sealed_name = damaged.backup.part("files")
    with safe_files.packing(path, damaged.ring, sealed_name) as target:
        target.write(json.dumps(listing).encode())


def _lose_table(damaged: Damaged) -> None:
    """Dump everything but the rows of one table: pg_restore has nothing to complain about."""
    config = damaged.config
    done = subprocess.run(
        [
            *(f"{config.postgresql.programs}/pg_dump", "-Fc", "-Z1", "-h", config.postgresql.host),
            *("-U", "odoo", "--exclude-table-data=distribution_commission_movement"),
            *("-d", config.database),
        ],
        capture_output=True,
        check=True,
    )
    damaged.write_dump(done.stdout)


KINDS = tuple(
    Kind(name=name, harm=harm, says=says)
    for name, harm, says in (
        ("dump cut", lambda it: cut(it.part("dump"), -100), "cut off"),
        ("dump cut between chunks", _cut_at_chunk, "cut off behind chunk 0"),
        ("bit flipped in the dump", lambda it: flip(it.part("dump"), 5000), "dump was changed"),
        ("bit flipped at the end", lambda it: flip(it.part("dump"), -1), "dump was changed"),
        ("bit flipped in the salt", lambda it: flip(it.part("dump"), 150), "dump"),
        ("chunks swapped", _swap_chunks, "chunk 0 is not what it was"),
        ("dump emptied", lambda it: cut(it.part("dump"), 0), "is no sealed file"),
        ("dump of nothing", lambda it: it.write_dump(b""), "is empty"),
        ("dump of another day", _take_other_dump, "holds something else"),
        ("dump missing", lambda it: it.part("dump").unlink(), "dump is missing"),
        (
            "backup of another database",
            lambda it: it.write_manifest(database="other"),
            "is a backup of the database 'other'",
        ),
        ("manifest edited", lambda it: flip(it.part("manifest"), -30), "manifest was changed"),
        ("manifest missing", lambda it: it.part("manifest").unlink(), "manifest is missing"),
        ("manifest of another day", _take_other_manifest, "holds something else"),
        ("modules older than the code", _lose_module_version, "distribution_order is 19.0.0.0.1"),
        ("key of the same name", _change_key, "is not the one it was sealed with"),
        ("key not in the ring", _forget_key, "has only k9"),
        ("never finished", _leave_unfinished, "was never finished"),
        ("folder closed", _close_folder, "manifest.sealed (Permission denied)"),
        ("disk full while restoring", _fill_disk, "the disk is full"),
        ("stored file missing", lambda it: it.content().unlink(), "cannot be restored"),
        ("stored file flipped", lambda it: flip(it.content(), -1), "cannot be restored"),
        ("stored file of another name", _swap_contents, "holds something else"),
        ("stored file of another content", _say_other_content, "has another content"),
        ("file struck from the list", _forget_file, "lists"),
    )
)
# These go through the whole restore before they show.
SLOW_KINDS = (
    Kind(
        name="rows lost in the dump",
        harm=_lose_table,
        says="distribution_commission_movement has 0 rows",
    ),
)


def suffer(home: Path, configuration: Path, kind: Kind) -> tuple[bool, str]:
    """Damage a copy; return whether it was refused with the right words, and what was said."""
    damaged = Damaged(tools.copied(home, configuration, kind.name.replace(" ", "-")))
    kind.harm(damaged)
    outcome = tools.call(damaged.configuration, *damaged.words, **damaged.options)
    shutil.rmtree(damaged.configuration.parent)
    return bool(outcome.code) and kind.says in outcome.text, outcome.text.strip()
