"""The demo company's ERP: a Kingdee simulator in a process of its own, beside the served demo.

Its records are one SQLite file for each database that has some; it is copied with the database.
"""

import contextlib
import json
import os
import signal
import socket
import sqlite3
import subprocess
import time
import urllib.request
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts import processes
from scripts.cluster import MAIN, Cluster
from scripts.paths import LOG, ROOT, RUN, VENV_PYTHON
from scripts.problem import Problem

PORT = 8870
STATE = "KINGDEE_STATE"  # tells the demo's generator where the records go
SIMULATOR = ROOT / "tests" / "kingdee_simulator"
PID_FILE = RUN / "kingdee.json"
SECONDS_TO_START = 30
SECONDS_TO_STOP = 10


@dataclass(frozen=True, slots=True)
class Erp:
    """A running simulator."""

    pid: int
    started: str  # as the kernel counts it, see `server.Server`
    database: str
    port: int
    log: str

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://127.0.0.1:{self.port}"


# === RECORDS === #


def state_of(database: str, cluster: Cluster = MAIN) -> Path:
    """Return where the records of a database's ERP are."""
    return cluster.odoo_data / "kingdee" / f"{database}.sqlite"


def copy_state(source: str, name: str, cluster: Cluster = MAIN) -> None:
    """Copy the records, also while a simulator writes them."""
    original = state_of(source, cluster)
    if not original.exists():
        return
    drop_state(name, cluster)
    with (
        contextlib.closing(sqlite3.connect(original)) as from_file,
        contextlib.closing(sqlite3.connect(state_of(name, cluster))) as to_file,
    ):
        from_file.backup(to_file)


def drop_state(database: str, cluster: Cluster = MAIN) -> None:
    """Delete the records of a database's ERP."""
    state = state_of(database, cluster)
    for path in state.parent.glob(f"{state.name}*"):
        path.unlink(missing_ok=True)


# === PROCESS === #


def running() -> Erp | None:
    """Return the simulator that runs, forgetting one that does not."""
    with contextlib.suppress(OSError, ValueError, TypeError):
        found = Erp(**json.loads(PID_FILE.read_text()))
        if processes.started_of(found.pid) == found.started:
            return found
    PID_FILE.unlink(missing_ok=True)
    return None


def check_port(port: int) -> None:
    """Refuse a port that somebody else has, naming the way out."""
    found = running()
    if found and found.port == port:
        return
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            raise Problem(
                f"port {port}, for the demo's Kingdee simulator, cannot be used ({error.strerror})",
                f"choose another one: ERP_PORT={port + 1}",
            ) from error


def start(database: str, port: int, cluster: Cluster = MAIN) -> Erp:
    """Serve the records of a database in the background, and lead the database there."""
    found = running()
    if found and (found.database, found.port) == (database, port):
        return found
    if found:
        stop(found)
    check_port(port)
    LOG.mkdir(parents=True, exist_ok=True)
    log = LOG / f"kingdee-{port}.log"
    words = ["--port", str(port), "--materials", "0", "--state", str(state_of(database, cluster))]
    with log.open("ab") as output:
        child = subprocess.Popen(
            [str(VENV_PYTHON), "-m", "tests.kingdee_simulator", *words],
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=output,
            cwd=ROOT,
            start_new_session=True,
        )
    erp = Erp(child.pid, processes.started_of(child.pid), database, port, str(log))
    RUN.mkdir(parents=True, exist_ok=True)
    PID_FILE.write_text(json.dumps(asdict(erp)))
    _wait(erp, child)
    lead_to(database, f"{erp.url}/k3cloud/", cluster)
    return erp


def lead_to(database: str, address: str, cluster: Cluster = MAIN) -> None:
    """Give the demo company's ERP another address: it is the same one, so it stays connected."""
    from tests.kingdee_simulator import tenant  # noqa: PLC0415 - not needed by other commands

    cluster.sql(
        f"UPDATE distribution_erp_backend SET base_url = '{address}'"
        f" WHERE app_id = '{tenant.APP_ID}'",
        database=database,
    )


def stop(erp: Erp) -> None:
    """End it."""
    for number in (signal.SIGTERM, signal.SIGKILL):
        if processes.started_of(erp.pid) == erp.started:
            with contextlib.suppress(ProcessLookupError):
                os.kill(erp.pid, number)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while processes.started_of(erp.pid) == erp.started and time.monotonic() < deadline:
            time.sleep(0.1)
    PID_FILE.unlink(missing_ok=True)


def _wait(erp: Erp, child: subprocess.Popen) -> None:
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline and child.poll() is None:
        with contextlib.suppress(OSError):
            opener.open(f"{erp.url}/admin/state", timeout=5).close()
            return
        time.sleep(0.1)
    stop(erp)
    raise Problem(
        f"the demo's Kingdee simulator does not answer at port {erp.port} (log: {erp.log})",
        "see the log.",
    )
