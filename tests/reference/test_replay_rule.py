"""Hand-worked examples for each sentence of the replay rule."""

import csv
from collections import Counter
from decimal import Decimal

import pytest

from .dirty_retail import HEADER
from .replay_rule import ACTIVE_SINCE, recompute, round_half_up, skip_reason

CLEAN = {
    "InvoiceNo": "1",
    "StockCode": "10000",
    "Description": "Lamp",
    "Quantity": "1",
    "InvoiceDate": "2011-01-15 10:00:00",
    "UnitPrice": "100",
    "CustomerID": "10",
    "Country": "France",
}


@pytest.fixture
def replay(tmp_path):
    """Return a function that recomputes a file of clean lines with the given changes."""

    def replay_lines(*changes, encoding="utf-8"):
        path = tmp_path / "retail.csv"
        with path.open("w", encoding=encoding, newline="") as stream:
            writer = csv.DictWriter(stream, HEADER)
            writer.writeheader()
            writer.writerows(CLEAN | change for change in changes)
        return recompute(path)

    return replay_lines


def in_month(month, price, **more):
    """Change a line to a month of 2011, an invoice of its own and a unit price."""
    return {
        "InvoiceNo": f"{month}/{price}",
        "InvoiceDate": f"2011-{month:02d}-15 10:00:00",
        "UnitPrice": price,
    } | more


def earned(result):
    """List who earned what, in text, in the order of the ledger."""
    return [(entry.member, entry.depth, str(entry.amount)) for entry in result.entries]


# === SKIPPED LINES === #


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({}, None),
        ({"CustomerID": ""}, "no_customer"),
        ({"CustomerID": "", "StockCode": "POST", "UnitPrice": "0"}, "no_customer"),
        ({"StockCode": "POST", "UnitPrice": "0"}, "not_goods"),
        ({"StockCode": "1234"}, "not_goods"),
        ({"StockCode": "123456"}, "not_goods"),
        ({"StockCode": "12345A1"}, "not_goods"),
        ({"StockCode": "12345\n"}, "not_goods"),
        ({"StockCode": "A12345"}, "not_goods"),
        ({"StockCode": "12345aBc"}, None),
        ({"UnitPrice": "0.00"}, "no_price"),
        ({"UnitPrice": "-0.01"}, "no_price"),
        ({"UnitPrice": "0.001"}, None),
        ({"Quantity": "-1"}, None),
    ],
)
def test_line_gives_the_first_reason_when_skipped(changes, reason):
    assert skip_reason(CLEAN | changes) == reason


def test_skipped_lines_exist_for_nothing_but_their_count(replay):
    result = replay(
        {"UnitPrice": "0", "Description": "broken", "InvoiceDate": "2010-12-31 10:00:00"},
        {"CustomerID": "", "Country": "Spain", "InvoiceNo": "2"},
        {"StockCode": "M", "CustomerID": "9", "InvoiceNo": "3"},
        {},
    )
    assert result.skipped == {"no_customer": 1, "not_goods": 1, "no_price": 1}
    assert (result.lines_read, len(result.lines), result.lines[0].number) == (4, 1, 4)
    assert list(result.members) == ["R-France", "10"]
    assert list(result.orders) == ["1"]
    assert result.months == ("2011-01",)
    assert result.products == {"10000": "Lamp"}


def test_customer_is_refused_when_not_a_number(replay):
    with pytest.raises(ValueError, match="Record 1: CustomerID '12a'"):
        replay({"CustomerID": "12a"})


# === TREE === #


def test_tiers_start_at_positions_0_10_20_in_numeric_order(replay):
    numbers = [95 + i for i in range(21)]
    result = replay(*({"CustomerID": str(number)} for number in reversed(numbers)))
    level_two = [code for code, member in result.members.items() if member.level == 2]
    assert level_two == ["95", "105", "115"]
    assert {result.members[code].upline for code in level_two} == {"R-France"}
    uplines = {code: m.upline for code, m in result.members.items() if m.level == 3}
    assert uplines == {str(n): "95" if n < 105 else "105" for n in numbers if n % 10 != 5}
    assert len(result.members) == 22


def test_each_country_counts_its_own_positions(replay):
    result = replay({"CustomerID": "1"}, {"CustomerID": "2", "Country": "Spain"})
    assert {code: m.upline for code, m in result.members.items()} == {
        "R-France": None,
        "1": "R-France",
        "R-Spain": None,
        "2": "R-Spain",
    }


def test_customer_of_two_countries_belongs_to_the_alphabetically_first(replay):
    result = replay(
        {"CustomerID": "5", "Country": "Spain"},
        {"CustomerID": "5"},
        {"CustomerID": "6", "Country": "Spain"},
        {"CustomerID": "5", "Country": "Wales"},
    )
    assert result.members["5"].country == "France"
    assert result.members["6"].level == 2
    assert sorted(result.members) == ["5", "6", "R-France", "R-Spain", "R-Wales"]


# === ORDERS === #


def test_order_has_the_date_of_its_first_line_when_lines_differ(replay):
    result = replay(
        {"InvoiceDate": "2011-01-31 23:59:59"},
        {"InvoiceNo": "2", "InvoiceDate": "2011-02-01 00:00:00"},
        {"InvoiceDate": "2011-02-01 00:00:01"},
    )
    assert {key: order.month for key, order in result.orders.items()} == {
        "1": "2011-01",
        "2": "2011-02",
    }
    assert [line.number for line in result.orders["1"].lines] == [1, 3]
    assert Counter(e.month for e in result.entries) == {"2011-01": 4, "2011-02": 2}


def test_product_has_the_description_of_its_first_line(replay):
    result = replay(
        {"Description": "first"}, {"Description": "second"}, {"StockCode": "10000a"}, {}
    )
    assert result.products == {"10000": "first", "10000a": "Lamp"}


@pytest.mark.parametrize(
    ("quantity", "price", "amount"),
    [
        ("3", "1.115", "3.35"),
        ("1", "0.125", "0.13"),
        ("-1", "0.125", "-0.13"),
        ("1", "0.124999", "0.12"),
        ("-1", "0.005", "-0.01"),
        ("12345678", "99999.995", "1234567738271.61"),
    ],
)
def test_line_amount_is_rounded_half_away_from_zero(replay, quantity, price, amount):
    (line,) = replay({"Quantity": quantity, "UnitPrice": price}).lines
    assert str(line.amount) == amount


# === LEDGER === #


def test_level_three_buyer_pays_two_uplines(replay):
    result = replay({}, {"CustomerID": "11", "InvoiceNo": "2", "Quantity": "2"})
    assert earned(result) == [
        ("10", 0, "2.00"),
        ("R-France", 1, "3.00"),
        ("11", 0, "4.00"),
        ("10", 1, "6.00"),
        ("R-France", 2, "2.00"),
    ]


def test_each_of_equal_lines_is_rounded_on_its_own(replay):
    result = replay(*[{"UnitPrice": "0.25"}] * 3)
    assert earned(result) == [("10", 0, "0.01"), ("R-France", 1, "0.01")] * 3


def test_entry_is_computed_from_the_rounded_line(replay):
    """0.2495 makes a line of 0.25, and so an entry of 0.005, half up; unrounded it is 0.00."""
    assert earned(replay({"UnitPrice": "0.2495"}))[0] == ("10", 0, "0.01")


def test_cancellation_is_a_negative_line_rounded_away_from_zero(replay):
    result = replay({"InvoiceNo": "C1", "Quantity": "-1", "UnitPrice": "0.25"})
    assert earned(result) == [("10", 0, "-0.01"), ("R-France", 1, "-0.01")]


def test_amount_that_rounds_to_zero_makes_no_entry(replay):
    result = replay({"UnitPrice": "0.24"}, {"UnitPrice": "0.001"}, {"Quantity": "0"})
    assert earned(result) == [("R-France", 1, "0.01")]
    assert result.summary()["lines_imported"] == 3


def test_nobody_earns_before_members_are_active(replay):
    result = replay(
        {"InvoiceDate": "2009-12-31 23:59:59"},
        {"InvoiceNo": "2", "InvoiceDate": f"{ACTIVE_SINCE} 00:00:00"},
    )
    assert len(result.orders) == 2
    assert {entry.invoice for entry in result.entries} == {"2"}
    assert result.months == ("2009-12", "2010-01")


# === STATEMENTS === #


def test_negative_balance_is_carried_over_months_without_statement(replay):
    result = replay(
        in_month(1, "1000", Quantity="-1"),
        in_month(3, "600"),
        in_month(4, "1000"),
        in_month(5, "50"),
    )
    assert result.months == ("2011-01", "2011-02", "2011-03", "2011-04", "2011-05")
    rows = [
        (s.month, *map(str, (s.opening, s.earned, s.clawback, s.payable, s.carried)))
        for s in result.statements.values()
        if s.member == "10"
    ]
    assert rows == [
        ("2011-01", "0.00", "0.00", "-20.00", "0.00", "-20.00"),
        ("2011-03", "-20.00", "12.00", "0.00", "0.00", "-8.00"),
        ("2011-04", "-8.00", "20.00", "0.00", "12.00", "0.00"),
        ("2011-05", "0.00", "1.00", "0.00", "1.00", "0.00"),
    ]


def test_earned_and_clawback_are_not_netted_within_a_month(replay):
    result = replay(in_month(1, "100"), in_month(1, "100", InvoiceNo="C", Quantity="-1"))
    statement = result.statements["10", "2011-01"]
    assert (statement.earned, statement.clawback) == (Decimal("2.00"), Decimal("-2.00"))
    assert (statement.payable, statement.carried) == (0, 0)


def test_months_run_over_the_end_of_a_year_in_any_file_order(replay):
    result = replay({"InvoiceDate": "2011-02-01 00:00:00"}, {"InvoiceNo": "2"})
    assert result.months == ("2011-01", "2011-02")
    result = replay({}, {"InvoiceNo": "2", "InvoiceDate": "2010-11-30 23:59:59"})
    assert result.months == ("2010-11", "2010-12", "2011-01")


# === SUMMARY === #


def test_summary_has_the_figures_of_the_rule(replay):
    summary = replay(
        {"StockCode": "POST"},
        {"CustomerID": "11"},
        in_month(2, "50", CustomerID="11", Quantity="-1"),
        encoding="utf-8-sig",
    ).summary()
    assert summary == {
        "lines_read": 3,
        "lines_imported": 2,
        "skipped": {"no_customer": 0, "not_goods": 1, "no_price": 0},
        "orders": 2,
        "members": 2,
        "entries": 4,
        "ledger_sum": "2.50",
        "entries_by_depth": {"0": [2, "1.00"], "1": [2, "1.50"], "2": [0, "0.00"]},
        "statements": 4,
        "statements_earned_sum": "5.00",
    }


def test_summary_is_all_zero_when_nothing_is_imported(replay):
    summary = replay({"CustomerID": ""}).summary()
    assert (summary["lines_read"], summary["orders"], summary["statements"]) == (1, 0, 0)
    assert summary["ledger_sum"] == summary["statements_earned_sum"] == "0.00"


def test_round_half_up_keeps_whole_cents():
    assert str(round_half_up(Decimal("-1.1"))) == "-1.10"
