"""The readings of the law (decision 30), each with the smallest world that shows it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from .commission.bonuses import due, true_ups
from .commission.facts import Credited, Returned, Undone
from .commission.ledger import accrue
from .commission.small import (
    BEGINNING,
    DAY,
    always,
    amounts,
    by_member,
    chain,
    member,
    plan,
    rule,
    sold,
    tiers,
    world,
)
from .commission.world import Currency, Level, Span, by_id

LATER = DAY + timedelta(days=40)  # another month
ONE_PERCENT = rule("rebate", 1)


def returned(fact_id: int, quantity: str, origin: int | None = None, day: date = DAY) -> Returned:
    """A quantity of line 1 comes back."""
    return Returned(
        id=fact_id,
        trigger="delivered",
        line=1,
        date=day,
        quantity=Decimal(quantity),
        origin=origin,
    )


def credited(fact_id: int, untaxed: str, origin: int | None = None) -> Credited:
    """An amount of line 1 is credited."""
    return Credited(
        id=fact_id, trigger="delivered", line=1, date=DAY, untaxed=Decimal(untaxed), origin=origin
    )


def undone(fact_id: int, origin: int) -> Undone:
    """A fact is undone."""
    return Undone(id=fact_id, trigger="delivered", date=DAY, origin=origin)


def ledger_of(*facts, rules=(ONE_PERCENT,), **more) -> list[str]:
    """Return the amounts which facts lead to."""
    return amounts(accrue(world(facts, plan(*rules, **more))))


# === MOVEMENTS === #

TWO_PARTS = sold(1000, 10), sold(2000, 10, fact_id=2)


def test_return_takes_newest_first_when_it_names_none():
    assert ledger_of(*TWO_PARTS, returned(3, "15")) == ["10.00", "20.00", "-20.00", "-5.00"]


def test_return_takes_from_part_when_it_names_it():
    assert ledger_of(*TWO_PARTS, returned(3, "5", origin=1)) == ["10.00", "20.00", "-5.00"]


def test_return_has_no_effect_when_it_exceeds_all_parts():
    back = ledger_of(*TWO_PARTS, returned(3, "999"), returned(4, "1"))
    assert back == ["10.00", "20.00", "-20.00", "-10.00"]


def test_larger_share_counts_when_goods_and_credit_note_are_the_same():
    back = ledger_of(sold(1000, 10), returned(2, "3"), credited(3, "300"), credited(4, "100"))
    assert back == ["10.00", "-3.00", "-1.00"]


def test_undone_return_gives_back_what_it_took_from_each_part():
    back = ledger_of(*TWO_PARTS, returned(3, "15"), undone(4, 3))
    assert back[2:] == ["-20.00", "-5.00", "20.00", "5.00"]


def test_undone_part_takes_back_what_is_left_when_some_came_back_before():
    assert ledger_of(sold(1000, 10), returned(2, "3"), undone(3, 1)) == ["10.00", "-3.00", "-7.00"]


def test_negative_line_earns_negative_amount_when_it_has_no_origin():
    assert ledger_of(sold(-1000, -10)) == ["-10.00"]


def test_reversal_follows_origin_when_plan_has_ended():
    facts = sold(1000, 10), returned(2, "10", day=LATER)
    assert ledger_of(*facts, date_to=DAY) == ["10.00", "-10.00"]
    assert ledger_of(*facts, date_to=DAY - timedelta(days=1)) == []


# === AMOUNTS === #


def test_last_part_takes_rounding_remainder_when_whole_is_paid_in_parts():
    """Three payments of 33.34, 33.33, 33.34 at 1.5 %: 0.5001, 1.00005, 1.50015 so far."""
    parts = [sold(text, fact_id=at) for at, text in enumerate(("33.34", "33.33", "33.34"), 1)]
    assert ledger_of(*parts, rules=[rule("rebate", "1.5")]) == ["0.50", "0.50", "0.50"]
    thirds = [sold("0.33", fact_id=at) for at in (1, 2, 3)]
    assert ledger_of(*thirds) == ["0.01"]  # 0.0033, 0.0066, 0.0099 so far


def test_margin_counts_as_zero_when_sold_below_cost():
    below, above = sold(100, cost=Decimal(150)), sold(100, cost=Decimal(60))
    assert ledger_of(below, base="margin") == []
    assert ledger_of(above, base="margin") == ["0.40"]


def test_amount_is_converted_at_day_of_movement():
    rates = (date(2026, 1, 10), Decimal("0.1")), (date(2026, 1, 16), Decimal("0.2"))
    currencies = by_id(Currency(id="CNY"), Currency(id="USD", rates=rates))
    to_dollars = plan(rule("rebate", 10), currency="USD")
    days = [DAY - timedelta(days=30), DAY, DAY + timedelta(days=1)]
    facts = [sold(1000, fact_id=at, whole=at, date=day) for at, day in enumerate(days, start=1)]
    earned = amounts(accrue(world(facts, to_dollars, currencies=currencies)))
    assert earned == ["10.00", "10.00", "20.00"]  # before the first rate, the first


def test_fixed_amount_is_per_unit():
    assert ledger_of(sold(1000, "2.5"), rules=[rule("rebate", fixed="0.33")]) == ["0.83"]


RATES_BY_LEVEL = [rule("differential", rate, level=at) for at, rate in ((1, 3), (2, 7), (3, 10))]
OVERRIDES = [rule("override", rate, depth=depth) for depth, rate in ((1, 2), (2, 1))]


def with_inactive(inactive: int, **histories) -> tuple:
    """A chain of three, one of which is suspended, or is as the histories say."""
    histories = histories or {"states": always("suspended")}
    return tuple(replace(each, **histories) if each.id == inactive else each for each in chain(3))


@pytest.mark.parametrize(
    ("on_inactive", "differential", "override"),
    [("forfeit", {1: 30, 3: 30}, {3: 10}), ("compress", {1: 30, 3: 70}, {3: 20})],
)
def test_inactive_upline_keeps_its_place_only_under_forfeit(on_inactive, differential, override):
    for histories in ({}, {"freezes": always(True)}):
        members = with_inactive(2, **histories)
        for rules, expected in ((RATES_BY_LEVEL, differential), (OVERRIDES, override)):
            agreed = plan(*rules, on_inactive=on_inactive)
            assert by_member(accrue(world([sold(1000)], agreed, members=members))) == expected


@pytest.mark.parametrize("on_inactive", ["forfeit", "compress"])
def test_rebate_is_forfeited_when_buyer_is_inactive(on_inactive):
    agreed = plan(ONE_PERCENT, *OVERRIDES, *RATES_BY_LEVEL, on_inactive=on_inactive)
    earned = by_member(accrue(world([sold(1000)], agreed, members=with_inactive(1))))
    assert earned == {2: 20 + 40, 3: 10 + 30}


def test_depth_is_limited_after_compressing():
    agreed = {"on_inactive": "compress", "max_depth": 1}
    entries = accrue(world([sold(1000)], plan(*OVERRIDES, **agreed), members=with_inactive(2)))
    assert by_member(entries) == {3: 20}


def test_chain_is_the_one_of_the_day_when_member_moves_later():
    moved = member(1, uplines=(Span(BEGINNING, LATER, 2), Span(LATER, None, 3)))
    members = moved, member(2), member(3)
    facts = [
        sold(1000, 10),
        sold(1000, 10, fact_id=2, whole=2, line=2, date=LATER),
        returned(3, "10", day=LATER),
    ]
    entries = accrue(world(facts, plan(OVERRIDES[0]), members=members))
    assert [(entry.member, entry.amount) for entry in entries] == [(2, 20), (3, 20), (2, -20)]


# === CAPS === #


def test_caps_follow_in_their_order():
    """30 capped to 25; 25 + 20 + 10 above 40 → 18.18, 14.55 …; then 30 less 18.18 given before."""
    rules = [rule("rebate", 3, max_amount="25"), rule("override", 2, depth=1, period_cap="20")]
    rules.append(rule("override", 1, depth=2))
    facts = [sold(1000, fact_id=at, whole=at) for at in (1, 2)]
    agreed = plan(*rules, payout_cap=Decimal(4))
    entries = accrue(world(facts, agreed, members=chain(3)))
    assert amounts(entries) == ["18.18", "14.55", "7.27", "18.18", "5.45", "7.27"]
    assert entries[0].capped == ("max_amount", "payout_cap")
    assert entries[4].capped == ("payout_cap", "period_cap")


def test_tie_of_remainders_goes_to_lower_depth():
    """Two of 0.05 share 0.05: each exactly 0.025."""
    rules = rule("rebate", 5), rule("override", 5, depth=1)
    agreed = plan(*rules, payout_cap=Decimal(5))
    assert amounts(accrue(world([sold(1)], agreed, members=chain(2)))) == ["0.03", "0.02"]


def test_entry_of_zero_says_which_cap_made_it():
    capped = [rule("rebate", 1, period_cap="10")]
    facts = [sold(1000, 10, fact_id=at, whole=at, line=at) for at in (1, 2)]
    entries = accrue(world(facts, plan(*capped)))
    assert [(entry.amount, entry.capped) for entry in entries] == [(10, ()), (0, ("period_cap",))]


def test_period_cap_has_room_again_when_something_was_taken_back():
    capped = rule("rebate", 1, period_cap="10")
    facts = [
        sold(1000, 10),
        returned(2, "4", day=LATER),
        sold(1000, 10, fact_id=3, whole=3, line=2),
    ]
    assert ledger_of(*facts, rules=[capped]) == ["10.00", "-4.00", "4.00"]


def test_payout_cap_is_of_untaxed_amount_when_base_is_quantity():
    agreed = {"base": "quantity", "payout_cap": Decimal(5)}
    assert ledger_of(sold(100, 10), rules=[rule("rebate", fixed="1")], **agreed) == ["5.00"]


# === RULES === #

IN_RANKING = [
    {"product": 1},
    {"categ": 3},
    {"categ": 1, "member": 1},
    {"categ": 1},
    {"member": 1},
    {"level": 1},
    {"buyer_level": 1, "sequence": 11},
    {"region": 3},
    {"region": 1},
    {"sequence": 5},
    {},
    {},
]


def test_most_specific_rule_wins_in_the_order_of_the_readings():
    rules = [rule("rebate", 1, **scope) for scope in IN_RANKING]
    for best in range(len(rules) - 1):
        # In reverse, so that the lower id, which decides last, speaks against the expected one.
        left = rules[best:]
        if IN_RANKING[best] != IN_RANKING[best + 1]:
            left = left[::-1]
        (entry,) = accrue(world([sold(100)], plan(*left)))
        agreed = plan(*left).rules
        won, lost = agreed[entry.rule - 1], agreed[entry.lost_rule - 1]
        assert (replace(won, id=0), replace(lost, id=0)) == (rules[best], rules[best + 1])


@pytest.mark.parametrize(
    "scope",
    [
        {"product": 2},
        {"categ": 4},
        {"member": 2},
        {"level": 2},
        {"buyer_level": 2},
        {"region": 4},
        {"min_quantity": "1.001"},
        {"min_amount": "100.01"},
        {"date_from": DAY + timedelta(days=1)},
        {"date_to": DAY - timedelta(days=1)},
    ],
)
def test_rule_does_not_match_when_scope_is_another(scope):
    assert ledger_of(sold(100), rules=[rule("rebate", 1, **scope)]) == []


def test_level_earns_nothing_by_kind_it_is_barred_from():
    barred = by_id(Level(id=1, rank=1, earns_rebate=False))
    assert accrue(world([sold(100)], plan(ONE_PERCENT), levels=barred)) == []


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
    facts = sold(1000, 10), returned(2, "10", day=LATER)
    month = world(facts, plan(rule("volume", tiers=tiers(("0", "1")))))
    before = true_ups(month, DAY)
    after = true_ups(month, LATER, {each.measured: each.amount for each in before})
    assert [each.amount for each in before + after] == [10, -10]
    assert before[0].measured == after[0].measured
