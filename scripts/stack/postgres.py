"""A primary with the settings of `deploy/postgresql` and a streaming replica, in `.local/stack/`.

Each is our child and is reaped by us; both listen on Unix sockets only.
"""

import contextlib
import functools
import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

import psycopg2

from scripts import postgres_server, processes
from scripts.cluster import MAIN, ROLE, SUPERUSER
from scripts.paths import LOG, ROOT
from scripts.problem import Problem
from scripts.stack.settings import DATABASE, STACK, changed

PRODUCTION = ROOT / "deploy" / "postgresql"
SLOT = "replica_1"
FOLDERS = ("primary", "replica", "archive")
HBA = "local all all trust\nlocal replication all trust\n"  # whoever gets into the folder is us
SECONDS_TO_START = 60
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
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                _as_server([program("postgres"), "-D", str(self.home / "data")]),
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                cwd="/",
                env=_environment(),
                # Fast shutdown: a killed postmaster would leave its shared memory behind.
                preexec_fn=functools.partial(processes.die_with_parent, signal.SIGINT),  # noqa: PLW1509
                **_identity(),
            )
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(psycopg2.OperationalError):
                self.sql("SELECT 1", database="postgres")
                return
            time.sleep(0.2)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise Problem(f"PostgreSQL ({self.name}) did not start", "see its words.", tail=tail)

    def stop(self, number: int = signal.SIGINT) -> None:
        """End it, by default the fast and orderly way."""
        if self.process and self.process.poll() is None:
            self.process.send_signal(number)
            self.process.wait(timeout=60)

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
        (self.home / "data" / "pg_hba.conf").write_text(HBA)

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


def _as_server(words: Sequence[str]) -> list[str]:
    return [*postgres_server.run_as().prefix, *words]


def _identity() -> dict:
    who = postgres_server.run_as()
    return {"user": who.user, "group": who.group, "extra_groups": []} if who.user else {}


def _environment() -> dict[str, str]:
    own = {key: value for key, value in os.environ.items() if not key.startswith("PG")}
    return own | postgres_server.library_env(postgres_server.bin_dir())


def _run(words: Sequence[str | Path], what: str) -> None:
    processes.run(
        words,
        log="stack-postgresql",
        what=what,
        run_as=postgres_server.run_as(),
        env={**postgres_server.library_env(postgres_server.bin_dir()), "PGHOST": None},
        cwd="/",
    )


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
    words = [program("initdb"), "-D", primary.home / "data", "-U", SUPERUSER, "--auth=trust"]
    words += ["--encoding=UTF8", "--locale=C.UTF-8", "--data-checksums", "--no-sync"]
    _run(words, "creating the primary")
    primary.write_settings(shared=_place(primary))
    primary.start()
    primary.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB", database="postgres")
    slot = f"SELECT pg_create_physical_replication_slot('{SLOT}')"
    primary.sql(slot, database="postgres")
    words = [program("pg_basebackup"), "-D", replica.home / "data", "-h", sockets, "-p", "5432"]
    words += ["-U", SUPERUSER, "-X", "stream", "-S", SLOT, "-R", "-c", "fast", "--no-sync"]
    _run(words, "cloning the replica")
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
        log="stack-postgresql",
        what="filling the primary",
        env=postgres_server.library_env(postgres_server.bin_dir()),
        fed_by=dump,
    )
    primary.sql("ANALYZE")
    primary.sql("ALTER SYSTEM RESET fsync", database="postgres")
    primary.sql("SELECT pg_reload_conf()", database="postgres")
    primary.sql("CHECKPOINT")
