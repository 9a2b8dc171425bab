"""A primary with the settings of `deploy/postgresql` and a streaming replica, in `.local/stack/`.

Each is our child and is reaped by us; both listen on Unix sockets only.
"""

import contextlib
import os
import shutil
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from scripts import postgres_child, postgres_server, processes
from scripts.cluster import HBA, HBA_OF_REPLICAS, MAIN, ROLE, SUPERUSER
from scripts.paths import LOG, ROOT
from scripts.stack.settings import DATABASE, STACK, changed

PRODUCTION = ROOT / "deploy" / "postgresql"
SLOT = "replica_1"
FOLDERS = ("primary", "replica", "archive")
SECONDS_TO_START = 60
RUN_LOG = "stack-postgresql"
# What the owner of a machine changes: this one has little memory to give.
LOCAL_VALUES = {
    "shared_buffers": "256MB",
    "effective_cache_size": "1GB",
    "maintenance_work_mem": "128MB",
}


@dataclass(slots=True)
class Server:
    """A PostgreSQL server of the rehearsal."""

    name: str
    port: str
    settings: Sequence[str]
    sockets: Path
    process: subprocess.Popen | None = field(default=None)

    @property
    def home(self) -> Path:
        """Return its folder; `data` in it is PostgreSQL's."""
        return STACK / self.name

    @property
    def log(self) -> Path:
        """Return its log."""
        return LOG / f"stack-{self.name}.log"

    def start(self) -> None:
        """Start it as our child and wait until it answers."""
        LOG.mkdir(parents=True, exist_ok=True)
        self.log.touch()
        give(self.log)
        self.process = postgres_child.spawn(self.home / "data", log=self.log)
        postgres_child.wait(self.process, self._answers, log=self.log, seconds=SECONDS_TO_START)

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            return bool(self.sql("SELECT 1", database="postgres"))
        return False

    def stop(self) -> None:
        """End it in order."""
        postgres_child.stop(self.process)

    def sql(self, statement: str, *, database: str = DATABASE) -> list[tuple]:
        """Run one statement as the superuser."""
        connection = psycopg2.connect(
            host=str(self.sockets), port=self.port, user=SUPERUSER, dbname=database
        )
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(statement)
                return cursor.fetchall() if cursor.description else []
        finally:
            connection.close()

    def write_settings(self, *, shared: str) -> None:
        """Let the configuration name the production files, with local values after them."""
        lines = [changed(PRODUCTION / name, LOCAL_VALUES | self._own()) for name in self.settings]
        (self.home / "data" / "postgresql.conf").write_text("\n".join([*lines, shared]))
        (self.home / "data" / "pg_hba.conf").write_text(HBA + HBA_OF_REPLICAS)

    def _own(self) -> dict[str, str]:
        archive = STACK / "archive"
        copy = f"test ! -f {archive}/%f && cp %p {archive}/%f"
        return {"archive_command": f"'{copy}'"}


def program(name: str) -> str:
    """Return the path of a program of PostgreSQL."""
    return str(postgres_server.bin_dir() / name)


def give(*paths: Path) -> None:
    """Let the server own files."""
    owner = postgres_server.owner()
    for path in paths if owner else ():
        os.chown(path, *owner)


def make() -> tuple[Server, Server]:
    """Make both clusters anew, started, the replica following the primary."""
    for name in FOLDERS:
        shutil.rmtree(STACK / name, ignore_errors=True)
        (STACK / name).mkdir(parents=True)
        give(STACK / name)
    sockets = Path(
        tempfile.mkdtemp(prefix="stack-", dir="/tmp")
    )  # short: a socket's path has 107 bytes
    give(sockets)
    primary = Server("primary", "5432", ["primary.conf"], sockets)
    replica = Server("replica", "5433", ["primary.conf", "replica.conf"], sockets)
    postgres_server.run(
        *("initdb", "-D", primary.home / "data", "-U", SUPERUSER, "--auth=trust"),
        *("--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-sync"),
        log=RUN_LOG,
        what="creating the primary",
    )
    primary.write_settings(shared=_place(primary))
    primary.start()
    primary.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB", database="postgres")
    slot = f"SELECT pg_create_physical_replication_slot('{SLOT}')"
    primary.sql(slot, database="postgres")
    postgres_server.run(
        *("pg_basebackup", "-D", replica.home / "data", "-h", sockets, "-p", primary.port),
        *("-U", SUPERUSER, "-X", "stream", "-S", SLOT, "-R", "-c", "fast", "--no-sync"),
        log=RUN_LOG,
        what="cloning the replica",
    )
    replica.write_settings(shared=_place(replica))
    replica.start()
    return primary, replica


def remove(sockets: Path) -> None:
    """Remove what both servers kept; the logs stay."""
    for folder in (sockets, *(STACK / name for name in FOLDERS)):
        shutil.rmtree(folder, ignore_errors=True)


def _place(server: Server) -> str:
    return f"unix_socket_directories = '{server.sockets}'\nport = {server.port}\n"


def fill(primary: Server, source: str) -> None:
    """Copy a database of the project's main cluster into the primary; only then it is made safe."""
    primary.sql("ALTER SYSTEM SET fsync = off", database="postgres")
    primary.sql("SELECT pg_reload_conf()", database="postgres")
    primary.sql(f"CREATE DATABASE {DATABASE} OWNER {ROLE} TEMPLATE template0", database="postgres")
    dump = [program("pg_dump"), "-Fc", "-Z0", "-h", str(MAIN.socket_dir), "-U", SUPERUSER, source]
    restore = [program("pg_restore"), "-h", str(primary.sockets), "-p", primary.port]
    restore += ["-U", SUPERUSER, "-d", DATABASE, "--exit-on-error"]
    processes.run(
        restore,
        log=RUN_LOG,
        what="filling the primary",
        env=postgres_server.library_env(postgres_server.bin_dir()),
        fed_by=dump,
    )
    primary.sql("ANALYZE")
    primary.sql("ALTER SYSTEM RESET fsync", database="postgres")
    primary.sql("SELECT pg_reload_conf()", database="postgres")
    primary.sql("CHECKPOINT")
