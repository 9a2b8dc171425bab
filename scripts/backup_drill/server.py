"""A PostgreSQL of its own, safe on disk and archived: it may be killed, and burnt down."""

import os
import shutil
import subprocess
import time
from pathlib import Path

from scripts import postgres_child, postgres_server, processes
from scripts.backup_drill import settings
from scripts.cluster import HBA, HBA_OF_REPLICAS, ROLE, SUPERUSER

PORT = "5432"
SECONDS_TO_START = 120


class Server:
    """A server below a folder; `host` is the folder of its socket."""

    def __init__(self, home: Path, *, archive_timeout: int):
        self.home, self.archive_timeout = home, archive_timeout
        self.data, self.host = home / "data", home
        self.child: subprocess.Popen | None = None

    def create(self, configuration: Path) -> None:
        """Make the cluster, with checksums, its WAL going into the archive of a configuration."""
        shutil.rmtree(self.home, ignore_errors=True)
        self.home.mkdir(parents=True)
        owner = postgres_server.owner()
        if owner:
            os.chown(self.home, *owner)
        postgres_server.run(
            *("initdb", "-k", "-D", self.data, "-U", SUPERUSER, "--auth=trust", "-E", "UTF8"),
            log="backup-drill",
            what="creating the cluster of the drill",
        )
        (self.data / "pg_hba.conf").write_text(HBA + HBA_OF_REPLICAS)
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
        log = self.home / "server.log"
        self.child = postgres_child.spawn(self.data, "-p", PORT, log=log)
        postgres_child.wait(self.child, self._answers, log=log, seconds=SECONDS_TO_START)
        self.sql(
            f"DO $$ BEGIN CREATE ROLE {ROLE} LOGIN CREATEDB; EXCEPTION WHEN duplicate_object THEN"
            " NULL; END $$"
        )

    def stop(self) -> None:
        """End it in good order."""
        postgres_child.stop(self.child)

    def burn_down(self) -> None:
        """Kill the server and remove all it had: what is left is the archive."""
        self.child.kill()
        self.child.wait()  # a zombie would keep its pid file believable
        time.sleep(0.5)  # its children notice
        shutil.rmtree(self.data)

    def sql(self, text: str, database: str = "postgres") -> str:
        """Run SQL as the superuser and return what it gives, columns separated by `|`."""
        return processes.read([*self._psql(database), "-c", text], check=True).strip()

    def _answers(self) -> str:
        return processes.read([*self._psql("postgres"), "-c", "SELECT 1"])

    def _psql(self, database: str) -> list[str]:
        words = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-h", str(self.host), "-p", PORT)
        return [str(postgres_server.bin_dir() / "psql"), *words, "-U", SUPERUSER, "-d", database]
