"""The random worlds reach everything that the laws speak of: a law about nothing proves nothing."""

from hypothesis import given, settings

from .commission.bonuses import due
from .commission.chains import is_active, uplines_on
from .commission.draws import LAST_DAY
from .commission.facts import Credited, Forward, Returned, Undone, is_less, movements
from .commission.lawful import LAWFUL, forwards_of
from .commission.ledger import accrue
from .commission.occasions import occasions
from .commission.strategies import worlds
from .commission.world import BASES, MOVEMENT_KINDS, ON_INACTIVE, TRIGGERS

EXPECTED = {
    *MOVEMENT_KINDS,
    *(f"{base} earns" for base in BASES),
    *(f"{trigger} earns" for trigger in TRIGGERS),
    *(f"{trigger} is taken back" for trigger in TRIGGERS),
    *("CNY earns", "USD earns", "JPY earns"),
    *(f"{choice} skips an upline" for choice in ON_INACTIVE),
    *("max_amount", "payout_cap", "period_cap", "capped to nothing", "two caps at once"),
    *("a rule lost", "a fixed amount", "depth 2", "a second part", "an entry restored"),
    *("volume is due", "target is due", "part of a volume is taken back"),
    *(f"{kind} names its origin" for kind in ("Returned", "Credited")),
    *(f"{kind} names none" for kind in ("Returned", "Credited")),
    *(f"{kind} is undone" for kind in ("Forward", "Returned", "Credited")),
    *("one document takes from two parts", "a line says less", "a lowered line is recorded anew"),
}


def test_random_worlds_reach_all_that_laws_speak_of():
    reached = set()

    @settings(LAWFUL, max_examples=1000)  # some things are rare
    @given(worlds())
    def look_around(world):
        if reached >= EXPECTED:
            return
        entries = accrue(world)
        reached.update(seen_in_facts(world))
        for entry in entries:
            reached.update(seen_in_entry(world, entry))
        reached.update(seen_in_bonuses(world))

    look_around()
    assert EXPECTED - reached == set()


def seen_in_facts(world):
    """What happened, and whom it could have reached."""
    facts = {fact.id: fact for fact in world.facts}
    reversals = [each for each in movements(world.facts) if not each.is_forward]
    if len({each.fact for each in reversals}) < len(reversals):
        yield "one document takes from two parts"
    lowered = set()
    for fact in world.facts:
        kind = type(fact).__name__
        if is_less(fact):
            lowered.add(fact.line)
            yield "a line says less"
        if isinstance(fact, Forward) and fact.line in lowered and fact.trigger == "confirmed":
            yield "a lowered line is recorded anew"
        if isinstance(fact, Undone):
            yield f"{type(facts[fact.origin]).__name__} is undone"
        if isinstance(fact, Returned | Credited):
            yield f"{kind} names its origin" if fact.origin else f"{kind} names none"
        if isinstance(fact, Forward):
            yield from seen_in_chains(world, fact)


def seen_in_chains(world, forward):
    """Inactive uplines of the day."""
    for occasion in occasions(world, forward):
        above = uplines_on(world, occasion.line.buyer, occasion.day)
        if not all(is_active(world.members[member], occasion.day) for member in above):
            yield f"{occasion.plan.on_inactive} skips an upline"


def seen_in_entry(world, entry):
    """What an entry is an example of."""
    (plan,) = (plan for plan in world.plans if plan.id == entry.plan)
    yield from (entry.kind, *entry.capped, f"depth {entry.depth}")
    if entry.origin is not None:
        yield f"{plan.trigger} is taken back"
        if entry.amount > 0:
            yield "an entry restored"
        return
    yield from (f"{plan.base} earns", f"{plan.trigger} earns", f"{plan.currency} earns")
    forwards = forwards_of(world)
    own = forwards[entry.movement]
    signs = {
        "capped to nothing": not entry.amount,
        "two caps at once": len(entry.capped) > 1,
        "a rule lost": entry.lost_rule is not None,
        "a fixed amount": entry.fixed is not None,
        "a second part": any(
            fact.id < own.id and (fact.trigger, fact.whole) == (own.trigger, own.whole)
            for fact in forwards.values()
        ),
    }
    yield from (sign for sign, is_seen in signs.items() if is_seen)


def seen_in_bonuses(world):
    """Which bonuses are due, and whether returns have lowered one."""
    kinds = {rule.id: rule.kind for plan in world.plans for rule in plan.rules}
    now = due(world, LAST_DAY)
    yield from (f"{kinds[each.rule]} is due" for each, value in now.items() if value.amount)
    days = sorted({fact.date for fact in world.facts})
    before = due(world, days[len(days) // 2])
    if any(0 < now[each].volume < value.volume for each, value in before.items()):
        yield "part of a volume is taken back"
