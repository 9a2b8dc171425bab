"""The readings of the law (decision 30), each with the smallest world that shows it."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from .commission.facts import Credited, Undone
from .commission.ledger import accrue
from .commission.small import (
    BEGINNING,
    DAY,
    LATER,
    ONE_PERCENT,
    always,
    amounts,
    by_member,
    chain,
    ledger_of,
    member,
    plan,
    returned,
    rule,
    sold,
    world,
)
from .commission.world import Currency, Span, by_id


def credited(fact_id: int, untaxed: str, origin: int | None = None) -> Credited:
    """An amount of line 1 is credited."""
    return Credited(
        id=fact_id, trigger="delivered", line=1, date=DAY, untaxed=Decimal(untaxed), origin=origin
    )


def undone(fact_id: int, origin: int) -> Undone:
    """A fact is undone."""
    return Undone(id=fact_id, trigger="delivered", date=DAY, origin=origin)


# === MOVEMENTS === #

RATES_BY_LEVEL = [rule("differential", rate, level=at) for at, rate in ((1, 3), (2, 7), (3, 10))]
OVERRIDES = [rule("override", rate, depth=depth) for depth, rate in ((1, 2), (2, 1))]
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


def test_undone_return_is_not_undone_twice():
    facts = *TWO_PARTS, returned(3, "15"), undone(4, 3), undone(5, 3), returned(6, "20")
    assert ledger_of(*facts)[4:] == ["20.00", "5.00", "-20.00", "-10.00"]


def test_undone_part_has_nothing_left_for_a_return():
    back = ledger_of(*TWO_PARTS, undone(3, 2), returned(4, "5"))
    assert back == ["10.00", "20.00", "-20.00", "-5.00"]


def test_undone_part_takes_back_what_is_left_when_some_came_back_before():
    assert ledger_of(sold(1000, 10), returned(2, "3"), undone(3, 1)) == ["10.00", "-3.00", "-7.00"]


def test_negative_line_earns_negative_amount_when_it_has_no_origin():
    assert ledger_of(sold(-1000, -10)) == ["-10.00"]


def test_reversal_follows_origin_when_plan_has_ended():
    facts = sold(1000, 10), returned(2, "10", day=LATER)
    assert ledger_of(*facts, date_to=DAY) == ["10.00", "-10.00"]
    assert ledger_of(*facts, date_to=DAY - timedelta(days=1)) == []


def test_reversal_is_available_with_its_origin_or_later():
    facts = sold(1000, 10), returned(2, "1"), returned(3, "1", day=LATER)
    entries = accrue(world(facts, plan(ONE_PERCENT, hold_days=30)))
    held = DAY + timedelta(days=30)
    assert [entry.available_date for entry in entries] == [held, held, LATER]


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


def test_base_is_taxed_amount_when_plan_says_so():
    assert ledger_of(sold(100, taxed=Decimal(113)), base="taxed") == ["1.13"]


def test_parts_are_summed_apart_when_their_rates_differ():
    """0.33 at 7 % less 3 %, then 0.33 at 7 %: 0.0132 and 0.0231, not 0.0462 less 0.0231."""
    promoted = member(1, 2, levels=(Span(BEGINNING, LATER, 1), Span(LATER, None, 9)))
    facts = [sold("0.33"), sold("0.33", fact_id=2, date=LATER)]
    entries = accrue(world(facts, plan(*RATES_BY_LEVEL), members=(promoted, member(2))))
    assert [(each.member, str(each.amount)) for each in entries] == [
        (1, "0.01"),
        (2, "0.01"),
        (2, "0.02"),
    ]


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
