"""A PostgreSQL of our own that can die: started as a child, so that the dead are taken away."""

import contextlib
import os
import signal
import subprocess
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import psutil
import psycopg2

from scripts import postgres_child
from scripts.cluster import PORT, SUPERUSER, Cluster
from scripts.paths import LOG
from scripts.processes import started_of

SECONDS_TO_START = 240
SETTINGS = ("shared_buffers=256MB", "max_wal_size=256MB", "min_wal_size=64MB", "fsync=on")
HASTY = ("fsync=off", "full_page_writes=off", "synchronous_commit=off")  # while it is filled


@dataclass(frozen=True, slots=True)
class LaneCluster(Cluster):
    """A cluster whose Odoo files lie beside it."""

    @property
    def odoo_data(self) -> Path:
        """Override: on the same disk."""
        return self.home / "odoo-data"


class Postgres:
    """The server of one cluster."""

    def __init__(self, cluster: LaneCluster, *more: str):
        """Take whose server it is, and more settings of it."""
        self.cluster, self._settings = cluster, (*SETTINGS, *more)
        self._process: subprocess.Popen | None = None
        self._starting = threading.Lock()

    def start(self) -> None:
        """Start it unless it runs, and wait until it lets somebody in."""
        with self._starting:
            if not self.is_alive():
                self._spawn()
            postgres_child.wait(
                self._process, self._answers, log=self._log, seconds=SECONDS_TO_START
            )

    def _spawn(self) -> None:
        home = self.cluster.home
        self._forget_dead_server()
        options = [word for setting in self._settings for word in ("-c", setting)]
        self._process = postgres_child.spawn(
            home / "data",
            *("-k", self.cluster.socket_dir, "-p", PORT, "-h", ""),
            *options,
            log=self._log,
        )

    def kill(self) -> None:
        """Kill the postmaster and all its children, as the end of the machine would."""
        self._process.send_signal(signal.SIGSTOP)  # so that it forks nobody meanwhile
        children = children_of(self._process.pid)
        self._process.kill()
        for pid in children:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        deadline = time.monotonic() + 10
        while any(started_of(pid) for pid in children) and time.monotonic() < deadline:
            time.sleep(0.02)

    def checkpoint(self) -> None:
        """Write everything to the disk."""
        connection = self.connect("postgres", is_superuser=True)
        connection.cursor().execute("CHECKPOINT")
        connection.close()

    def is_alive(self) -> bool:
        """Tell whether the postmaster runs."""
        return self._process is not None and self._process.poll() is None

    def stop(self) -> None:
        """End it in order."""
        if not postgres_child.stop(self._process, 30):
            self.kill()

    def connect(self, database: str, *, is_superuser: bool = False):
        """Return a connection that commits each statement by itself."""
        words = self.cluster.connection(database)
        if is_superuser:
            words["user"] = SUPERUSER
        connection = psycopg2.connect(**words)
        connection.autocommit = True
        return connection

    def _answers(self) -> bool:
        with contextlib.suppress(psycopg2.OperationalError):
            self.connect("postgres", is_superuser=True).close()
            return True
        return False

    @property
    def _log(self) -> Path:
        return LOG / f"postgresql-{self.cluster.home.name}.log"

    def _forget_dead_server(self) -> None:
        (self.cluster.home / "data" / "postmaster.pid").unlink(missing_ok=True)
        for lock in self.cluster.socket_dir.glob(".s.PGSQL*"):
            lock.unlink()


def children_of(pid: int) -> list[int]:
    """Return the processes whose parent one is."""
    with contextlib.suppress(psutil.NoSuchProcess):
        return [child.pid for child in psutil.Process(pid).children()]
    return []
