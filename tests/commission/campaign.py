"""Random worlds through the engine and its reference, inside an Odoo shell.

Each world is rolled back; the database is one that nobody needs. Prints one line of JSON; of the
first disagreement, before it, the smallest world that shows it.
"""

import json
import os
import time
from collections.abc import Callable
from contextlib import contextmanager
from dataclasses import asdict, is_dataclass, replace
from decimal import Decimal

from hypothesis import HealthCheck, Phase, given, seed, settings
from odoo.addons.distribution_commission.models import commission_engine_mixin

from tests.reference.commission.draws import LAST_DAY
from tests.reference.commission.facts import Credited, Returned
from tests.reference.commission.lawful import MORE_THAN_ANYTHING, forwards_of
from tests.reference.commission.strategies import worlds
from tests.reference.commission.world import World

from . import bonuses, comparison, documents, known_worlds

WORLDS_BETWEEN_VACUUMS = 50
# Where a disagreement is planted, nobody needs the smallest world that shows it.
PHASES = [Phase.generate] if os.environ.get("PLANTED") else [Phase.generate, Phase.shrink]
TABLES = (
    "distribution_commission_movement",
    "distribution_commission_entry",
    "distribution_commission_rule",
    "distribution_commission_tier",
    "distribution_member_closure",
    "distribution_member_level",
    "distribution_member_status",
    "distribution_member_upline",
    "sale_order_line",
)


class Campaign:
    """A number of worlds, of one kind of comparison each."""

    def __init__(self, env):
        self.env = env
        self.worlds = 0
        self.entries = 0
        self.smallest: tuple[int, World, str] | None = None
        documents.create_tables(env.cr)
        env.cr.commit()

    def look_at(self, world: World, check: Callable) -> None:
        """Let one world pass through a comparison, and forget it."""
        self.worlds += 1
        if self.worlds % WORLDS_BETWEEN_VACUUMS == 0:
            self._vacuum()
        try:
            self.entries += check(self.env, world)
        except AssertionError as error:
            size = len(repr(world))
            if self.smallest is None or size < self.smallest[0]:
                self.smallest = size, world, str(error)
            raise
        finally:
            self.env.cr.rollback()
            self.env.invalidate_all()

    def _vacuum(self) -> None:
        """Rows that were rolled back would make the next worlds slow."""
        connection = self.env.cr._cnx
        connection.autocommit = True
        try:
            with connection.cursor() as cursor:
                for table in TABLES:
                    cursor.execute(f"VACUUM {table}")
        finally:
            connection.autocommit = False

    def run(self, check: Callable, count: int, number: int, *, odd: bool) -> bool:
        """Look at a number of worlds; return whether all agreed."""

        @seed(number)
        @settings(
            max_examples=count,
            deadline=None,
            database=None,
            phases=PHASES,
            suppress_health_check=list(HealthCheck),
        )
        @given(worlds(odd=odd))
        def one_world(world):
            self.look_at(world, check)

        try:
            one_world()
        except BaseException as error:  # noqa: BLE001 - hypothesis may group what it found
            if self.smallest is None:
                raise
            if isinstance(error, KeyboardInterrupt):
                raise
            return False
        return True


# === COMPARISONS: each returns the number of entries === #


def check_one_by_one(env, world: World) -> int:
    """After each fact the same entries; a second run adds nothing."""
    engine = comparison.one_by_one(env, world)
    comparison.runs_again_without_an_entry(engine)
    comparison.pays_no_more_than_its_cap(engine)
    return len(engine.entries)


def check_all_returned(env, world: World) -> int:
    """The same, and then everything comes back."""
    engine = comparison.one_by_one(env, world)
    comparison.gives_all_back(engine, returns_of_all(world))
    return len(engine.entries)


def returns_of_all(world: World) -> list:
    """Return returns, or credit notes of invoices and payments, of more than there is."""
    lines = sorted({(fact.trigger, fact.line) for fact in forwards_of(world).values()})
    made = []
    for at, (trigger, line) in enumerate(lines, start=len(world.facts) + 1):
        common = {"id": at, "trigger": trigger, "line": line, "date": LAST_DAY}
        if trigger in ("invoiced", "paid"):
            made.append(Credited(untaxed=MORE_THAN_ANYTHING, **common))
        else:
            made.append(Returned(quantity=MORE_THAN_ANYTHING, **common))
    return made


def check_all_at_once(env, world: World) -> int:
    """Documents that are seen for the first time when all has happened."""
    return len(comparison.all_at_once(env, comparison.as_seen_at_the_end(world)).entries)


def check_in_small_pieces(env, world: World) -> int:
    """The same, two orders at a time. What a cap of a period leaves depends on the pieces."""
    plans = tuple(
        replace(plan, rules=tuple(replace(rule, period_cap=None) for rule in plan.rules))
        for plan in world.plans
    )
    with orders_at_once(2):
        return check_all_at_once(env, replace(world, plans=plans))


def check_bonuses(env, world: World) -> int:
    """Volume and target rules, at two settlements."""
    return bonuses.settled_twice(env, world)


@contextmanager
def orders_at_once(number: int):
    """Let the engine look at few orders with one statement."""
    kept = commission_engine_mixin.ORDERS_AT_ONCE
    commission_engine_mixin.ORDERS_AT_ONCE = number
    try:
        yield
    finally:
        commission_engine_mixin.ORDERS_AT_ONCE = kept


# Which part of all worlds goes through which comparison.
PARTS = (
    (check_one_by_one, 0.4, False),
    (check_one_by_one, 0.2, True),
    (check_all_returned, 0.1, False),
    (check_all_at_once, 0.1, False),
    (check_all_at_once, 0.1, True),
    (check_in_small_pieces, 0.1, True),
    (check_bonuses, 0.2, False),
    (check_bonuses, 0.1, True),
)


KNOWN = (
    (check_bonuses, known_worlds.VOLUME_OF_CREDITED_QUANTITIES),
    (check_all_at_once, known_worlds.LATER_LINE_DELIVERED_FIRST),
)


def main(env) -> None:
    """Run what the variables ask for."""
    count, number = int(os.environ["WORLDS"]), int(os.environ.get("SEED") or 0)
    campaign, started = Campaign(env), time.monotonic()
    disagreements = look_at_known(campaign)
    for at, (check, part, odd) in enumerate(PARTS):
        campaign.smallest = None
        if not campaign.run(check, max(1, round(count * part)), number * 100 + at, odd=odd):
            _size, world, text = campaign.smallest
            disagreements.append(check.__name__)
            print(f"\n=== {check.__name__}\n{text}\n{readable(world)}", flush=True)
    print(
        json.dumps(
            {
                "worlds": campaign.worlds,
                "entries": campaign.entries,
                "seconds": round(time.monotonic() - started, 1),
                "disagreements": disagreements,
            }
        )
    )


def look_at_known(campaign: Campaign) -> list[str]:
    """Look at the worlds that were disagreed upon once; return which comparisons fail again."""
    failed = []
    for check, world in KNOWN:
        try:
            campaign.look_at(world, check)
        except AssertionError as error:
            failed.append(check.__name__)
            print(f"\n=== {check.__name__}, known\n{error}\n{readable(world)}", flush=True)
    return failed


def readable(world: World) -> str:
    """Return a world line by line, without what is as always."""
    lines = []
    for name in ("levels", "members", "products", "lines", "regions", "categories", "currencies"):
        lines += [f"{name}: {short(each)}" for each in getattr(world, name).values()]
    for plan in world.plans:
        lines.append(f"plan: {short(replace(plan, rules=()))}")
        lines += [f"  rule: {short(rule)}" for rule in plan.rules]
    lines += [f"{type(fact).__name__}: {short(fact)}" for fact in world.facts]
    return "\n".join(lines)


def short(thing) -> str:
    """Return what is set of a value."""
    assert is_dataclass(thing)
    told = {name: getattr(thing, name) for name in asdict(thing)}
    return ", ".join(
        f"{name}={value if isinstance(value, Decimal | int | str) else value!s}"
        for name, value in told.items()
        if value not in (None, (), True)
    )
