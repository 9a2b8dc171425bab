"""Odoo with the files of `deploy/odoo`, and environment and socket as of `deploy/systemd`."""

import configparser
import contextlib
import os
import re
import shutil
import signal
import subprocess
import time
import urllib.request
from dataclasses import dataclass, field
from pathlib import Path

from scripts import door, odoo_process, processes, server
from scripts.cluster import MAIN, ROLE
from scripts.paths import LOG, ROOT
from scripts.problem import Problem
from scripts.stack import settings
from scripts.stack.postgres import Server

CONFIGURATIONS = ROOT / "deploy" / "odoo"
UNIT = ROOT / "deploy" / "systemd" / "odoo.service"
SECONDS_TO_START = 240


@dataclass(slots=True)
class Host:
    """An Odoo of the rehearsal: the processes of one host."""

    configuration: str
    primary: Server
    replica: Server
    overrides: dict[str, object] = field(default_factory=dict)
    port: int = field(default_factory=server.free_port)
    gevent_port: int = field(default_factory=server.free_port)
    process: subprocess.Popen | None = None

    @property
    def name(self) -> str:
        """Return its name in the names of files."""
        return self.configuration.removesuffix(".conf")

    @property
    def log(self) -> Path:
        """Return its log."""
        return LOG / f"stack-{self.name}.log"

    @property
    def data_dir(self) -> Path:
        """Return the folder of attachments and sessions, shared by all hosts."""
        return settings.STACK / "odoo-data"

    def write(self) -> Path:
        """Write the production file with what is local to this machine."""
        parser = configparser.RawConfigParser()
        parser.read(CONFIGURATIONS / self.configuration, encoding="utf-8")
        options = dict(parser.items("options"))
        local = odoo_process.write_configuration(path=settings.STACK / "local.conf")
        parser.read(local, encoding="utf-8")
        options |= {
            "addons_path": parser.get("options", "addons_path"),
            "publisher_warranty_url": odoo_process.NOWHERE,
            "data_dir": self.data_dir,
            "db_user": ROLE,
            "db_host": self.primary.sockets,
            "db_port": self.primary.port,
            "db_sslmode": "prefer",
            "db_replica_host": self.replica.sockets,
            "db_replica_port": self.replica.port,
            "http_interface": "127.0.0.1",
            "http_port": self.port,
            "gevent_port": self.gevent_port,
            "log_handler": ":INFO",  # here requests are counted, by what cursor served them
            **self.overrides,
        }
        options.pop("db_password", None)
        path = settings.STACK / self.configuration
        lines = [f"{key} = {value}\n" for key, value in options.items()]
        path.write_text("[options]\n" + "".join(lines))
        return path

    def option(self, name: str) -> str:
        """Return an option of the file it was started with."""
        parser = configparser.RawConfigParser()
        parser.read(settings.STACK / self.configuration, encoding="utf-8")
        return parser.get("options", name)

    def start(self) -> None:
        """Start it and wait until it answers."""
        self.process = odoo_process.spawn(
            configuration=self.write(),
            log=self.log,
            env=unit_variables(),
            door=door.opened(self.port),
            start_new_session=True,
        )
        self.wait()

    def wait(self) -> None:
        """Wait until it answers."""
        deadline = time.monotonic() + SECONDS_TO_START
        while time.monotonic() < deadline and self.process.poll() is None:
            with contextlib.suppress(OSError):
                url = f"http://127.0.0.1:{self.port}/web/login"
                urllib.request.urlopen(url, timeout=60).close()
                if server.is_open(self.gevent_port):
                    return
            time.sleep(0.3)
        tail = "\n".join(self.log.read_text(errors="replace").splitlines()[-15:])
        raise Problem(f"Odoo ({self.name}) did not answer (log: {self.log})", "see it.", tail=tail)

    def stop(self) -> None:
        """End it in peace."""
        if self.process and self.process.poll() is None:
            self.process.terminate()
            with contextlib.suppress(subprocess.TimeoutExpired):
                self.process.wait(timeout=60)
        self.kill()

    def kill(self) -> None:
        """Kill all of it at once, as a power cut would."""
        if self.process:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait(timeout=30)

    def workers(self, kind: str = "WorkerHTTP") -> list[int]:
        """Return the living processes that serve pages (or, `WorkerCron`, run jobs)."""
        log = self.log.read_text(errors="replace")
        found = {int(pid) for pid in re.findall(rf"Worker {kind} \((\d+)\) alive", log)}
        return sorted(pid for pid in found if processes.started_of(pid))


def unit_variables() -> dict[str, str]:
    """Return the environment of the unit, with this machine's key ring."""
    found = settings.read_units(UNIT)
    for name in ("DISTRIBUTION_KEYRING", "PYTHONDONTWRITEBYTECODE"):
        found.pop(name, None)
    return found


def copy_files(source: str, host: Host) -> None:
    """Copy a database's attachments into the shared folder, without anybody's sessions."""
    shutil.rmtree(host.data_dir, ignore_errors=True)
    origin = MAIN.odoo_data / "filestore" / source
    shutil.copytree(origin, host.data_dir / "filestore" / settings.DATABASE)
