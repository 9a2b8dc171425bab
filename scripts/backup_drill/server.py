"""A PostgreSQL of its own, safe on disk and archived: it may be killed, and burnt down."""

import os
import shutil
import signal
import subprocess
import time
from pathlib import Path

from scripts import postgres_server, processes
from scripts.backup_drill import settings
from scripts.cluster import HBA, ROLE, SUPERUSER
from scripts.problem import Problem

PORT = "5432"


class Server:
    """A server below a folder; `host` is the folder of its socket."""

    def __init__(self, home: Path, *, archive_timeout: int):
        self.home, self.archive_timeout = home, archive_timeout
        self.data, self.host = home / "data", home
        self.child: subprocess.Popen | None = None
        self._run_as = postgres_server.run_as()
        self._binaries = postgres_server.bin_dir()

    def create(self, configuration: Path) -> None:
        """Make the cluster, with checksums, its WAL going into the archive of a configuration."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        owner = postgres_server.owner()
        if owner:
            os.chown(self.home, *owner)
        self._run("initdb", "-k", "-D", self.data, "-U", SUPERUSER, "--auth=trust", "-E", "UTF8")
        (self.data / "pg_hba.conf").write_text(HBA + "local replication all trust\n")
        words = settings.words(configuration, "archive", python=settings.server_python())
        with (self.data / "postgresql.conf").open("a") as file:
            file.write(
                f"""
listen_addresses = ''
unix_socket_directories = '{self.host}'
shared_buffers = 512MB
maintenance_work_mem = 256MB
max_wal_size = 2GB
max_locks_per_transaction = 256
timezone = 'UTC'
archive_mode = on
archive_timeout = {self.archive_timeout}
archive_command = '{" ".join(words)} %f "%p"'
"""
            )

    def start(self) -> None:
        """Start it, and wait until it answers."""
        with (self.home / "server.log").open("ab") as log:
            self.child = subprocess.Popen(
                [
                    *self._run_as.prefix,
                    str(self._binaries / "postgres"),
                    *("-D", str(self.data), "-p", PORT),
                ],
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                cwd="/",
                env={**os.environ, **postgres_server.library_env(self._binaries)},
                user=self._run_as.user,
                group=self._run_as.group,
                extra_groups=[] if self._run_as.user is not None else None,
                preexec_fn=processes.die_with_parent,  # noqa: PLW1509 - a single system call
            )
        deadline = time.monotonic() + 120
        while not processes.read([*self._psql("postgres"), "-c", "SELECT 1"]):
            if self.child.poll() is not None or time.monotonic() > deadline:
                raise Problem(f"PostgreSQL did not start; see {self.home / 'server.log'}")
            time.sleep(0.1)
        self.sql(
            f"DO $$ BEGIN CREATE ROLE {ROLE} LOGIN CREATEDB; EXCEPTION WHEN duplicate_object THEN"
            " NULL; END $$"
        )

    def stop(self) -> None:
        """End it in good order."""
        if self.child and self.child.poll() is None:
            self.child.send_signal(signal.SIGINT)
            self.child.wait()

    def burn_down(self) -> None:
        """Kill the server and remove all it had: what is left is the archive."""
        self.child.kill()
        self.child.wait()  # a zombie would keep its pid file believable
        time.sleep(0.5)  # its children notice
        shutil.rmtree(self.data)

    def sql(self, text: str, database: str = "postgres") -> str:
        """Run SQL as the superuser and return what it gives, columns separated by `|`."""
        return processes.read([*self._psql(database), "-c", text], check=True).strip()

    def _psql(self, database: str) -> list[str]:
        words = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.host), "-p", PORT)
        return [str(self._binaries / "psql"), *words, "-U", SUPERUSER, "-d", database]

    def _run(self, program: str, *words: object) -> None:
        processes.run(
            [self._binaries / program, *words],
            log="backup-drill",
            what=program,
            run_as=self._run_as,
            cwd="/",
            env=postgres_server.library_env(self._binaries),
        )
