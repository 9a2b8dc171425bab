"""Laws of bonuses and statements in every period that hypothesis can think of."""

from collections import defaultdict
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from .commission.bonuses import due, true_ups, worth
from .commission.draws import LAST_DAY, cents, numbers, pick
from .commission.lawful import LAWFUL, forwards_of, rules_of
from .commission.money import percent, round_half_up
from .commission.occasions import occasion
from .commission.small import BEGINNING, always, rule
from .commission.statements import LABOUR, Sums, Terms, run, tax_on
from .commission.strategies import worlds
from .commission.world import Tier

# === BONUSES === #


@LAWFUL
@given(worlds())
def test_bonuses_top_up_to_what_is_due(world):
    each_yuan_is_paid_once(world)
    volume_is_that_of_one_rule_for_each_movement(world)
    marginal_gives_no_more_than_cliff_at_growing_rates(world)


def each_yuan_is_paid_once(world):
    """Topped up now and then while things happen, all sums to what is due in the end."""
    so_far = {}
    for day in sorted({fact.date for fact in (*world.facts[::3], *world.facts[-1:])} | {LAST_DAY}):
        for true_up in true_ups(world, day, so_far):
            so_far[true_up.measured] = so_far.get(true_up.measured, 0) + true_up.amount
    now = due(world, LAST_DAY)
    assert all(now[measured].amount == amount for measured, amount in so_far.items())
    assert all(value.amount == so_far.get(measured, 0) for measured, value in now.items())


def volume_is_that_of_one_rule_for_each_movement(world):
    """No member's volumes of one kind are above the bases of all movements."""
    rules = rules_of(world)
    for plan in world.plans:
        total = sum(
            (
                Fraction(occasion(world, plan, fact).base)
                for fact in forwards_of(world).values()
                if fact.trigger == plan.trigger
            ),
            Fraction(0),
        )
        sums = defaultdict(Fraction)
        for measured, value in due(world, LAST_DAY).items():
            if measured.plan == plan.id:
                sums[measured.member, rules[measured.rule].kind] += Fraction(value.volume)
        assert all(0 <= volume <= total for volume in sums.values())


def marginal_gives_no_more_than_cliff_at_growing_rates(world):
    """Where a higher tier has a higher rate, the whole at the top rate is at least as much."""
    grown = with_growing_tiers(world)
    slices, whole = (due(with_mode(grown, mode), LAST_DAY) for mode in ("marginal", "cliff"))
    assert slices.keys() == whole.keys()
    assert all(slices[measured].amount <= whole[measured].amount for measured in slices)


def with_growing_tiers(world):
    """Sort the rates of all tiers."""

    def grown(tiers):
        rates = sorted(tier.rate for tier in tiers)
        return tuple(replace(tier, rate=rate) for tier, rate in zip(tiers, rates, strict=True))

    return with_rules(world, lambda rule: replace(rule, tiers=grown(rule.tiers)))


def with_mode(world, mode):
    """Read all tiers in one mode."""
    return with_rules(world, lambda rule: replace(rule, tier_mode=mode))


def with_rules(world, change):
    """Change every rule."""
    plans = (replace(plan, rules=tuple(map(change, plan.rules))) for plan in world.plans)
    return replace(world, plans=tuple(plans))


@LAWFUL
@given(st.lists(cents(0, 99999), min_size=1, max_size=4, unique=True), cents(1, 200000))
def test_marginal_grows_by_no_more_than_its_rate_when_a_cent_is_sold(thresholds, volume):
    tiers = tuple(Tier(bound, Decimal(at + 1)) for at, bound in enumerate(sorted(thresholds)))
    by_slices = rule("volume", tiers=tiers)
    step = worth(by_slices, volume + Decimal("0.01"), 2) - worth(by_slices, volume, 2)
    assert 0 <= step <= Decimal("0.01")


# === STATEMENTS === #


@st.composite
def settlements(draw):
    """The terms of one cycle, and one to eight weeks of a person."""
    terms = Terms(
        holdback_rate=draw(pick(*map(Decimal, (0, 10, 33)))),
        holdback_days=draw(pick(0, 7, 20)),
        recovery_cap=draw(pick(*map(Decimal, (100, 50, 0)))),
        minimum_payout=draw(pick(*map(Decimal, (0, 100)))),
        brackets=always(LABOUR, BEGINNING),
    )
    weeks = [
        Sums(
            cycle="weekly",
            date_from=date(2026, 1, 5) + timedelta(weeks=week),
            date_to=date(2026, 1, 11) + timedelta(weeks=week),
            earned=draw(cents(0, 999999)),
            bonus=draw(cents(-99999, 99999)),
            clawback=draw(cents(-999999, 0)),
            adjustment=draw(cents(-1000, 1000)),
        )
        for week in range(draw(st.integers(1, 8)))
    ]
    return terms, weeks


@LAWFUL
@given(settlements())
def test_statements_lose_nothing_from_one_to_the_next(settlement):
    terms, weeks = settlement
    statements = run(weeks, {"weekly": terms})
    each_statement_adds_up(statements)
    recovery_leaves_what_its_cap_protects(statements, terms)
    everything_is_paid_held_or_carried(statements, weeks)
    tax_is_that_of_the_month(statements)


def each_statement_adds_up(statements):
    """Opening + net − kept + released = gross + carried; payable = gross − tax; then carried on."""
    carried = 0
    for each in statements:
        assert each.opening == carried
        carried = each.carried
        assert each.opening + each.net - each.kept + each.released == each.gross + carried
        assert each.payable == each.gross - each.tax
        assert each.gross >= 0 <= each.tax


def recovery_leaves_what_its_cap_protects(statements, terms):
    """Never more than the debt, nor more than the cap's share of what is available."""
    for each in statements:
        available = each.net - each.kept + each.released
        cap = round_half_up(Fraction(max(0, available)) * percent(terms.recovery_cap), 2)
        assert 0 <= each.recovered <= min(max(0, -each.opening), cap)
        if each.gross:
            assert each.gross >= terms.minimum_payout
            assert each.gross <= max(available, each.opening + available)


def everything_is_paid_held_or_carried(statements, weeks):
    """Over all periods: what came in is what was paid, is still held, or is carried."""
    held = sum(each.kept - each.released for each in statements)
    paid = sum(each.gross for each in statements)
    assert held >= 0
    assert sum(week.net for week in weeks) == paid + held + statements[-1].carried


def tax_is_that_of_the_month(statements):
    """Paying a month in weeks withholds what paying it at once would."""
    months = defaultdict(list)
    for each in statements:
        months[each.date_to.month].append(each)
    for paid in months.values():
        assert sum(each.tax for each in paid) == tax_on(sum(each.gross for each in paid), LABOUR)


@LAWFUL
@given(numbers(0, 20000000, 2), cents(1, 100000))
def test_tax_never_takes_more_than_is_added(gross, more):
    step = tax_on(gross + more, LABOUR) - tax_on(gross, LABOUR)
    assert 0 <= step <= more * 40 / 100 + Decimal("0.01")
