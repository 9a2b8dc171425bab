"""Thousands of orders through a Kingdee that fails, by workers that die, inside an Odoo shell.

Prints one line of JSON: the figures of the campaign and what was wrong at its end. `DOCUMENTS`,
`SEED` come from the environment, the simulator is started here.
"""

import json
import os
import random
import sys
import time
from collections import Counter

from odoo.service.model import retrying

from tests.kingdee_simulator.process import Simulator

from . import world as worlds
from .forked import BROKEN, COLLIDED, Worker
from .judgement import KINDS, Judgement
from .judgement_queries import IDLE
from .mixture import FATES, FAULT_SHARE, FAULTS
from .people import Fate, People

REFUSED_SHARE = 0.01
STREAMS = ("push_orders", "pull_deliveries", "pull_returns", "sync_stock", "sync_members")
KILL_CHANCE = 0.04  # of each worker, each time we look
TICK_SECONDS = 0.2
ACTS_PER_TICK = 12
LONGEST_SECONDS = 5  # for each document; a campaign that takes longer hangs
SLOW_SECONDS = 2.0
SLOW_CALLS = 3  # of each stream
SLOW_ORDERS = 2  # sent while every answer takes that long
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


class Campaign:
    """One campaign: a world, faults, people and workers, until nothing moves any more."""

    def __init__(self, env, erp: Simulator, documents: int, seed: int):
        """Make the world; faults begin afterwards."""
        self.env, self.erp, self.documents = env, erp, documents
        self.chance = random.Random(seed)
        self.seed = seed
        self.counts: Counter[str] = Counter()
        self.longest_idle = 0.0
        self.workers: dict[str, Worker] = {}
        self.world = worlds.create(env, erp.cloud)
        erp.admin("material_forbid", number=worlds.FORBIDDEN)
        refused = set(self.chance.sample(range(documents), max(1, int(documents * REFUSED_SHARE))))
        self.people = People(env, erp, self.chance)
        ids = worlds.create_orders(env, self.world, self.chance, documents, refused)
        self.people.ledger = {ids[number]: "refused" for number in refused}
        names = dict(env["sale.order"].browse(ids).mapped(lambda one: (one.id, one.name)))
        env.cr.commit()
        fates = self.chance.choices([*FATES], [*FATES.values()], k=documents)
        self.waiting = {
            ids[number]: Fate(self.people, fate, {"id": ids[number], "number": f"ODOO-{name}"})
            for number, (fate, name) in enumerate(zip(fates, names.values(), strict=True))
            if number not in refused
        }
        self.under_way: list[Fate] = []

    # === THE WHOLE === #

    def run(self) -> dict:
        """Go through all of it; return figures and findings."""
        started = time.monotonic()
        self.order_faults()
        self._work_with_faults(started)
        self.erp.admin("faults", rules=[])
        self._look_at_slowness()
        self.recover()
        judged = self.judge()
        return self.report(judged, time.monotonic() - started)

    def order_faults(self):
        """Let every kind of fault strike, all together on the promised share of the calls."""
        each = 1 - (1 - FAULT_SHARE) ** (1 / (len(FAULTS) - 3))  # some strike only reads or writes
        rules = [
            {"kind": kind, "rate": each, "seed": self.seed * 100 + place, "seconds": 0.05}
            for place, kind in enumerate(FAULTS)
        ]
        self.erp.admin("faults", rules=rules)

    def _work_with_faults(self, started):
        while self.waiting or self.under_way or self._is_anything_due():
            if time.monotonic() - started > 600 + LONGEST_SECONDS * self.documents:
                self.counts["out of time"] += 1
                break
            self._tick(STREAMS)
            self._let_people_act()
        for worker in self.workers.values():
            worker.wait()
        for method in [*self.workers]:
            self._reap(method)

    def recover(self):
        """Let everything run once more in peace, twice, as people would press the buttons."""
        for method in (*STREAMS, *STREAMS, "reconcile", *STREAMS):
            self._hurry()
            self._ensure_connected()
            self.workers[method] = Worker(self.env, self.world.backend_id, method)
            self.workers[method].wait()
            self._reap(method)

    def judge(self) -> Judgement:
        """Judge both sides as they are now."""
        self.env.cr.commit()
        judged = Judgement(self.env.cr, self.erp, self.world.backend_id, self.people.ledger)
        return judged.judge()

    # === WORKERS === #

    def _tick(self, methods):
        for method in methods:
            worker = self.workers.get(method)
            if worker is None:
                self._start(method)
            elif worker.is_over():
                self._reap(method)
            elif self.chance.random() < KILL_CHANCE:
                self.counts["kills"] += worker.kill()
        time.sleep(TICK_SECONDS)

    def _start(self, method):
        self._ensure_connected()
        if method == "push_orders":
            self._hurry()
        self.counts["runs"] += 1
        self.workers[method] = Worker(self.env, self.world.backend_id, method)

    def _reap(self, method):
        """Take a dead worker away; of a killed one, end the leases."""
        code = self.workers.pop(method).wait()
        self.counts["broken workers"] += code in (BROKEN, COLLIDED)
        if code < 0 or code in (BROKEN, COLLIDED):
            self._execute(FREE_STREAM, [KINDS_OF_STREAMS[method]])
            if method in ("push_orders", "sync_members"):
                self._execute(FREE_DOCUMENTS, [method == "sync_members"])

    def _hurry(self):
        self._execute(HURRY)

    def _execute(self, statement, values=()):
        self.env.cr.commit()
        self.env.cr.execute(statement, values)
        self.env.cr.commit()

    def _ensure_connected(self):
        """A stopped backend waits for a person who tests the connection."""
        self.env.cr.commit()
        self.env.invalidate_all()
        backend = self.env["distribution.erp.backend"].browse(self.world.backend_id)
        tries = 0
        while backend.state != "ready" and tries < 50:
            tries += 1
            self.counts["stopped"] += tries == 1
            self._forget_refusals()
            retrying(backend.action_test, self.env)
            self.env.cr.commit()

    @staticmethod
    def _forget_refusals():
        """As the restart or the change of settings would after which a person tests again."""
        from odoo.addons.distribution_erp_sync.clients import login_memory

        login_memory._shared.clear()

    # === PEOPLE === #

    def _let_people_act(self):
        self._take_under_way()
        for fate in self.chance.sample(self.under_way, min(ACTS_PER_TICK, len(self.under_way))):
            if not fate.step():
                self.under_way.remove(fate)

    def _take_under_way(self):
        """What has arrived in the ERP gets into the hands of its people; ours are always free."""
        if not self.waiting:
            return
        self._execute("SELECT 1")
        self.env.cr.execute(
            "SELECT order_id, state, attempts FROM distribution_erp_document"
            " WHERE backend_id = %s AND kind = 'order' AND is_current AND order_id = ANY(%s)"
            " AND (state IN ('audited', 'failed') OR attempts > 0)",
            [self.world.backend_id, [*self.waiting]],
        )
        for order_id, state, _attempts in self.env.cr.fetchall():
            is_ours = self.waiting[order_id].name in ("cancel_here", "change_here")
            if state in ("audited", "failed") or (is_ours and self.chance.random() < 0.1):
                fate = self.waiting.pop(order_id)
                if state != "failed":
                    self.under_way.append(fate)
        self.env.cr.commit()

    def _is_anything_due(self):
        self._execute("SELECT 1")
        self.env.cr.execute(
            "SELECT count(*) FROM distribution_erp_document WHERE next_try IS NOT NULL"
            " AND state IN ('pending', 'sending', 'saved', 'submitted')"
        )
        count = self.env.cr.fetchone()[0]
        self.env.cr.commit()
        return count

    # === TRANSACTIONS === #

    def _look_at_slowness(self):
        """No session idles in a transaction while an answer takes its time."""
        rules = [{"kind": "slow", "rate": 1, "seconds": SLOW_SECONDS, "count": SLOW_CALLS}]
        worlds.create_orders(self.env, self.world, self.chance, SLOW_ORDERS, set())
        for method in (*STREAMS, "reconcile"):
            self._hurry()
            self._ensure_connected()
            self.erp.admin("faults", rules=rules)
            self.workers[method] = worker = Worker(self.env, self.world.backend_id, method)
            while not worker.is_over():
                self._execute(IDLE)
                self.env.cr.execute(IDLE)
                self.longest_idle = max(self.longest_idle, float(self.env.cr.fetchone()[0]))
                self.env.cr.commit()
                time.sleep(0.1)
            self._reap(method)
        self.erp.admin("faults", rules=[])

    # === REPORT === #

    def report(self, judged: Judgement, seconds: float) -> dict:
        """Return the figures of the campaign."""
        calls = self.erp.read("calls")
        counts = {kind: judged.counts[kind] for kind in KINDS}
        counts["idle in transaction"] = int(self.longest_idle > SLOW_SECONDS / 2)
        for kind in ("broken workers", "out of time"):
            counts[kind] = self.counts[kind]
        through = [row for row in judged.documents if row["state"] != "failed"]
        return {
            "documents": self.documents,
            "journal": len(judged.documents),
            "calls": sum(n for name, n in calls["counts"].items() if ":" not in name),
            "faults": calls["faults"],
            "acts of people": self.people.acts,
            "runs": self.counts["runs"],
            "kills": self.counts["kills"],
            "stopped and tested again": self.counts["stopped"],
            "healed": sum((row["attempts"] or 0) > 1 for row in through),
            "in front of a person": len(judged.documents) - len(through),
            "longest idle in transaction": round(self.longest_idle, 2),
            "seconds": round(seconds, 1),
            "wrong": counts,
            "examples": {kind: judged.examples[kind] for kind in counts if counts[kind]},
        }


def main(env):
    """Run one campaign as the environment says."""
    documents, seed = int(os.environ["DOCUMENTS"]), int(os.environ["SEED"])
    with Simulator(materials=40, warehouses=2, customers=5, seed=seed) as erp:
        result = Campaign(env, erp, documents, seed).run()
        problems = erp.errors()
    if problems:
        sys.stderr.write(problems)
    print(json.dumps(result, ensure_ascii=False))
