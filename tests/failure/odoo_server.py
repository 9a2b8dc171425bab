"""Odoo as in production: a master with two web workers and a job runner, any of which may die."""

import contextlib
import os
import re
import signal
import subprocess
import time
import urllib.error
import urllib.request
from pathlib import Path

from scripts import odoo_process, server
from scripts.paths import LOG
from scripts.wall_clock import Clock

from .postgres import LaneCluster, children_of

SECONDS_TO_START = 240
COLLIDED = re.compile(r"SERIALIZATION_FAILURE|could not serialize access")
ALIVE = re.compile(r"Worker (\w+) \((\d+)\) alive")
LIMITS = {
    "workers": 2,
    "max_cron_threads": 1,
    "limit_memory_hard": 0,
    "limit_memory_soft": 0,
    "limit_time_real": 120,
    "limit_request": 100_000,
    "log_level": "info",
}


class OdooServer:
    """The server of one database."""

    def __init__(self, cluster: LaneCluster, database: str, clock: Clock):
        """Name the database, and the clock that it goes by."""
        self.cluster, self.database = cluster, database
        self.port = server.free_port()
        self.log = LOG / f"odoo-{cluster.home.name}.log"
        self._clock = clock
        self._children: list[int] = []
        self._process: subprocess.Popen | None = None

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"

    def configuration(self) -> Path:
        """Write the server's configuration; an upgrade beside it reads the same."""
        return odoo_process.write_configuration(
            self.cluster,
            self.cluster.home / "odoo.conf",
            dbfilter=f"^{self.database}$",
            db_name=self.database,
            http_interface="127.0.0.1",
            http_port=self.port,
            gevent_port=server.free_port(),
            **LIMITS,
        )

    def environment(self) -> dict[str, str]:
        """Return the variables of the server's processes."""
        return odoo_process.variables(self._clock.variables())

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.spawn()
        self.wait()

    def look_after(self) -> None:
        """Start it again when it has ended, as systemd does, with nothing left of it."""
        if self.is_alive():
            self._children = self.workers() or self._children
            return
        self.kill()
        self.spawn()

    def spawn(self) -> None:
        """Start it."""
        self._process = odoo_process.spawn(
            *("--logfile", self.log),
            configuration=self.configuration(),
            log=self.log,
            env=self._clock.variables(),
        )

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline:
            with contextlib.suppress(OSError):
                urllib.request.urlopen(f"{self.url}/web/health", timeout=10).close()
                return
            time.sleep(0.1)
        raise RuntimeError(f"Odoo does not answer; its words are in {self.log}")

    def is_alive(self) -> bool:
        """Tell whether the master runs."""
        return self._process is not None and self._process.poll() is None

    def workers(self, kind: str = "") -> list[int]:
        """Return the processes of a kind (`WorkerHTTP`, `WorkerCron`), or all children."""
        found = children_of(self._process.pid)
        told = set(ALIVE.findall(self.log.read_text(errors="replace"))) if kind else set()
        return [pid for pid in found if not kind or (kind, str(pid)) in told]

    def kill(self) -> None:
        """Kill the master and everything below it."""
        if self._process is None:
            return
        children = self.workers() if self.is_alive() else []
        self._process.kill()
        for pid in {*children, *self._children}:
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGKILL)
        self._process.wait()
        self._children = []

    def serving_worker(self) -> int | None:
        """Return a web worker that holds a client's connection, None when none does."""
        wanted = {f"socket:[{inode}]" for inode in _open_connections(self.port)}
        for pid in self.workers("WorkerHTTP") if wanted else ():
            with contextlib.suppress(OSError):
                for link in Path(f"/proc/{pid}/fd").iterdir():
                    with contextlib.suppress(OSError):
                        if os.readlink(link) in wanted:
                            return pid
        return None

    def count_collisions(self) -> int:
        """Return how often the log tells of a serialization failure."""
        return len(COLLIDED.findall(self.log.read_text(errors="replace")))


def _open_connections(port: int) -> list[str]:
    """Return the inodes of accepted connections to a port."""
    ours, established = f":{port:04X}", "01"
    rows = [line.split() for line in Path("/proc/net/tcp").read_text().splitlines()[1:]]
    return [
        row[9] for row in rows if row[1].endswith(ours) and row[3] == established and row[9] != "0"
    ]
