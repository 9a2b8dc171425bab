"""The two PostgreSQL clusters in `.local/`: one keeps data safe, one is for tests and only fast.

Each listens on a Unix socket in its own private folder and on no network port, so nothing can
collide with it and nobody else on the machine reaches it. PGHOST and its companions name a server
to use instead.
"""

import json
import os
import socket
import subprocess
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import postgres_server
from scripts.lock import locked
from scripts.paths import LOCAL, LOG, ROOT, VENV_PYTHON
from scripts.problem import Problem
from scripts.steps import Step, run_steps

ROLE = "odoo"
SUPERUSER = "postgres"  # Odoo refuses to work as this one
PORT = "5432"  # only part of the socket's file name
LONGEST_SOCKET_PATH = 90  # the kernel allows 107 bytes, and `.s.PGSQL.5432` is appended
# A statement that fails, and the row that it was about, are somebody's data: no log of the server's
# is to hold them.
QUIET = {"log_min_error_statement": "panic", "log_error_verbosity": "terse"}
HBA = "local all all trust\n"  # whoever gets into the private folder is us
HBA_OF_REPLICAS = "local replication all trust\n"


@dataclass(frozen=True, slots=True)
class Cluster:
    """A PostgreSQL server with the Odoo data folder that belongs to it."""

    name: str
    is_durable: bool

    @property
    def home(self) -> Path:
        """Return the folder of the cluster; `data` inside it is PostgreSQL's."""
        return LOCAL / self.name

    @property
    def odoo_data(self) -> Path:
        """Return Odoo's data folder: filestores are per database name, hence per cluster."""
        return LOCAL / (
            "odoo-data" if self.is_durable or postgres_server.is_external() else "odoo-data-test"
        )

    @property
    def socket_dir(self) -> Path:
        """Return the private folder of the socket."""
        remembered = self.home / "socket_dir"
        return Path(remembered.read_text()) if remembered.exists() else self.home / "run"

    def connection(self, database: str = "postgres") -> dict[str, str]:
        """Return libpq's parameters; an external server's come from the environment."""
        if postgres_server.is_external():
            return {"dbname": database}
        return {"dbname": database, "host": str(self.socket_dir), "port": PORT, "user": ROLE}

    def step(self) -> Step:
        """Return the step that creates the cluster."""
        return Step(
            title=f"PostgreSQL cluster ({'safe on disk' if self.is_durable else 'for tests'})",
            target=self.home,
            inputs=lambda: "",
            build=self._build,
            size_gb=0.5,
            keeps_data=True,
        )

    def _build(self, partial: Path) -> None:
        data, run = partial / "data", partial / "run"
        for folder in (data, run):
            folder.mkdir(mode=0o700)
        self._give_away(partial, data, run)
        postgres_server.run(
            *("initdb", "-D", data, "-U", SUPERUSER, "--encoding=UTF8", "--locale=C.UTF-8"),
            *("--auth=trust", "--no-sync"),
            log="postgresql",
            what="creating the PostgreSQL cluster",
        )
        (data / "pg_hba.conf").write_text(HBA)
        with (data / "postgresql.conf").open("a") as configuration:
            configuration.write(settings(is_durable=self.is_durable))
        if len(str(self.home / "run")) > LONGEST_SOCKET_PATH:
            short = Path(tempfile.mkdtemp(prefix="pg-", dir="/tmp"))
            self._give_away(short)
            (partial / "socket_dir").write_text(str(short))

    @staticmethod
    def _give_away(*folders: Path) -> None:
        owner = postgres_server.owner()
        for folder in folders if owner else ():
            os.chown(folder, *owner)

    def is_running(self) -> bool:
        """Tell whether the server accepts connections."""
        if postgres_server.is_external():
            return True
        with socket.socket(socket.AF_UNIX) as probe:
            try:
                probe.connect(str(self.socket_dir / f".s.PGSQL.{PORT}"))
            except OSError:
                return False
        return True

    @property
    def pid(self) -> int:
        """Return the first process of the running server."""
        return int((self.home / "data" / "postmaster.pid").read_text().splitlines()[0])

    def start(self) -> None:
        """Create the cluster when needed, start it when it is not running."""
        if self.is_running():
            return
        run_steps([self.step()])
        with locked():
            if not self.is_running():
                self._start()
                self._create_role()

    def _start(self) -> None:
        self._forget_dead_server()
        self._remake_lost_socket_dir()
        log = LOG / f"postgresql-{self.name}.log"
        LOG.mkdir(parents=True, exist_ok=True)
        log.touch()
        self._give_away(log)
        options = [f"-k '{self.socket_dir}' -p {PORT} -h ''"]
        # Here and not in its file: a cluster that exists keeps the settings that it was made with.
        options += [f"-c {name}={value}" for name, value in QUIET.items()]
        self._pg_ctl("start", "-w", "-t", "120", "-l", log, "-o", " ".join(options))

    def stop(self) -> None:
        """Stop the server, letting running statements end at once."""
        if not postgres_server.is_external() and (self.home / "data" / "postmaster.pid").exists():
            self._forget_dead_server()
            if (self.home / "data" / "postmaster.pid").exists():
                self._pg_ctl("stop", "-w", "-m", "fast")

    def _pg_ctl(self, action: str, *options: str | Path) -> None:
        postgres_server.run(
            *("pg_ctl", action, "-D", self.home / "data", *options),
            log="postgresql",
            what=f"PostgreSQL: {action}",
            remedy=f"its own words are in {LOG / f'postgresql-{self.name}.log'}.",
        )

    def _forget_dead_server(self) -> None:
        """Remove a killed server's pid file when that number now belongs to another program."""
        pid_file = self.home / "data" / "postmaster.pid"
        if pid_file.exists():
            pid = pid_file.read_text().split("\n", 1)[0].strip()
            try:
                command = Path(f"/proc/{pid}/cmdline").read_text()
            except OSError:
                command = ""
            if str(self.home / "data") not in command:
                pid_file.unlink()
                time.sleep(0.2)  # children of a killed server leave a moment after it

    def _remake_lost_socket_dir(self) -> None:
        """Make the short socket folder again: a reboot empties /tmp."""
        folder = self.socket_dir
        if not folder.exists():
            folder.mkdir(mode=0o700)
            self._give_away(folder)

    def _create_role(self) -> None:
        superuser = {**self.connection(), "user": SUPERUSER}
        if not self.sql(f"SELECT 1 FROM pg_roles WHERE rolname = '{ROLE}'", connection=superuser):
            self.sql(f"CREATE ROLE {ROLE} LOGIN CREATEDB", connection=superuser)

    def sql(
        self, *statements: str, database: str = "postgres", connection: dict | None = None
    ) -> list[list]:
        """Run statements one by one; return the rows of the last."""
        request = {"connection": connection or self.connection(database), "statements": statements}
        done = subprocess.run(
            [VENV_PYTHON, "-I", ROOT / "scripts" / "sql_runner.py"],
            input=json.dumps(request),
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise Problem(f"PostgreSQL refused: {done.stderr.strip()}", self._remedy())
        return json.loads(done.stdout or "[]")

    def _remedy(self) -> str:
        if postgres_server.is_external():
            return (
                "check PGHOST, PGPORT, PGUSER, PGPASSWORD; that role needs the right to "
                "create databases."
            )
        return (
            f"see {LOG / f'postgresql-{self.name}.log'}; `make stop` and the same command "
            "again restart the server."
        )


def settings(*, is_durable: bool) -> str:
    """Return configuration sized to this machine's memory; tests trade safety for speed."""
    gigabytes = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    common = {
        "listen_addresses": "''",
        "max_connections": "200",
        "shared_buffers": f"{max(128, int(gigabytes * (128 if is_durable else 48)))}MB",
        "effective_cache_size": f"{max(512, int(gigabytes * 512))}MB",
        "work_mem": f"{max(8, min(64, int(gigabytes * 2.7)))}MB",
        "maintenance_work_mem": f"{max(64, min(1024, int(gigabytes * 24)))}MB",
        "max_wal_size": "4GB",
        "random_page_cost": "1.1",
        "jit": "off",  # compiling costs more than Odoo's short statements take
        "timezone": "'UTC'",
        "log_timezone": "'UTC'",
        "max_locks_per_transaction": "128",
    }
    fast = {
        "fsync": "off",
        "full_page_writes": "off",
        "synchronous_commit": "off",
        "autovacuum_naptime": "5min",
    }
    chosen = common if is_durable else {**common, **fast}
    return "\n# Written by scripts/cluster.py\n" + "".join(
        f"{key} = {value}\n" for key, value in chosen.items()
    )


MAIN = Cluster("pg", is_durable=True)
TEST = Cluster("pg-test", is_durable=False)


def all_clusters() -> Sequence[Cluster]:
    """Return both clusters."""
    return (MAIN, TEST)
