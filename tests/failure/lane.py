"""One lane of the campaign: a disk, a PostgreSQL, an Odoo and a Kingdee of its own."""

import json
import shutil
import threading
import time
from pathlib import Path

import psycopg2

from scripts import databases
from scripts.wall_clock import Clock
from tests.kingdee_simulator.process import Simulator

from . import base
from .books import Books
from .diary import Diary
from .disk import Disk, copy_into
from .jobs import Jobs
from .odoo_server import OdooServer
from .people import PATIENCE, Desk
from .postgres import LaneCluster, Postgres

DATABASE = "company"
LOOK_SECONDS = 0.5  # between two looks of who starts what has died


class Lane:
    """Services that die and are brought back."""

    def __init__(self, prepared: Path, name: str):
        """Name it, and tell where the base is."""
        self.prepared = prepared
        self.disk = Disk(name)
        self.cluster = LaneCluster(f"failure/{name}", is_durable=True)
        self.postgres = Postgres(self.cluster)
        self.clock = Clock(self.cluster.home / "clock")
        self.jobs = Jobs(self.postgres, DATABASE)
        self.odoo: OdooServer | None = None
        self.erp: Simulator | None = None
        self.desk: Desk | None = None
        self._watch = threading.Lock()
        self._is_over = threading.Event()
        self.known: dict = {}

    def __enter__(self) -> "Lane":
        """Bring up the disk and the database; `begin` brings the rest."""
        self.disk.mount()
        copy_into(self.prepared, self.cluster.home)
        self.clock.turn(0)
        self.postgres.start()
        threading.Thread(target=self._look_after_services, daemon=True).start()
        return self

    def __exit__(self, *_details: object) -> None:
        """End everything, and take the disk away."""
        self._is_over.set()
        self.end()
        self.postgres.stop()
        self.disk.remove()

    def begin(self) -> None:
        """Begin a group with a fresh copy of the company."""
        self.end()
        databases.copy(base.COMPANY, DATABASE, self.cluster)
        # PostgreSQL 15 copies a sequence without what it had logged ahead: killed before the next
        # checkpoint, it would give the same numbers again.
        self.postgres.checkpoint()
        state = self.cluster.home / "now.sqlite"
        for path in state.parent.glob(f"{state.name}*"):
            path.unlink()
        shutil.copy(self.cluster.home / base.STATE, state)
        self.known = json.loads((self.cluster.home / base.KNOWN).read_text())
        self.erp = Simulator(state=state)
        self.erp.start()
        self.read("UPDATE distribution_erp_backend SET base_url = %s RETURNING id", self.erp.cloud)
        odoo = OdooServer(self.cluster, DATABASE, self.clock)
        self.desk = Desk(DATABASE, odoo.url, self.known["password"])
        odoo.start()
        self.odoo = odoo

    def end(self) -> None:
        """End what belongs to a group."""
        with self._watch:
            if self.odoo:
                self.odoo.kill()
            self.odoo = None
        if self.erp and self.erp.is_running():
            self.erp.stop()

    def kill(self, service: Postgres | Simulator) -> None:
        """Kill a service; whoever looks after them starts it again."""
        with self._watch:
            service.kill()

    def bring_back(self) -> None:
        """Wait until everything that was killed stands again; let there be space on the disk."""
        self.disk.free()
        self._wait_for_database()
        while not self.erp.is_running():
            time.sleep(0.1)
        self.odoo.wait()

    def read(self, query: str, *values) -> list[tuple]:
        """Return the rows of a query of ours; PostgreSQL may be standing up again."""
        end = time.monotonic() + PATIENCE
        while True:
            try:
                return self._read_once(query, values)
            except psycopg2.OperationalError:
                if time.monotonic() > end:
                    raise
            time.sleep(0.1)

    def _read_once(self, query: str, values: tuple) -> list[tuple]:
        connection = self.postgres.connect(DATABASE)
        try:
            cursor = connection.cursor()
            cursor.execute(query, values or None)
            return cursor.fetchall()
        finally:
            connection.close()

    def compare(self, diary: Diary) -> dict[str, list[str]]:
        """Compare the books, the product's own look at itself included."""
        connection = self.postgres.connect(DATABASE)
        try:
            books = Books(connection, self.erp, self.known, diary)
            books.compare()
            return books.add(self.look_by_itself())
        finally:
            connection.close()

    def look_by_itself(self) -> list[str]:
        """Return what the product itself finds in its ledger and its seals."""
        person = self.desk.person("maker")
        model = "distribution.integrity.check"
        action = self.desk.insist(lambda: person.call(model, "action_check_now"))
        rows = self.read(
            "SELECT is_good, findings FROM distribution_integrity_check WHERE id = %s",
            action["res_id"],
        )
        return [] if rows[0][0] else [rows[0][1]]

    def _look_after_services(self) -> None:
        """Start again whatever is dead, as systemd does.

        Always this thread: what a thread has started dies with it.
        """
        while not self._is_over.wait(LOOK_SECONDS):
            with self._watch:
                if self.odoo:
                    self.postgres.start()
                    if not self.erp.is_running():
                        self.erp.start()
                    self.odoo.look_after()

    def _wait_for_database(self) -> None:
        self.read("SELECT 1")
