"""Seeded scenarios over the month, faults at random moments; after each the books are compared.

Started by `scripts/failure_campaign.py`; its last line is the figures as JSON.
"""

import json
import os
import random
import statistics
import sys
import time
import traceback
from collections import Counter, defaultdict

from . import base
from .lane import Lane
from .month import Month
from .plan import CHAPTERS, KINDS, ROUND, choose_kinds
from .scenario import Scenario

GROUP = 20  # scenarios of one company
FIRST_GUESS = 0.4  # seconds of a step nobody has measured yet


class Campaign:
    """Scenario after scenario, until enough of them were hit."""

    def __init__(self, lane: Lane, seed: int):
        """Take where, and from which seed."""
        self.lane, self.seed = lane, seed
        self.ends = time.monotonic() + 60 * float(os.environ.get("MINUTES") or "inf")
        self.lengths: dict[str, list[float]] = defaultdict(list)
        self.figures = {kind: Counter() for kind in KINDS}
        self.resumed = dict.fromkeys(KINDS, 0.0)
        self.reasons: dict[str, Counter] = {kind: Counter() for kind in KINDS}
        self.failed: list[dict] = []
        self.month: Month | None = None
        self.told = 0

    def run(self, numbers, wanted: int) -> None:
        """Run scenarios until so many were hit."""
        hit = 0
        for number in numbers:
            if hit >= wanted or time.monotonic() > self.ends:
                return
            if self.month is None or self.told >= GROUP:
                self.begin(number)
            self.told += 1
            hit += self.run_one(number)

    def begin(self, number: int) -> None:
        """Begin a company."""
        self.lane.begin()
        chance = random.Random(f"{self.seed}-company-{number}")
        lane = self.lane
        self.month = Month(lane.known, lane.desk, lane.erp, lane.read, chance)
        self.told = 0

    def run_one(self, number: int) -> bool:
        """Run one scenario; return whether a fault has really hit it."""
        chance = random.Random(f"{self.seed}-{number}")
        kinds = choose_kinds(number, chance)
        possible = [one for one in CHAPTERS[kinds[0]] if self.month.can(one)]
        if not possible:  # all weeks of this company are settled
            self.begin(number)
            possible = CHAPTERS[kinds[0]]
        chapter = chance.choice(possible)
        self.month.chance = chance
        scenario = Scenario(self.lane, self.month, kinds, chapter, chance, self.typical)
        started = time.monotonic()
        try:
            wrong = scenario.run()
        except Exception:
            wrong = {"broken": [traceback.format_exc()[-900:]]}  # the books were not compared
            self.month = None  # whatever state that is, the next one begins anew
        self._note(number, scenario, wrong)
        self._tell(number, scenario, wrong, time.monotonic() - started)
        for name, seconds in scenario.lengths:
            self.lengths[name].append(seconds)
        return bool(scenario.hits)

    def typical(self, name: str) -> float:
        """Return how long a step usually takes."""
        known = self.lengths.get(name)
        return statistics.median(known[-15:]) if known else FIRST_GUESS

    def walk_in_peace(self) -> None:
        """Walk through each chapter once in a company of its own without any fault."""
        self.begin(0)
        for chapter in ("orders", "returns", "money", "platform_file", "settlement"):
            quiet = Scenario(self.lane, self.month, [], chapter, self.month.chance, self.typical)
            wrong = quiet.run()
            if wrong:
                raise AssertionError(f"in peace already: {wrong}")
            for name, seconds in quiet.lengths:
                self.lengths[name].append(seconds)

    def _note(self, number: int, scenario: Scenario, wrong: dict) -> None:
        for kind in scenario.kinds:
            figures = self.figures[kind]
            figures["scenarios"] += 1
            if not scenario.hits.get(kind):
                figures["missed"] += 1
                continue
            figures["hit scenarios"] += 1
            figures["hits"] += scenario.hits[kind]
            figures["retried"] += scenario.retries > 0
            figures["healed"] += not scenario.refusals and not scenario.retries
            figures["before a person"] += bool(scenario.refusals)
            self.reasons[kind].update(scenario.refusals)
            self.resumed[kind] = max(self.resumed[kind], scenario.resumed)
        for kind in scenario.kinds[:1]:
            for name in ("lost", "doubled", "off", "broken"):
                self.figures[kind][name] += bool(wrong.get(name))
        if wrong:
            self.failed.append(
                {"number": number, "kinds": scenario.kinds, "steps": scenario.told, "wrong": wrong}
            )
            self.month = None  # the next one is not to inherit it

    def _tell(self, number: int, scenario: Scenario, wrong: dict, seconds: float) -> None:
        hits = ", ".join(f"{kind} {count}x" for kind, count in scenario.hits.items()) or "missed"
        sys.stderr.write(
            f"{number:4} {seconds:5.1f} s  {scenario.chapter}: {hits};"
            f" {scenario.retries} sent again; {'; '.join(scenario.told[-3:])}"
            f"{'  WRONG ' + json.dumps(wrong, ensure_ascii=False) if wrong else ''}\n"
        )
        sys.stderr.flush()

    def result(self) -> dict:
        """Return the figures."""
        return {
            "kinds": {
                kind: {**figures, "resumed": round(self.resumed[kind], 1)}
                for kind, figures in self.figures.items()
            },
            "reasons": {kind: dict(reasons) for kind, reasons in self.reasons.items() if reasons},
            "failed": self.failed,
            "lengths": {
                name: round(statistics.median(known), 2) for name, known in self.lengths.items()
            },
        }


def main() -> None:
    """Run what the environment asks for: SCENARIOS from SEED, of LANE of LANES, or ONLY one."""
    wanted, seed = int(os.environ["SCENARIOS"]), int(os.environ["SEED"])
    lane_number, lanes = int(os.environ.get("LANE", "0")), int(os.environ.get("LANES", "1"))
    only, is_short = os.environ.get("ONLY"), os.environ.get("SHORT")
    prepared = base.prepare()
    numbers = range(lane_number, 100_000, lanes)
    if only:
        numbers, wanted = [int(only)], 1
    elif is_short:
        numbers, wanted = range(len(ROUND)), len(ROUND)  # one of each kind
    started = time.monotonic()
    with Lane(prepared, f"lane-{os.getpid()}") as lane:
        campaign = Campaign(lane, seed)
        if is_short:
            campaign.walk_in_peace()
        campaign.run(numbers, wanted)
        result = campaign.result()
        if is_short:
            from .damage import find_blind_spots

            result["blind"] = find_blind_spots(lane, campaign.month)
    result["seconds"] = round(time.monotonic() - started, 1)
    print(json.dumps(result, ensure_ascii=False))


if __name__ == "__main__":
    main()
