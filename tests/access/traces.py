"""Where clear text may be left behind: logs, a dump of the database, its files."""

import io
import subprocess
import zipfile
from collections import defaultdict
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts import postgres_server
from scripts.cluster import TEST
from scripts.paths import LOG


def find_in_logs(texts: Iterable[str], database: str) -> dict[str, set[str]]:
    """Return {text: names of the logs that hold it}, of those a database's processes write."""
    logs = [*LOG.glob(f"*{database}*.log"), LOG / f"postgresql-{TEST.name}.log"]
    return _find({log.name: log.read_bytes() for log in logs if log.exists()}, texts)


def find_in_files(texts: Iterable[str], database: str) -> dict[str, set[str]]:
    """Return {text: stored files that hold it}; what is packed in them is unpacked."""
    store = TEST.odoo_data / "filestore" / database
    files = [path for path in store.rglob("*") if path.is_file()]
    return _find({str(path.relative_to(store)): _unpacked(path) for path in files}, texts)


def find_in_dump(texts: Iterable[str], database: str) -> dict[str, set[str]]:
    """Return {text: tables of a dump that hold it}."""
    return _find(_dump(database), texts)


def _find(places: Mapping[str, bytes], texts: Iterable[str]) -> dict[str, set[str]]:
    found = defaultdict(set)
    for text in texts:
        assert len(text) >= 8, "shorter ones are found by chance"
        for name, content in places.items():
            if text.encode() in content:
                found[text].add(name)
    return dict(found)


def _dump(database: str) -> dict[str, bytes]:
    """Return {table: its rows} as `pg_dump` writes them."""
    connection = TEST.connection(database)
    binaries = postgres_server.bin_dir()
    words = [
        *("--host", connection["host"], "--port", connection["port"]),
        *("--username", connection["user"], "--data-only", database),
    ]
    done = subprocess.run(
        [str(binaries / "pg_dump"), *words],
        env=postgres_server.library_env(binaries),
        capture_output=True,
        check=True,
    )
    tables, name = defaultdict(list), ""
    for line in done.stdout.splitlines():
        if line.startswith(b"COPY public."):
            name = line.split()[1].decode().removeprefix("public.")
        elif line == rb"\.":
            name = ""
        elif name:
            tables[name].append(line)
    return {table: b"\n".join(lines) for table, lines in tables.items()}


def _unpacked(path: Path) -> bytes:
    content = path.read_bytes()
    if not content.startswith(b"PK"):
        return content
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return b"\n".join(archive.read(name) for name in archive.namelist())
