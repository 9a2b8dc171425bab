"""Serve databases in the background: start, wait until it answers, stop.

A pid file alone lies after a crash or a reboot, so it also holds the process's start time.
"""

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
import urllib.request
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from scripts import door, odoo_process, processes
from scripts.cluster import MAIN, Cluster
from scripts.paths import LOCAL, LOG, RUN
from scripts.problem import Problem

SECONDS_TO_START = 120
SECONDS_TO_STOP = 15
TAIL_LINES = 15


@dataclass(frozen=True, slots=True)
class Server:
    """A running Odoo."""

    pid: int
    started: str  # as the kernel counts it; tells a process from a later one with the same number
    database: str
    port: int
    log: str
    gevent_port: int = 0  # of the websocket, with workers

    @property
    def url(self) -> str:
        """Return where it answers."""
        return f"http://localhost:{self.port}"

    def is_alive(self) -> bool:
        """Tell whether that very process still runs."""
        return processes.started_of(self.pid) == self.started


def running() -> list[Server]:
    """Return the servers that run, forgetting those that do not."""
    found = []
    for path in sorted(RUN.glob("odoo-*.json")):
        with contextlib.suppress(ValueError, TypeError):
            server = Server(**json.loads(path.read_text()))
            if server.is_alive():
                found.append(server)
                continue
        path.unlink(missing_ok=True)
    return found


def start(
    database: str,
    port: int,
    *,
    cluster: Cluster = MAIN,
    interface: str = "127.0.0.1",
    options: tuple[str, ...] = (),
) -> Server:
    """Serve a database in the background and wait until it answers."""
    check_port(port)
    log = LOG / f"odoo-{database}-{port}.log"
    log.parent.mkdir(parents=True, exist_ok=True)
    _tell_printer(database, port, cluster)
    gevent_port = free_port()
    words = ("--http-interface", interface, "--gevent-port", str(gevent_port), *options)
    opened = door.opened(port, interface) if "--workers" in options else ()
    child = _spawn(database, port, log, cluster, words, opened)
    started = processes.started_of(child.pid)
    server = Server(child.pid, started, database, port, str(log), gevent_port)
    _remember(server)
    _wait(server, child)
    return server


def _tell_printer(database: str, port: int, cluster: Cluster) -> None:
    """Let the PDF printer fetch its style sheets here: the base URL may name another port."""
    cluster.sql(
        "INSERT INTO ir_config_parameter (key, value, create_date, write_date)"
        f" VALUES ('report.url', 'http://127.0.0.1:{port}', NOW(), NOW())"
        " ON CONFLICT (key) DO UPDATE SET value = EXCLUDED.value",
        database=database,
    )


def _spawn(
    database: str,
    port: int,
    log: Path,
    cluster: Cluster,
    options: Sequence[str],
    opened: Sequence[str],
) -> subprocess.Popen:
    """Start Odoo so that it stays when the terminal that started it goes."""
    configuration = odoo_process.write_configuration(
        cluster, LOCAL / "conf" / f"serve-{port}.conf", dbfilter=f"^{database}$"
    )
    words = ["-d", database, "--http-port", str(port)]
    return odoo_process.spawn(
        *(*words, "--logfile", log, *options),
        configuration=configuration,
        log=log,
        door=opened,
        on_our_death=None,
        start_new_session=True,
    )


def stop(server: Server) -> None:
    """End a server; the second signal makes Odoo leave its requests."""
    for number in (signal.SIGTERM, signal.SIGTERM, signal.SIGKILL):
        if server.is_alive():
            with contextlib.suppress(ProcessLookupError):
                os.kill(server.pid, number)
        deadline = time.monotonic() + SECONDS_TO_STOP
        while server.is_alive() and time.monotonic() < deadline:
            time.sleep(0.1)
    _pid_file(server.port).unlink(missing_ok=True)


@contextlib.contextmanager
def serving(
    database: str, *, cluster: Cluster = MAIN, options: tuple[str, ...] = ()
) -> Iterator[Server]:
    """Serve a database on a free port for the length of a block."""
    server = start(database, free_port(), cluster=cluster, options=options)
    try:
        yield server
    finally:
        stop(server)


def free_port() -> int:
    """Return a port nobody listens on."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


def is_open(port: int) -> bool:
    """Tell whether somebody listens on a port of this machine."""
    with socket.socket() as probe:
        return probe.connect_ex(("127.0.0.1", port)) == 0


def check_port(port: int) -> None:
    """Refuse a port that is taken, naming the way out."""
    for server in running():
        if server.port == port:
            raise Problem(
                f"port {port} is taken by this project's own server of the database "
                f"{server.database}",
                f"stop it (make stop), or choose another port: PORT={port + 1}",
            )
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("0.0.0.0", port))  # noqa: S104 - only to see whether it is free
        except OSError as error:
            raise Problem(
                f"port {port} cannot be used ({error.strerror})",
                f"choose another one: PORT={port + 1}",
            ) from error


def _wait(server: Server, child: subprocess.Popen) -> None:
    deadline = time.monotonic() + SECONDS_TO_START
    while time.monotonic() < deadline:
        if child.poll() is not None:
            raise Problem(
                f"Odoo ended at once (log: {server.log})",
                "the lines above say why.",
                tail=_tail(server.log),
            )
        with contextlib.suppress(OSError):
            urllib.request.urlopen(f"http://127.0.0.1:{server.port}/web/login", timeout=30).close()
            return
        time.sleep(0.2)
    stop(server)
    raise Problem(
        f"Odoo did not answer within {SECONDS_TO_START} s (log: {server.log})",
        "see the log.",
        tail=_tail(server.log),
    )


def _tail(log: str) -> str:
    return "\n".join(Path(log).read_text(errors="replace").splitlines()[-TAIL_LINES:])


def _remember(server: Server) -> None:
    RUN.mkdir(parents=True, exist_ok=True)
    beside = RUN / f".{server.port}.{os.getpid()}"
    beside.write_text(json.dumps(asdict(server)))
    beside.replace(_pid_file(server.port))


def _pid_file(port: int) -> Path:
    return RUN / f"odoo-{port}.json"
