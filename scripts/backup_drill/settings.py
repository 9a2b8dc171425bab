"""A backup.conf and a key ring for clusters of this folder."""

import base64
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres_server, processes
from scripts.paths import ADDONS, KEY_RING, ROOT, VENV_PYTHON
from scripts.problem import Problem

PROGRAM = ROOT / "deploy" / "backup" / "backup.py"
SYSTEM_PYTHON = Path("/usr/bin/python3")


@dataclass(frozen=True, slots=True, kw_only=True)
class Source:
    """What is backed up."""

    database: str
    host: Path
    odoo_data: Path
    odoo_conf: Path
    data: Path


def server_python() -> Path:
    """Return a Python that PostgreSQL's user can run: ours may lie in root's home."""
    for python in (SYSTEM_PYTHON, VENV_PYTHON):
        run_as = postgres_server.run_as(python.resolve().parent)
        if run_as.prefix:  # reached with rights that the server's children do not inherit
            continue
        if processes.read([python, "-c", "import cryptography; print(1)"]):
            return python
    raise Problem(
        "no Python that PostgreSQL's user can run has the package cryptography",
        "install it for the machine's Python (python3-cryptography).",
    )


def write(home: Path, source: Source) -> Path:
    """Write configuration, key ring and folders below `home`; return the configuration."""
    folder, ring = home / "backups", home / "key-ring"
    for each in (home, folder, folder / "wal", home / "scratch"):
        each.mkdir(parents=True, exist_ok=True)
        each.chmod(0o711)
    if not ring.exists():
        write_ring(ring, "k1")
    _give(folder, folder / "wal", ring)
    path = home / "backup.conf"
    path.write_text(
        f"""
[backup]
database = {source.database}
folder = {folder}
scratch = {home / "scratch"}
key_ring = {ring}
python = {server_python()}
[postgresql]
host = {source.host}
user = odoo
admin = postgres
programs = {postgres_server.bin_dir()}
data = {source.data}
server_user = {_server_user()}
[odoo]
command = {VENV_PYTHON} -m odoo
configuration = {source.odoo_conf}
data_dir = {source.odoo_data}
key_ring = {KEY_RING}
addons = {ADDONS}
"""
    )
    return path


def write_ring(path: Path, *key_ids: str) -> None:
    """Write a key ring of fresh keys."""
    lines = (f"{each} {base64.b64encode(secrets.token_bytes(32)).decode()}\n" for each in key_ids)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT, 0o600)
    with os.fdopen(handle, "w") as file:
        file.write("".join(lines))
    _give(path)


def words(configuration: Path, command: str, *more: str, python: Path = VENV_PYTHON) -> list[str]:
    """Return the command line of a command of the backup program."""
    return [str(python), str(PROGRAM), command, "-c", str(configuration), *more]


def _give(*paths: Path) -> None:
    owner = postgres_server.owner()
    for path in paths if owner else ():
        os.chown(path, *owner)


def _server_user() -> str:
    owner = postgres_server.owner()
    return postgres_server.account_name() if owner else ""
