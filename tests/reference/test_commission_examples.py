"""Every worked example of the law, each naming its source.

"Law" is ``commission.md``; "market" is chapter 2.4 of ``market.md``, the comparison with other
products, where its examples belong to what this product does.
"""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from .commission.bonuses import due, true_ups, worth
from .commission.facts import Returned
from .commission.ledger import accrue
from .commission.money import round_half_up, split
from .commission.small import (
    BEGINNING,
    DAY,
    always,
    amounts,
    by_member,
    chain,
    plan,
    rule,
    sold,
    tiers,
    world,
)
from .commission.statements import LABOUR, Sums, Terms, run, tax_on

GROWING = tiers(("0", "2"), ("100000", "3"), ("150000", "4"))


def money(text: str) -> Decimal:
    """Read an amount as people write it."""
    return Decimal(text.replace(",", ""))


# === LAW 2: RULE KINDS === #


@pytest.mark.parametrize(
    ("rates", "earned"),
    [
        ((3, 7, 10), {1: 30, 2: 40, 3: 30}),
        ((7, 3, 10), {1: 70, 3: 30}),
    ],
)
def test_differential_pays_highest_rate_of_chain_when_levels_differ(rates, earned):
    """Law 2: order 1,000 → 30 / 40 / 30, and 70 / 0 / 30. Market: CRMEB, 员工, 代理, 事业部."""
    rules = [rule("differential", rate, level=at) for at, rate in enumerate(rates, start=1)]
    entries = accrue(world([sold(1000)], plan(*rules), members=chain(3)))
    assert by_member(entries) == earned
    assert sum(entry.amount for entry in entries) == 1000 * max(rates) // 100


@pytest.mark.parametrize(
    ("mode", "volume", "expected"),
    [
        ("marginal", "180,000", "4,700.00"),  # law 2: 2,000 + 1,500 + 1,200
        ("cliff", "180,000", "7,200.00"),  # law 2
        ("cliff", "150,000", "6,000.00"),  # law 2: a lower bound belongs to its tier
        ("cliff", "149,999.99", "4,500.00"),  # law 2
        ("marginal", "150,000", "3,500.00"),  # market: tiers, both kinds
        ("marginal", "150,001", "3,500.04"),  # market
        ("cliff", "150,001", "6,000.04"),  # market
    ],
)
def test_volume_is_worth_what_tiers_say_when_mode_is(mode, volume, expected):
    """Law 2 and market: the same table read in two ways."""
    by_tiers = rule("volume", tiers=GROWING, tier_mode=mode)
    assert worth(by_tiers, money(volume), 2) == money(expected)


def test_volume_is_worth_slices_when_rates_grow_with_quota():
    """Market, accelerator: quota 500k worth 100k, 1.5 times above; 130 % → 145,000."""
    by_tiers = rule("volume", tiers=tiers(("0", "20"), ("500000", "30")))
    assert worth(by_tiers, money("650,000"), 2) == money("145,000")


def test_volume_is_worth_slices_when_contract_is_by_quarter():
    """Market, standard dealer contract: 1,200,000 → 5,000 + 10,000 + 6,000 = 21,000."""
    by_tiers = rule("volume", tiers=tiers(("0", "1"), ("500000", "2"), ("1000000", "3")))
    assert worth(by_tiers, money("1,200,000"), 2) == money("21,000")


def test_quarter_pays_each_yuan_once_when_settled_weekly():
    """Law 2: every settlement tops up to what is due by then."""
    facts = [
        sold(amount, fact_id=at, whole=at, date=DAY + timedelta(weeks=at))
        for at, amount in enumerate((90000, 40000, 50000), start=1)
    ]
    by_tiers = rule("volume", tiers=GROWING, measure_period="quarter")
    quarter = world(facts, plan(by_tiers))
    given, paid = {}, []
    for week in range(1, 5):
        for true_up in true_ups(quarter, DAY + timedelta(weeks=week), given):
            given[true_up.measured] = given.get(true_up.measured, 0) + true_up.amount
            paid.append(true_up.amount)
    assert paid == [1800, 1100, 1800]
    assert sum(paid) == money("4,700")


# === LAW 2: ROUNDING === #


def test_split_keeps_every_cent_when_shares_are_60_and_40():
    """Law 2, market: 60/40 of 100.01 → 60.01 and 40.00."""
    assert split(money("100.01"), [Decimal(60), Decimal(40)], 2) == [money("60.01"), money("40.00")]


@pytest.mark.parametrize(
    ("rate", "expected"),
    [
        (5, "10.00"),  # of 9.9995; yudao, which rounds down, pays 9.99
        (2, "4.00"),  # of 3.9998; yudao pays 3.99
    ],
)
def test_rebate_is_rounded_half_up_when_amount_is_199_99(rate, expected):
    """Law 2: half up, once, at the entry. The amounts are those of market, yudao."""
    assert amounts(accrue(world([sold("199.99")], plan(rule("rebate", rate))))) == [expected]


def test_rounding_goes_away_from_zero_when_half():
    """Law 2 and readings: half up means away from zero."""
    assert [round_half_up(Decimal(text), 2) for text in ("0.005", "-0.005", "0.0049")] == [
        money("0.01"),
        money("-0.01"),
        0,
    ]


# === LAW 3: RETURNS === #


def test_returns_give_back_their_share_when_goods_come_back_twice():
    """Law 3, market (lilishop): 10 × 100 at 5 % = 50; 3 back → −15, left 35; 7 back → −35, 0."""
    facts = [
        sold(1000, 10),
        Returned(id=2, trigger="delivered", line=1, date=DAY, quantity=Decimal(3)),
        Returned(id=3, trigger="delivered", line=1, date=DAY, quantity=Decimal(7)),
    ]
    entries = accrue(world(facts, plan(rule("rebate", 5))))
    assert amounts(entries) == ["50.00", "-15.00", "-35.00"]
    assert sum(entry.amount for entry in entries[:2]) == 35
    assert sum(entry.amount for entry in entries) == 0
    assert [entry.origin for entry in entries] == [None, 1, 1]


def test_entry_names_rule_that_lost_when_special_rule_wins():
    """Market, explain: 5 % of 建材-重庆 wins over 通用 3 %; 3 of 10 returned, net 35."""
    rules = rule("rebate", 3), rule("rebate", 5, categ=2, region=2)
    facts = [
        sold(1000, 10),
        Returned(id=2, trigger="delivered", line=1, date=DAY, quantity=Decimal(3)),
    ]
    entries = accrue(world(facts, plan(*rules, hold_days=30)))
    assert [(entry.rule, entry.lost_rule) for entry in entries] == [(2, 1), (2, 1)]
    assert by_member(entries) == {1: 35}
    assert entries[0].available_date == date(2026, 2, 14)


def statements(*nets: str, **terms):
    """Run months that bring the given amounts, below zero as clawback."""
    periods = []
    for month, net in enumerate(map(money, nets), start=1):
        first = date(2026, month, 1)
        last = date(2026, month + 1, 1) - timedelta(days=1)
        part = "clawback" if net < 0 else "earned"
        periods.append(Sums(cycle="monthly", date_from=first, date_to=last, **{part: net}))
    return run(periods, {"monthly": Terms(**terms)})


@pytest.mark.parametrize(
    ("earned", "recovered", "paid", "carried"),
    [("3,000", 1200, 1800, 0), ("1,000", 500, 500, -700)],
)
def test_recovery_is_capped_when_debt_is_carried(earned, recovered, paid, carried):
    """Law 3, market: cap 50 %, carried −1,200."""
    last = statements("-1,200", earned, recovery_cap=Decimal(50))[-1]
    assert (last.opening, last.recovered, last.gross, last.carried) == (
        -1200,
        recovered,
        paid,
        carried,
    )


def test_holdback_is_released_when_its_days_are_over():
    """Market, holdback: 10 % of 5,000 → pay 4,500, 500 released at +30 days."""
    first, early, later = statements("5,000", "0", "0", holdback_rate=Decimal(10), holdback_days=30)
    assert (first.kept, first.gross) == (500, 4500)
    assert (early.released, early.gross) == (0, 0)  # 28 February is the 28th day
    assert (later.released, later.gross) == (500, 500)


# === LAW 5: TAX === #


@pytest.mark.parametrize(
    ("gross", "tax"),
    [
        ("800", "0"),
        ("3,000", "440"),
        ("4,000", "640"),
        ("10,000", "1,600"),
        ("25,000", "4,000"),
        ("30,000", "5,200"),
        ("62,500", "13,000"),
        ("100,000", "25,000"),
    ],
)
def test_tax_of_labour_is_that_of_table_when_month_pays(gross, tax):
    """Law 5: the table of labour_monthly."""
    assert tax_on(money(gross), LABOUR) == money(tax)


def test_tax_is_that_of_month_when_paid_weekly():
    """Law 5: weekly 4 × 3,000 → 440, 520, 480, 480 = 1,920."""
    weeks = [
        Sums(
            cycle="weekly",
            date_from=date(2026, 2, 2) + timedelta(weeks=week),
            date_to=date(2026, 2, 8) + timedelta(weeks=week),
            earned=Decimal(3000),
        )
        for week in range(3)
    ]
    # The fourth statement of the month is one of another cycle.
    weeks.append(
        Sums(
            cycle="monthly",
            date_from=date(2026, 2, 1),
            date_to=date(2026, 2, 28),
            earned=Decimal(3000),
        )
    )
    person = Terms(brackets=always(LABOUR, BEGINNING))
    taxes = [each.tax for each in run(weeks, {"weekly": person, "monthly": person})]
    assert taxes == [440, 520, 480, 480]
    assert sum(taxes) == 1920


def test_target_gives_fixed_sum_when_reached():
    """Law 2: a fixed sum, or volume × rate, once volume ≥ target."""
    rules = (
        rule("target", fixed="500", target_amount="1000"),
        rule("target", 2, target_amount="1000.01", sequence=5),
    )
    fixed, rate = (due(world([sold(1000)], plan(each)), DAY) for each in rules)
    assert [each.amount for each in fixed.values()] == [500]
    assert [each.amount for each in rate.values()] == [0]
    above = due(world([sold("1000.01")], plan(rules[1])), DAY)
    assert [each.amount for each in above.values()] == [Decimal("20.00")]
