"""Odoo's files and the journals of seals, kept by what they hold: each content once, sealed.

Odoo never changes a stored file, so a file whose name and size were kept before is not read again.
"""

import hashlib
import json
import os
from collections.abc import Iterable, Iterator
from datetime import datetime
from pathlib import Path

from . import moments, safe_files
from .config import Config
from .keys import KeyRing
from .refusal import Refused

CONTENT, LISTS = "files", "lists"
JOURNALS = "distribution_seals"
BLOCK = 1 << 20
PASSED_OVER = {"checklist"}  # notes of Odoo's own clean-up

Listing = dict[str, dict]  # path below the data folder, `{db}` for the database: {"sha256", "size"}


def content_name(digest: str) -> str:
    """Return the name that a content is sealed under."""
    return f"{CONTENT}/{digest[:2]}/{digest}"


def content_path(config: Config, digest: str) -> Path:
    """Return where a content is kept."""
    return config.folder / (content_name(digest) + safe_files.SEALED)


def found(config: Config) -> Iterator[tuple[str, Path]]:
    """Return name and path of every file that belongs into a backup."""
    for folder, _folders, files in os.walk(config.filestore):
        inner = Path(folder).relative_to(config.filestore)
        if PASSED_OVER & set(inner.parts):
            continue
        for file in files:
            yield f"filestore/{{db}}/{inner / file}", Path(folder) / file
    for path in sorted((config.odoo.data_dir / JOURNALS).glob("*.log")):
        yield f"{JOURNALS}/{path.name}", path


def keep(config: Config, ring: KeyRing, before: Listing) -> tuple[Listing, int]:
    """Keep what is new; return the whole list, and how many files were written."""
    listing, new = {}, 0
    for name, path in found(config):
        try:
            size = path.stat().st_size
            entry = before.get(name)
            is_known = entry and entry["size"] == size and not name.startswith(JOURNALS)
            if not (is_known and content_path(config, entry["sha256"]).exists()):
                entry, is_new = _keep_file(config, ring, path)
                new += is_new
        except FileNotFoundError:  # Odoo's clean-up was faster: nothing refers to it
            continue
        listing[name] = entry
    return listing, new


def _keep_file(config: Config, ring: KeyRing, path: Path) -> tuple[dict, bool]:
    data = path.read_bytes()
    digest = hashlib.sha256(data).hexdigest()
    target = content_path(config, digest)
    is_new = not target.exists()
    if is_new:
        target.parent.mkdir(parents=True, exist_ok=True)
        with safe_files.sealing(target, ring, content_name(digest)) as sealed:
            sealed.write(data)
    return {"sha256": digest, "size": len(data)}, is_new


def write_list(config: Config, ring: KeyRing, listing: Listing, moment: datetime) -> None:
    """Write which files there are now."""
    path = list_path(config, moment)
    path.parent.mkdir(exist_ok=True)
    with safe_files.packing(path, ring, f"{LISTS}/{path.stem}") as target:
        target.write(json.dumps(listing, sort_keys=True).encode())


def read_list(config: Config, ring: KeyRing, moment: datetime) -> Listing:
    """Return which files there were."""
    path = list_path(config, moment)
    with safe_files.unpacking(path, ring, f"{LISTS}/{path.stem}") as source:
        return json.load(source)


def list_path(config: Config, moment: datetime) -> Path:
    """Return where the list of a moment is."""
    return config.folder / LISTS / (moments.name_of(moment) + safe_files.SEALED)


def list_moments(config: Config) -> list[datetime]:
    """Return when lists were written, the earliest first."""
    names = (path.stem for path in (config.folder / LISTS).glob(f"*{safe_files.SEALED}"))
    return sorted(filter(None, map(moments.moment_of, names)))


def around(config: Config, ring: KeyRing, target: datetime | None) -> Listing:
    """Return the files of the last list before a moment and the first one after it."""
    known = list_moments(config)
    before = [each for each in known if target is None or each <= target][-1:]
    after = [each for each in known if target is not None and each > target][:1]
    merged = {}
    for moment in (*before, *after):
        merged |= read_list(config, ring, moment)
    return merged


def prove(config: Config, ring: KeyRing, listing: Listing) -> None:
    """Open every content and compare it with the list, writing nothing."""
    for name, entry in listing.items():
        for _block in _blocks(config, ring, name, entry):
            pass


def unpack(config: Config, ring: KeyRing, listing: Listing, data_dir: Path, database: str) -> None:
    """Write the files below a data folder, as those of a database of another name."""
    for name, entry in listing.items():
        target = data_dir / name.replace("{db}", database)
        target.parent.mkdir(parents=True, exist_ok=True)
        with target.open("wb") as file:
            for block in _blocks(config, ring, name, entry):
                file.write(block)


def _blocks(config: Config, ring: KeyRing, name: str, entry: dict) -> Iterator[bytes]:
    sealed_name = content_name(entry["sha256"])
    digest = hashlib.sha256()
    try:
        with safe_files.unsealing(
            content_path(config, entry["sha256"]), ring, sealed_name
        ) as source:
            while block := source.read(BLOCK):
                digest.update(block)
                yield block
    except Refused as error:
        raise Refused(f"the file {name} cannot be restored: {error}") from None
    if digest.hexdigest() != entry["sha256"]:
        raise Refused(f"the file {name} has another content than the manifest says")


def lost(listing: Iterable[str], wanted: Iterable[str]) -> list[str]:
    """Return the files that attachments refer to and that are not in the list."""
    have = set(listing)
    return sorted(name for name in wanted if f"filestore/{{db}}/{name}" not in have)
