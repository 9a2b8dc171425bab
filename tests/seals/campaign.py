"""Tampering and lawful life, many times each, inside an Odoo shell (security.md, G30).

Every place is tampered with in a transaction that is rolled back. Prints what was not found or not
named, or accused though lawful, and last one line of JSON.
"""

import json
import os
import random
import time

from psycopg2 import IntegrityError

from . import tampering, world
from .lawful import ACTIONS

TRIES = 20  # a place that the database itself makes impossible is drawn again


class Campaign:
    """The published statements of one company, and the chance that draws the places."""

    def __init__(self, env, seed: int):
        self.env = env
        self.chance = random.Random(seed)  # noqa: S311 - places, no secrets
        self.settlements = world.build(env)

    def find_breaks(self) -> list[str]:
        """Return what the product finds."""
        self.env.invalidate_all()
        return self.env["distribution.settlement"]._find_breaks_of_company(self.env.company)

    def forget(self) -> None:
        """Go back to what was committed."""
        self.env.cr.rollback()
        self.env.transaction.clear()

    def live(self, runs: int) -> dict[str, int]:
        """Do lawful things; return how often, and how often somebody was accused."""
        accused = 0
        for number in range(runs):
            action = ACTIONS[number % len(ACTIONS)]
            action(self.env, self.chance, self.settlements)
            self.env.flush_all()
            breaks = self.find_breaks()
            if breaks:
                accused += 1
                print(f"accused after {action.__name__}: {breaks}", flush=True)
            self.forget()
        return {"runs": runs, "accused": accused}

    def tamper(self, kind: str, places: int) -> dict[str, int]:
        """Tamper at random places; return how many were found, and named as they must be."""
        found = named = 0
        for _place in range(places):
            place = self._tamper_once(tampering.KINDS[kind])
            breaks = self.find_breaks()
            found += bool(breaks)
            is_named = all(any(text in line for line in breaks) for text in place.named)
            named += is_named
            if not is_named:
                print(f"{kind}: {place.named} not in {breaks}\n  {place.queries}", flush=True)
            self.forget()
        return {"tried": places, "found": found, "named": named}

    def _tamper_once(self, draw) -> tampering.Place:
        statements = self.settlements.statement_ids
        for _try in range(TRIES):
            place = draw(self.chance, [each for each in statements if each.entry_ids])
            try:
                for query in place.queries:
                    self.env.cr.execute(query)
                    assert self.env.cr.rowcount, f"nothing was changed by {query}"
            except IntegrityError:
                self.forget()
            else:
                return place
        raise AssertionError("the database lets nobody do this")


def main(env) -> None:
    """Run what the variables ask for: PLACES of each kind, lawful RUNS, from a SEED."""
    started = time.monotonic()
    english = env(context={**env.context, "lang": "en_US"})  # what is named is read below
    campaign = Campaign(english, int(os.environ.get("SEED") or 0))
    assert campaign.find_breaks() == [], "what was published just now is accused"
    clean = campaign.live(int(os.environ["RUNS"]))
    world.become_owner(env.cr)
    kinds = {kind: campaign.tamper(kind, int(os.environ["PLACES"])) for kind in tampering.KINDS}
    print(
        json.dumps(
            {"clean": clean, "kinds": kinds, "seconds": round(time.monotonic() - started, 1)}
        )
    )
