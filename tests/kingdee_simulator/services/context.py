"""One tenant's server: everything the services need."""

import threading
from pathlib import Path

from ..auth.gate import Gate
from ..auth.sessions import Sessions
from ..calls import Calls
from ..faults import Faults
from ..meta.registry import Registry
from ..query.bill_query import BillQuery
from ..seed import ensure_basics
from ..store.clock import Clock
from ..store.database import Database
from ..store.switches import Switches


class Context:
    """The running ERP."""

    def __init__(self, path: Path, switches: dict | None = None) -> None:
        self.database = Database(path)
        self.switches = Switches()
        self.clock = Clock()
        self.registry = Registry()
        self.sessions = Sessions()
        self.gate = Gate(self.sessions, self.switches)
        self.faults = Faults()
        self.calls = Calls()
        self.locks: dict[tuple[str, str], float] = {}
        self.hidden: dict[str, str] = {}
        self.tasks: dict[str, dict] = {}
        self.tokens: dict[str, float] = {}
        self.bad_tries = 0
        self.closed_until = ""
        self.closed_mode = "refuse"
        self.guard = threading.RLock()
        self.start(switches)

    def start(self, switches: dict | None = None) -> None:
        """Make the state usable: stored switches, then the given ones, then the basic records."""
        with self.database.write() as tx:
            self.switches.load(tx)
            self.switches.set(switches or {})
            ensure_basics(tx, self.clock.now())

    def has_trade(self) -> bool:
        """Return whether materials were ever made here."""
        with self.database.read() as tx:
            return bool(tx.execute("SELECT 1 FROM sim_sequence WHERE name = 'id'").fetchone())

    @property
    def query(self) -> BillQuery:
        """Return the query engine with the rights in force."""
        return BillQuery(self.registry, self.switches, self.hidden)
