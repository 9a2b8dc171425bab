"""The workers of a campaign: which stream runs when, who is killed, and what the dead leave."""

import gc
import random
import time
from collections import Counter

from odoo.service.model import retrying

from .forked import BROKEN, COLLIDED, Worker

STREAMS = ("push_orders", "pull_deliveries", "pull_returns", "sync_stock", "sync_members")
KILL_CHANCE = 0.1  # of each worker, each time we look
TICK_SECONDS = 0.2
# Seconds from the end of one run of a stream to its next: what has little to do leaves the
# computer to what has much.
RESTS = {"pull_deliveries": 1.0, "pull_returns": 2.0, "sync_stock": 3.0, "sync_members": 3.0}
# What is due is due now: the pauses between two tries are not what is proved here.
HURRY = (
    "UPDATE distribution_erp_document SET next_try = now() AT TIME ZONE 'UTC' - interval '1 second'"
    " WHERE next_try > now() AT TIME ZONE 'UTC' AND leased_until IS NULL"
)
# After a kill its leases would end by themselves, ten or thirty minutes later.
FREE_STREAM = "UPDATE distribution_erp_stream SET leased_until = NULL WHERE kind = %s"
FREE_DOCUMENTS = (
    "UPDATE distribution_erp_document SET leased_until = NULL"
    " WHERE leased_until IS NOT NULL AND (kind = 'member') = %s"
)
KINDS_OF_STREAMS = {
    "push_orders": "orders",
    "pull_deliveries": "deliveries",
    "pull_returns": "returns",
    "sync_stock": "stock",
    "sync_members": "members",
    "reconcile": "reconcile",
}


class Shift:
    """Starts a worker for each stream, over and over, and kills some of them."""

    def __init__(self, env, backend_id: int, chance: random.Random):
        """Take Odoo, whose streams they are, and a source of chance."""
        self.env, self.backend_id, self.chance = env, backend_id, chance
        self.counts: Counter[str] = Counter()
        self.workers: dict[str, Worker] = {}
        self.seconds: Counter[str] = Counter()  # of a processor, by stream
        self._rested: dict[str, float] = {}  # when a stream may run again
        # What the parent holds is not looked through, and so not copied, in each child.
        gc.collect()
        gc.freeze()

    def tick(self):
        """Look once at each stream: start, take away, or kill."""
        for method in STREAMS:
            worker = self.workers.get(method)
            if worker is None:
                if time.monotonic() >= self._rested.get(method, 0):
                    self.start(method)
            elif worker.is_over():
                self.reap(method)
                rest = RESTS.get(method, 0) * self.chance.uniform(0.5, 1.5)
                self._rested[method] = time.monotonic() + rest
            elif self.chance.random() < KILL_CHANCE:
                self.counts["kills"] += worker.kill()
        time.sleep(TICK_SECONDS)

    def start(self, method: str):
        """Start a stream's worker; of orders, all that waits is due."""
        self.ensure_connected()
        if method == "push_orders":
            self.execute(HURRY)
        self.counts["runs"] += 1
        self.workers[method] = Worker(self.env, self.backend_id, method)

    def reap(self, method: str):
        """Take a dead worker away; of a killed one, end the leases."""
        worker = self.workers.pop(method)
        code = worker.wait()
        self.seconds[method] += worker.seconds
        self.counts["broken workers"] += code in (BROKEN, COLLIDED)
        if code < 0 or code in (BROKEN, COLLIDED):
            self.execute(FREE_STREAM, [KINDS_OF_STREAMS[method]])
            if method in ("push_orders", "sync_members"):
                self.execute(FREE_DOCUMENTS, [method == "sync_members"])

    def run(self, method: str):
        """Run a stream to its end."""
        self.execute(HURRY)
        self.start(method)
        self.reap(method)

    def end(self):
        """Wait until all that run have ended."""
        for method in [*self.workers]:
            self.reap(method)

    def ensure_connected(self):
        """A stopped backend waits for a person who tests the connection."""
        self.env.cr.commit()
        self.env.invalidate_all()
        backend = self.env["distribution.erp.backend"].browse(self.backend_id)
        tries = 0
        while backend.state != "ready" and tries < 50:
            tries += 1
            self.counts["stopped"] += tries == 1
            self._forget_refusals()
            retrying(backend.action_test, self.env)
            self.env.cr.commit()

    def execute(self, statement: str, values=()):
        """Execute a statement in a transaction of its own."""
        self.env.cr.commit()
        self.env.cr.execute(statement, values)
        self.env.cr.commit()

    @staticmethod
    def _forget_refusals():
        """As the restart or the change of settings would after which a person tests again."""
        from odoo.addons.distribution_erp_sync.clients import login_memory

        login_memory._shared.clear()
