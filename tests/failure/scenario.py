"""One scenario: a chapter of the month, one or two faults at random moments, and then the books."""

import random
import time
from collections import Counter
from collections.abc import Callable

import psycopg2

from scripts.wall_clock import build_library

from .diary import Step
from .faults import CLOCKS, KILLS, OTHERS, Strike, lay_detour, strike_later
from .lane import Lane
from .month import Month
from .people import NoAnswer, Refused, Together
from .plan import CUT, DOUBLE, EXPORT, IMPORT, SETTLE

JOBS = ("push", "pull")
NAMES = {
    "orders": ("order", "approve", *JOBS),
    "returns": ("return", "decide"),
    "money": ("invoice", "post", "payment"),
    "settlement": (
        *("compute", "approve figures", "publish", "confirm", "pay", "batch", "export", "bank"),
    ),
    "platform_file": ("upload", "preview", "take over"),
}
# What a person cannot press twice: an upload is another file, a dialog is another payment.
PRESSED_ONCE = ("upload", "payment", "invoice", *JOBS)
ONLY_AT = {
    SETTLE: ("compute",),
    IMPORT: ("take over",),
    EXPORT: ("export",),
    "kill -9 of the job runner": JOBS,
    "kill -9 of Kingdee": JOBS,
}
NOT_AT = {
    DOUBLE: PRESSED_ONCE,
    "kill -9 of a worker": JOBS,
    CUT: (*JOBS, "export"),
    "serialization failure": ("upload", "export"),
}
EARLY, LATE = 0.05, 0.9  # of a step's usual length: when a fault strikes
UNHEARD = (NoAnswer, psycopg2.Error, TimeoutError, OSError)


class Scenario:
    """Walks through a chapter; `hits` says which faults have met a step under way."""

    def __init__(self, lane: Lane, month: Month, kinds, chapter: str, chance, typical: Callable):
        """Choose at which step each fault strikes."""
        self.lane, self.month, self.kinds, self.chapter = lane, month, list(kinds), chapter
        self.chance: random.Random = chance
        self.typical = typical
        self.hits: Counter[str] = Counter()
        self.refusals: Counter[str] = Counter()
        self.retries, self.resumed = 0, 0.0
        self.lengths: list[tuple[str, float]] = []
        self.told: list[str] = []
        self._targets = {kind: self._choose_step(kind) for kind in self.kinds}
        self._undo: list[Callable] = []

    def run(self) -> dict[str, list[str]]:
        """Walk, recover, and compare; return what is wrong."""
        before = self.lane.desk.retries
        try:
            for step in getattr(self.month, self.chapter)():
                if not self._take(step):
                    break
        finally:
            self.retries += self.lane.desk.retries - before
            self._recover()
        return self.lane.compare(self.month.diary)

    def _take(self, step: Step) -> bool:
        """Take a step; return whether the chapter can go on."""
        kinds = [kind for kind, name in self._targets.items() if name == step.name]
        for kind in kinds:
            del self._targets[kind]  # once
        if step.login:
            self.lane.desk.insist(self.lane.desk.person(step.login).arrive)
        began = time.monotonic()
        results = self._attempt(step, kinds)
        answered = [one for one in results if not isinstance(one, Exception)]
        if not answered:
            # What struck the last step too late strikes this one; a plain refusal is ours.
            if not self.kinds or (isinstance(results[0], Refused) and not kinds):
                raise results[0]
            answered = self._again(step, results)
        self.told.append(f"{step.name} {time.monotonic() - began:.2f} s {', '.join(kinds)}")
        if kinds:
            self.resumed = max(self.resumed, time.monotonic() - began)
        else:
            self.lengths.append((step.name, time.monotonic() - began))
        step.answer = answered[0] if answered else None
        return bool(answered) or step.name not in ("order", "upload")

    def _attempt(self, step: Step, kinds: list[str]) -> list:
        """Do it while faults strike; return what everybody got."""
        detour = None
        if CUT in kinds:
            detour = lay_detour(self.lane, step)
        for kind in CLOCKS.keys() & set(kinds):
            self.lane.clock.turn(CLOCKS[kind])
            self._undo.append(lambda: self.lane.clock.turn(0))
            self.hits[kind] += bool(build_library())
        acts = Together(*self._acts(step, kinds))
        struck = []
        for kind in kinds:
            fault = KILLS.get(kind) or OTHERS.get(kind)
            delay = self.chance.uniform(EARLY, LATE) * self.typical(step.name)
            strike = Strike(self.lane, step, delay, acts)
            if fault and not detour:
                struck.append((kind, strike, strike_later(strike, fault)))
        results = acts.wait()
        for kind, strike, thread in struck:
            thread.join()
            self.hits[kind] += strike.hits
            self._undo += strike.undo
        if detour:
            self.hits[CUT] += detour.cuts
            self.lane.desk.detours.pop(step.login)
            detour.close()
        for kind in (DOUBLE, SETTLE, IMPORT, EXPORT):
            self.hits[kind] += kind in kinds
        self.hits += Counter()  # without those that missed
        if EXPORT in kinds and len({one for one in results if isinstance(one, bytes)}) > 1:
            raise AssertionError("two exports of one batch differ")
        return results

    def _acts(self, step: Step, kinds: list[str]) -> list[Callable]:
        """Return what is done at the same instant."""
        if step.is_job:
            return [lambda: self.lane.jobs.run_until_quiet(step.jobs)]
        person, other = (self.lane.desk.person(step.login, other=second) for second in (0, 1))
        acts = [lambda: step.act(person)]
        if DOUBLE in kinds or EXPORT in kinds:
            self.lane.desk.insist(other.arrive)
            acts.append(lambda: step.act(other))
        if SETTLE in kinds:
            ids, key = step.rows[1], self.lane.known["keys"]["maker"]
            acts += [
                lambda: other.json2("distribution.settlement", "action_compute", key, ids=ids),
                lambda: self.lane.jobs.run(self.lane.known["jobs"][4:5]),
            ]
        if IMPORT in kinds:
            acts.append(self._take_over_a_copy(other))
        return acts

    def _take_over_a_copy(self, other) -> Callable:
        """Upload the file once more and look at it; return how it is taken over as well."""
        self.lane.desk.insist(other.arrive)
        copy = self.month.upload(other, self.month.file)
        model = "distribution.order.import"
        other.call(model, "action_preview", [copy])
        return lambda: other.call(model, "action_commit", [copy])

    def _again(self, step: Step, results: list) -> list:
        """Do what was not answered again, as its person would, until the server says something."""
        self.lane.bring_back()
        self.retries += 1
        try:
            return [self.lane.desk.insist(lambda: self._once(step))]
        except Refused as refusal:  # "it is done already": the first time was enough
            if all(isinstance(one, Refused) for one in results):
                self.refusals[f"{step.name}: {str(refusal)[:80]}"] += 1
            return []

    def _once(self, step: Step):
        try:
            if step.is_job:
                return self.lane.jobs.run_until_quiet(step.jobs)
            return step.act(self.lane.desk.person(step.login))
        except UNHEARD as error:
            self.lane.bring_back()
            raise NoAnswer(str(error)) from error

    def _recover(self) -> None:
        """Let everything stand again, and let the jobs run until they are through."""
        for undo in self._undo:
            undo()
        self.lane.bring_back()
        self.lane.desk.insist(self._run_jobs)

    def _run_jobs(self) -> None:
        try:
            self.lane.jobs.run_until_quiet()
        except UNHEARD as error:
            raise NoAnswer(str(error)) from error

    def _choose_step(self, kind: str) -> str:
        names = ONLY_AT.get(kind) or NAMES[self.chapter]
        fit = [name for name in names if name not in NOT_AT.get(kind, ())]
        return self.chance.choice(fit) if fit else ""
