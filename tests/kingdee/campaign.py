"""Thousands of orders through a Kingdee that fails, by workers that die, inside an Odoo shell.

Prints one line of JSON: the figures of the campaign and what was wrong at its end; before, on
standard error, how far it is. `DOCUMENTS`, `SEED` come from the environment, the simulator is
started here.
"""

import json
import os
import random
import sys
import time

from tests.kingdee_simulator.process import Simulator

from . import slowness
from . import world as worlds
from .judgement import KINDS, Judgement
from .mixture import FATES, FAULT_SHARE, FAULTS
from .people import Fate, People
from .shift import STREAMS, Shift

REFUSED_SHARE = 0.01
ACTS_PER_TICK = 40
LONGEST_SECONDS = 5  # for each document; a campaign that takes longer hangs
PROGRESS_SECONDS = 30


class Campaign:
    """One campaign: a world, faults, people and workers, until nothing moves any more."""

    def __init__(self, env, erp: Simulator, documents: int, seed: int):
        """Make the world; faults begin afterwards."""
        self.env, self.erp, self.documents = env, erp, documents
        self.chance = random.Random(seed)
        self.seed = seed
        self.longest_idle = 0.0
        self.is_out_of_time = False
        self.started = self._told = time.monotonic()
        self.seconds: dict[str, float] = {}
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
        self.shift = Shift(env, self.world.backend_id, self.chance)

    # === THE WHOLE === #

    def run(self) -> dict:
        """Go through all of it; return figures and findings."""
        self._note_seconds("making orders")
        self.order_faults()
        self._work_with_faults()
        self._note_seconds("faults and kills")
        worlds.create_orders(self.env, self.world, self.chance, slowness.SLOW_ORDERS, set())
        self.longest_idle = slowness.measure(self.shift, self.erp)
        self._note_seconds("slow answers")
        self.recover()
        self._note_seconds("recovery")
        judged = self.judge()
        self._note_seconds("judgement")
        return self.report(judged)

    def order_faults(self):
        """Let every kind of fault strike, all together on the promised share of the calls."""
        each = 1 - (1 - FAULT_SHARE) ** (1 / (len(FAULTS) - 3))  # some strike only reads or writes
        rules = [
            {"kind": kind, "rate": each, "seed": self.seed * 100 + place, "seconds": 0.01}
            for place, kind in enumerate(FAULTS)
        ]
        self.erp.admin("faults", rules=rules)

    def _work_with_faults(self):
        longest = 600 + LONGEST_SECONDS * self.documents
        while self.waiting or self.under_way or self._is_anything_due():
            if time.monotonic() - self.started > longest:
                self.is_out_of_time = True
                break
            self.shift.tick()
            self._let_people_act()
            self._tell()
        self.erp.admin("faults", rules=[])
        self.shift.end()

    def recover(self):
        """Let everything run once more in peace, twice, as people would press the buttons."""
        for method in (*STREAMS, *STREAMS, "reconcile", *STREAMS):
            self.shift.run(method)

    def judge(self) -> Judgement:
        """Judge both sides as they are now."""
        self.env.cr.commit()
        judged = Judgement(self.env.cr, self.erp, self.world.backend_id, self.people.ledger)
        return judged.judge()

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
        self.env.cr.commit()
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
        """Whether something waits to go there, or goods that were read wait to move here."""
        self.env.cr.commit()
        self.env.cr.execute(
            "SELECT EXISTS (SELECT FROM distribution_erp_document WHERE next_try IS NOT NULL"
            " AND state IN ('pending', 'sending', 'saved', 'submitted'))"
            " OR EXISTS (SELECT FROM distribution_erp_movement WHERE state = 'waiting'"
            " AND order_line_id IS NOT NULL)"
        )
        (is_due,) = self.env.cr.fetchone()
        self.env.cr.commit()
        return is_due

    # === REPORT === #

    def _note_seconds(self, phase: str):
        spent = time.monotonic() - self.started - sum(self.seconds.values())
        self.seconds[phase] = round(spent, 1)

    def _tell(self):
        """Say from time to time how far it is."""
        now = time.monotonic()
        if now - self._told < PROGRESS_SECONDS:
            return
        self._told = now
        calls = self.erp.read("calls", last=0)
        arrived = self.documents - len(self.waiting)
        sys.stderr.write(
            f"{now - self.started:6.0f} s  {arrived} of {self.documents} documents arrived,"
            f" {len(self.under_way)} in people's hands, {_count(calls)} calls,"
            f" {sum(calls['faults'].values())} faults, {self.shift.counts['kills']} kills\n"
        )
        sys.stderr.flush()

    def report(self, judged: Judgement) -> dict:
        """Return the figures of the campaign."""
        calls = self.erp.read("calls", last=0)
        counts = {kind: judged.counts[kind] for kind in KINDS}
        counts["idle in transaction"] = int(self.longest_idle > slowness.SLOW_SECONDS / 2)
        counts["broken workers"] = self.shift.counts["broken workers"]
        counts["out of time"] = int(self.is_out_of_time)
        through = [row for row in judged.documents if row["state"] != "failed"]
        seconds = sum(self.seconds.values())
        return {
            "orders": self.documents,
            "documents there": sum(map(len, judged.bills.values())),
            "journal": len(judged.documents),
            "calls": _count(calls),
            "faults": calls["faults"],
            "acts of people": self.people.acts,
            "runs": self.shift.counts["runs"],
            "kills": self.shift.counts["kills"],
            "stopped and tested again": self.shift.counts["stopped"],
            "healed": sum((row["attempts"] or 0) > 1 for row in through),
            "in front of a person": len(judged.documents) - len(through),
            "longest idle in transaction": round(self.longest_idle, 2),
            "seconds": round(seconds, 1),
            "orders per second": round(self.documents / seconds, 2),
            "phases": self.seconds,
            "processor": {name: round(spent, 1) for name, spent in self.shift.seconds.items()},
            "wrong": counts,
            "examples": {kind: judged.examples[kind] for kind in counts if counts[kind]},
        }


def _count(calls: dict) -> int:
    """Return how many calls there were; names with a colon count the same by form."""
    return sum(n for name, n in calls["counts"].items() if ":" not in name)


def main(env):
    """Run one campaign as the environment says."""
    documents, seed = int(os.environ["DOCUMENTS"]), int(os.environ["SEED"])
    with Simulator(materials=40, warehouses=2, customers=5, seed=seed) as erp:
        result = Campaign(env, erp, documents, seed).run()
        problems = erp.errors()
    if problems:
        sys.stderr.write(problems)
    print(json.dumps(result, ensure_ascii=False))
