"""Laws which the ledger obeys in every small world that hypothesis can think of.

Building a world costs more than computing it, so that each test asks one world several laws; the
name of the function that fails says which one was broken.
"""

from collections import defaultdict
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from .commission import small
from .commission.bonuses import due
from .commission.chains import is_active
from .commission.draws import LAST_DAY, cents
from .commission.facts import Credited, Returned, Undone
from .commission.lawful import LAWFUL, MORE_THAN_ANYTHING, forwards_of, rules_of, with_more
from .commission.ledger import accrue
from .commission.money import round_half_up, scale_down, split
from .commission.occasions import occasion
from .commission.periods import period_of
from .commission.strategies import worlds


def by_origin(entries) -> dict[tuple, list]:
    """Group entries by what earned: the entry of the forward movement comes first."""
    groups = defaultdict(list)
    for entry in entries:
        groups[entry.origin or entry.movement, entry.plan, entry.rule, entry.member].append(entry)
    return groups


def sums_by_origin(entries) -> dict[tuple, Decimal]:
    """Return what is left of each entry of a forward movement."""
    return {key: sum(entry.amount for entry in group) for key, group in by_origin(entries).items()}


# === THE LEDGER === #


@LAWFUL
@given(worlds(odd=True))
def test_ledger_grows_by_facts_and_by_plans(world):
    entries = accrue(world)
    splitting_the_run_changes_nothing(world, entries)
    plans_add_up(world, entries)
    who_earns_is_active_on_the_day(world, entries)


def splitting_the_run_changes_nothing(world, entries):
    """The first facts alone lead to the first of the same entries."""
    for stop in (1, len(world.facts) // 2, len(world.facts) - 1):
        first = accrue(replace(world, facts=world.facts[:stop]))
        assert first == entries[: len(first)]
        assert all(entry.movement > stop for entry in entries[len(first) :] if not entry.origin)


def plans_add_up(world, entries):
    """Each plan earns what it earns alone."""
    for plan in world.plans:
        alone = accrue(replace(world, plans=(plan,)))
        assert alone == [entry for entry in entries if entry.plan == plan.id]


def who_earns_is_active_on_the_day(world, entries):
    """Nobody earns on a day on which it is suspended, terminated or frozen."""
    for entry in entries:
        if entry.origin is None:
            assert is_active(world.members[entry.member], entry.date)


# === REVERSALS === #


@LAWFUL
@given(worlds())
def test_reversal_takes_back_what_was_earned_and_no_more(world):
    entries = accrue(world)
    what_is_left_lies_between_nothing_and_all(entries)
    returning_everything_nets_zero_for_everybody(world)
    undoing_everything_nets_zero_for_everybody(world)
    undoing_a_reversal_gives_back_what_it_took(world)


def what_is_left_lies_between_nothing_and_all(entries):
    """A reversal never exceeds what was earned, nor gives an undone one more than it took."""
    for first, *reversals in by_origin(entries).values():
        assert first.origin is None
        left = first.amount
        for entry in reversals:
            left += entry.amount
            assert 0 <= left <= first.amount


def returning_everything_nets_zero_for_everybody(world):
    """A return, and for invoices and payments a credit note, of all there is leaves 0."""
    next_id, backs = len(world.facts) + 1, []
    for trigger, line in sorted(
        {(fact.trigger, fact.line) for fact in forwards_of(world).values()}
    ):
        common = {"id": next_id, "trigger": trigger, "line": line, "date": LAST_DAY}
        if trigger in ("invoiced", "paid"):
            backs.append(Credited(untaxed=MORE_THAN_ANYTHING, **common))
        else:
            backs.append(Returned(quantity=MORE_THAN_ANYTHING, **common))
        next_id += 1
    nothing_is_left(with_more(world, *backs))


def undoing_everything_nets_zero_for_everybody(world):
    """All orders cancelled, all invoices back to draft, all payments taken off: nothing is left."""
    undone = [
        Undone(id=len(world.facts) + at, trigger=fact.trigger, date=LAST_DAY, origin=fact.id)
        for at, fact in enumerate(forwards_of(world).values(), start=1)
    ]
    nothing_is_left(with_more(world, *undone))


def nothing_is_left(world):
    """Exactly 0 for every beneficiary, and for the volume of every period."""
    assert not any(sums_by_origin(accrue(world)).values())
    assert all(value.amount == 0 == value.volume for value in due(world, LAST_DAY).values())


def undoing_a_reversal_gives_back_what_it_took(world):
    """A return of everything that is undone at once changes nothing for anybody."""
    for fact in list(forwards_of(world).values())[:1]:
        common = {"trigger": fact.trigger, "date": LAST_DAY}
        back = Returned(
            id=len(world.facts) + 1, line=fact.line, quantity=MORE_THAN_ANYTHING, **common
        )
        undo = Undone(id=back.id + 1, origin=back.id, **common)
        undone = with_more(world, back, undo)
        assert sums_by_origin(accrue(undone)) == sums_by_origin(accrue(world))
        assert due(undone, LAST_DAY) == due(world, LAST_DAY)


# === AMOUNTS AND CAPS === #


@LAWFUL
@given(worlds())
def test_amounts_stay_within_their_caps(world):
    entries = accrue(world)
    movement_pays_no_more_than_payout_cap(world, entries)
    rule_gives_no_more_than_its_own_caps(world, entries)
    differentials_sum_to_no_more_than_highest_rate(world, entries)
    caps_lower_and_say_so(world, entries)
    parts_sum_to_the_whole(world)


def movement_pays_no_more_than_payout_cap(world, entries):
    """All beneficiaries of a movement together."""
    forwards = forwards_of(world)
    for plan in world.plans:
        sums = defaultdict(Decimal)
        for entry in entries:
            if entry.plan == plan.id and entry.origin is None:
                sums[entry.movement] += entry.amount
        for movement, total in sums.items():
            seen = occasion(world, plan, forwards[movement])
            base = seen.untaxed if plan.base == "quantity" else seen.base
            assert Fraction(total) <= Fraction(base) * Fraction(plan.payout_cap) / 100


def rule_gives_no_more_than_its_own_caps(world, entries):
    """Each entry alone, and at any time all of a member in a period, less what was taken back."""
    rules, forwards = rules_of(world), forwards_of(world)
    given_so_far = defaultdict(Decimal)
    for entry in entries:
        rule = rules[entry.rule]
        period = period_of(rule.measure_period, forwards[entry.origin or entry.movement].date)
        given_so_far[rule.id, entry.member, period] += entry.amount
        if entry.origin is None:
            assert rule.max_amount is None or entry.amount <= rule.max_amount
            if rule.period_cap is not None and entry.amount:
                assert given_so_far[rule.id, entry.member, period] <= rule.period_cap


def differentials_sum_to_no_more_than_highest_rate(world, entries):
    """The sum is the highest rate in the chain, or less where somebody forfeits."""
    rates = defaultdict(Decimal)
    for entry in entries:
        if entry.kind == "differential" and entry.origin is None:
            assert entry.rate > 0
            rates[entry.movement, entry.plan] += entry.rate
    for (_, plan_id), rate in rates.items():
        (plan,) = (plan for plan in world.plans if plan.id == plan_id)
        assert rate <= max(rule.rate for rule in plan.rules if rule.kind == "differential")


def without_caps(world):
    """The same world, in which nothing is capped."""
    plans = (
        replace(
            plan,
            payout_cap=None,
            rules=tuple(replace(rule, max_amount=None, period_cap=None) for rule in plan.rules),
        )
        for plan in world.plans
    )
    return replace(world, plans=tuple(plans))


def caps_lower_and_say_so(world, entries):
    """With and without caps the same entries; a lower amount, and only that, names its cap."""
    free = [entry for entry in accrue(without_caps(world)) if entry.origin is None]
    capped = [entry for entry in entries if entry.origin is None]
    for entry, other in zip(capped, free, strict=True):
        assert replace(entry, amount=other.amount, uncapped=None, capped=()) == other
        assert bool(entry.capped) == (entry.amount < other.amount)
        assert entry.amount >= 0
        assert entry.amount or entry.capped


def parts_sum_to_the_whole(world):
    """Without caps, parts earn what their bases together earn, half a unit up or down.

    A part that earned nothing has no entry to tell its base; it counts by its own occasion.
    """
    forwards = forwards_of(world)
    plans = {plan.id: plan for plan in world.plans}
    undone = {fact.origin for fact in world.facts if isinstance(fact, Undone)}
    broken = {(fact.trigger, fact.whole) for fact in forwards.values() if fact.id in undone}
    sums, bases = defaultdict(Fraction), defaultdict(Fraction)
    for entry in accrue(without_caps(world)):
        if entry.origin is None and entry.fixed is None:
            whole = forwards[entry.movement].whole
            key = entry.plan, entry.rule, entry.member, entry.rate, whole
            sums[key] += Fraction(entry.amount)
            bases[key] += Fraction(entry.base)
    for key, total in sums.items():
        if (plans[key[0]].trigger, key[-1]) in broken:
            continue  # what stood before is not what stands
        unit = Fraction(1, 10 ** world.currencies[plans[key[0]].currency].decimals)
        missing = sum(
            (
                Fraction(occasion(world, plans[key[0]], fact).base)
                for fact in forwards.values()
                if fact.whole == key[-1] and fact.trigger == plans[key[0]].trigger
            ),
            -bases[key],
        )
        rate = Fraction(key[3]) / 100
        assert bases[key] * rate - unit / 2 <= total <= (bases[key] + missing) * rate + unit / 2


# === SHARES === #


@LAWFUL
@given(st.lists(cents(0, 99999), min_size=1, max_size=6), cents(1, 3000))
def test_parts_earn_together_what_the_whole_earns(parts, rate):
    facts = [small.sold(part, fact_id=at) for at, part in enumerate(parts, start=1)]
    earned = accrue(small.world(facts, small.plan(small.rule("rebate", rate))))
    whole = round_half_up(Fraction(sum(parts)) * Fraction(rate) / 100, 2)
    assert sum(entry.amount for entry in earned) == whole


@LAWFUL
@given(st.lists(cents(1, 99999), min_size=1, max_size=6), st.integers(0, 100))
def test_scaled_amounts_sum_to_the_limit_and_stay_in_proportion(amounts, part):
    total = sum(amounts)
    limit = round_half_up(total * part / 100, 2)
    shares = scale_down(amounts, limit, 2, range(len(amounts)))
    assert sum(shares) == limit
    for share, amount in zip(shares, amounts, strict=True):
        assert 0 <= share <= amount
        assert abs(Fraction(share) - Fraction(amount * limit) / Fraction(total)) < Fraction(1, 100)


@LAWFUL
@given(cents(-99999, 99999), st.lists(st.integers(1, 100), min_size=1, max_size=6))
def test_split_neither_loses_nor_invents_a_cent(total, weights):
    assert sum(split(total, list(map(Decimal, weights)), 2)) == total
