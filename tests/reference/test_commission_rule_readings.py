"""The readings of the law (decision 30) on caps and on which rule applies."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from .commission.ledger import accrue
from .commission.small import (
    DAY,
    LATER,
    ONE_PERCENT,
    amounts,
    chain,
    ledger_of,
    plan,
    returned,
    rule,
    sold,
    world,
)
from .commission.world import Level, by_id

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


def test_limit_of_payout_is_rounded_down():
    """30 % of 33.35 is 10.005: 10.01 would be above it."""
    agreed = {"payout_cap": Decimal(30)}
    assert ledger_of(sold("33.35"), rules=[rule("rebate", 50)], **agreed) == ["10.00"]


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


@pytest.mark.parametrize("sign", [1, -1])
def test_rule_matches_when_size_is_its_minimum(sign):
    scope = {"min_quantity": "2.5", "min_amount": "100"}
    facts = [sold(sign * 100, sign * Decimal("2.5"))]
    assert ledger_of(*facts, rules=[rule("rebate", 1, **scope)]) == [f"{sign}.00"]


def test_level_earns_nothing_by_kind_it_is_barred_from():
    barred = by_id(Level(id=1, rank=1, earns_rebate=False))
    assert accrue(world([sold(100)], plan(ONE_PERCENT), levels=barred)) == []
