"""The readings of the law (decision 30) on volumes, targets, periods and statements."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from .commission.bonuses import due, true_ups, worth
from .commission.facts import Returned
from .commission.ledger import accrue
from .commission.periods import Period, period_of
from .commission.small import DAY, LATER, always, chain, plan, rule, sold, tiers, world
from .commission.statements import Sums, Terms, run, sums_of

HALF_BACK = Returned(id=2, trigger="delivered", line=1, date=LATER, quantity=Decimal(5))


# === VOLUME AND TARGET === #


@pytest.mark.parametrize(
    ("measure", "beneficiaries"), [("own", [1]), ("direct", [1, 2]), ("team", [1, 2, 3])]
)
def test_volume_reaches_as_far_as_its_measure(measure, beneficiaries):
    agreed = plan(rule("volume", 1, measure=measure), max_depth=1)
    given = due(world([sold(1000)], agreed, members=chain(3)), DAY)
    assert [(key.member, value.amount) for key, value in given.items()] == [
        (each, 10) for each in beneficiaries
    ]


def test_return_lowers_volume_of_period_of_its_origin():
    facts = sold(1000, 10), HALF_BACK
    month = world(facts, plan(rule("volume", tiers=tiers(("0", "1")))))
    before = true_ups(month, DAY)
    after = true_ups(month, LATER, {each.measured: each.amount for each in before})
    assert [each.amount for each in before + after] == [10, -5]
    assert before[0].measured == after[0].measured


def test_volume_leaves_out_who_is_inactive_on_the_day():
    members = tuple(
        replace(each, states=always("suspended")) if each.id == 2 else each for each in chain(3)
    )
    for on_inactive in ("forfeit", "compress"):
        agreed = plan(rule("volume", 1, measure="direct"), on_inactive=on_inactive)
        assert [key.member for key in due(world([sold(1000)], agreed, members=members), DAY)] == [1]


def test_volume_counts_to_the_rule_that_wins_only():
    rules = rule("volume", 1), rule("volume", 2, min_amount="500", sequence=5)
    facts = [sold(amount, fact_id=at, whole=at) for at, amount in enumerate((400, 600), start=1)]
    given = due(world(facts, plan(*rules)), DAY)
    assert {key.rule: (value.volume, value.amount) for key, value in given.items()} == {
        1: (400, 4),
        2: (600, 12),
    }


def test_volume_of_quantities_is_not_rounded_to_money():
    facts = sold(1000, "0.009"), replace(HALF_BACK, quantity=Decimal("0.004"))
    per_unit = plan(rule("volume", 100), base="quantity")
    (value,) = due(world(facts, per_unit), LATER).values()
    assert (value.volume, value.amount) == (Decimal("0.005"), Decimal("0.01"))


def test_bonus_is_limited_by_its_cap():
    assert worth(rule("volume", 10, period_cap="5"), Decimal(1000), 2) == 5


@pytest.mark.parametrize("volume", [0, -1])
def test_bonus_is_nothing_when_volume_is_not_above_zero(volume):
    assert worth(rule("volume", 10), Decimal(volume), 2) == 0
    assert worth(rule("target", fixed="500"), Decimal(volume), 2) == 0


def test_tiers_give_nothing_below_the_lowest_bound():
    for mode, expected in (("marginal", 1), ("cliff", 11)):
        by_tiers = rule("volume", tiers=tiers(("1000", "1")), tier_mode=mode)
        assert worth(by_tiers, Decimal("999.99"), 2) == 0
        assert worth(by_tiers, Decimal(1100), 2) == expected


def test_true_up_takes_back_what_is_no_longer_due():
    before = true_ups(world([sold(1000)], plan(rule("volume", 1))), DAY)
    given = {each.measured: each.amount for each in before}
    (after,) = true_ups(world([], plan(rule("volume", 1))), LATER, given)
    assert (after.measured, after.amount) == (before[0].measured, -10)


@pytest.mark.parametrize(
    ("unit", "day", "first", "last"),
    [
        ("week", date(2026, 1, 1), date(2025, 12, 29), date(2026, 1, 4)),
        ("month", date(2024, 2, 29), date(2024, 2, 1), date(2024, 2, 29)),
        ("quarter", date(2026, 5, 31), date(2026, 4, 1), date(2026, 6, 30)),
        ("quarter", date(2026, 12, 31), date(2026, 10, 1), date(2026, 12, 31)),
        ("year", date(2026, 7, 1), date(2026, 1, 1), date(2026, 12, 31)),
    ],
)
def test_periods_are_those_of_the_calendar(unit, day, first, last):
    assert period_of(unit, day) == Period(first, last)
    assert period_of(unit, first) == period_of(unit, last) == Period(first, last)
    assert period_of(unit, last + timedelta(days=1)) != Period(first, last)


# === STATEMENTS === #


def statements(*parts: dict, **terms):
    """Run weeks that bring the given parts."""
    weeks = [
        Sums(
            cycle="weekly",
            date_from=date(2026, 1, 5) + timedelta(weeks=week),
            date_to=date(2026, 1, 11) + timedelta(weeks=week),
            **{name: Decimal(value) for name, value in part.items()},
        )
        for week, part in enumerate(parts)
    ]
    as_terms = {
        key: Decimal(value) if isinstance(value, str) else value for key, value in terms.items()
    }
    return run(weeks, {"weekly": Terms(**as_terms)})


def test_holdback_is_of_net_and_released_on_its_last_day():
    """7 days after the first week is the last day of the second."""
    earned = {"earned": "1000", "clawback": "-200", "bonus": "100", "adjustment": "-0.5"}
    kept, released = statements(earned, {}, holdback_rate="10", holdback_days=7)
    assert (kept.net, kept.kept, kept.gross) == (
        Decimal("899.5"),
        Decimal("89.95"),
        Decimal("809.55"),
    )
    assert (released.released, released.gross) == (Decimal("89.95"), Decimal("89.95"))


def test_nothing_is_kept_of_a_negative_net():
    (only,) = statements({"earned": "100", "clawback": "-300"}, holdback_rate="10")
    assert (only.kept, only.gross, only.carried) == (0, 0, -200)


def test_all_that_is_available_is_paid_when_nothing_may_be_recovered():
    last = statements({"clawback": "-100"}, {"earned": "30"}, recovery_cap="0")[-1]
    assert (last.recovered, last.gross, last.carried) == (0, 30, -100)


def test_everything_is_carried_when_below_the_minimum():
    weeks = statements(
        {"earned": "99.99"}, {"earned": "0.01"}, {"earned": "0"}, minimum_payout="100"
    )
    assert [(each.gross, each.carried) for each in weeks] == [
        (0, Decimal("99.99")),
        (100, 0),
        (0, 0),
    ]


def test_no_tax_is_withheld_when_nothing_says_so():
    (only,) = statements({"earned": "100000"})
    assert (only.tax, only.payable) == (0, 100000)


def test_sums_are_of_what_became_available_in_the_period():
    facts = sold(10, 10), HALF_BACK
    small = world(facts, plan(rule("rebate", 5), rule("volume", 10), hold_days=7))
    entries, bonuses = accrue(small), true_ups(small, DAY)
    in_first, in_second = (
        sums_of(entries, bonuses, "any", first, last)
        for first, last in (
            (DAY, DAY + timedelta(days=6)),
            (DAY + timedelta(days=7), LATER),
        )
    )
    assert (in_first.earned, in_first.clawback, in_first.bonus) == (0, 0, 1)
    assert (in_second.earned, in_second.clawback, in_second.bonus) == (
        Decimal("0.50"),
        Decimal("-0.25"),
        0,
    )
