"""Random amounts of many members over half a year, in cycles of every kind, to the cent."""

import json
import random
from datetime import date, timedelta
from decimal import Decimal

import pytest

from tests.reference.commission.statements import LABOUR, Sums, Terms, run
from tests.reference.commission.world import Span

SCRIPT = "from tests.settlement.inside import main\nmain(env)\n"
FIRST, LAST = date(2026, 1, 1), date(2026, 7, 31)
CYCLES = {
    "W": {"frequency": "weekly", "holdback_rate": 7.5, "holdback_days": 20},
    "H": {"frequency": "half_monthly", "recovery_cap": 33.33, "minimum_payout": 250},
    "M": {"frequency": "monthly", "cutoff_day": 25, "recovery_cap": 50, "holdback_rate": 10},
    "Q": {"frequency": "quarterly", "holdback_rate": 3.3, "holdback_days": 1, "minimum_payout": 90},
}
TAXED = (Span(date_from=date(2019, 1, 1), date_to=None, value=LABOUR),)
FIGURES = ("opening", "net", "kept", "released", "recovered", "gross", "tax", "payable", "carried")


@pytest.mark.parametrize("seed", [1, 2])
def test_statements_are_those_of_the_reference(fresh_database, run_in_odoo, tmp_path, seed):
    case = make_case(random.Random(seed))  # noqa: S311
    path = tmp_path / "case.json"
    path.write_text(json.dumps(case))
    output = run_in_odoo(fresh_database(), SCRIPT, SETTLEMENT_CASE=str(path))
    rows = json.loads(output.strip().splitlines()[-1])
    found = {tuple(row[:3]): tuple(map(Decimal, row[3:])) for row in rows}
    expected = recompute(case)
    assert found == {key: figures for key, figures in expected.items() if moves(figures)}
    columns = dict(zip(FIGURES, zip(*found.values(), strict=True), strict=True))
    assert all(any(column) for column in columns.values()), "some figure is 0 everywhere"


def make_case(chance):
    """Return cycles, members, amounts and periods, all as JSON."""
    members = {f"C{number}": chance.choice(["person", "company"]) for number in range(40)}
    amounts = [
        (
            member,
            chance.choice(list(CYCLES)),
            str(FIRST + timedelta(days=chance.randrange((LAST - FIRST).days))),
            f"{chance.choice([300, 3000, 30000]) * chance.uniform(-0.7, 1):.2f}",
        )
        for member in members
        for _number in range(chance.randrange(1, 30))
    ]
    return {
        "cycles": CYCLES,
        "members": members,
        "amounts": [amount for amount in amounts if Decimal(amount[3])],
        "periods": list_periods(),
    }


def list_periods():
    """Return (cycle, first day, last day) in the order in which they are published."""
    periods = [("Q", date(2026, month, 1), ends(month + 2)) for month in (1, 4)]
    for month in range(1, 8):
        middle = date(2026, month, 15)
        periods += [
            ("H", date(2026, month, 1), middle),
            ("H", middle + timedelta(days=1), ends(month)),
            ("M", date(2026 - (month == 1), month - 1 or 12, 26), date(2026, month, 25)),
        ]
    monday = date(2025, 12, 29)
    while monday + timedelta(days=6) <= LAST:
        periods.append(("W", monday, monday + timedelta(days=6)))
        monday += timedelta(days=7)
    periods.sort(key=lambda period: (period[2], period[0]))
    return [(cycle, str(first), str(last)) for cycle, first, last in periods]


def ends(month):
    """Return the last day of a month of the year."""
    return date(2026, month + 1, 1) - timedelta(days=1)


def recompute(case):
    """Return {(member, cycle, last day): figures} by the reference, for every period."""
    expected = {}
    for member, subject in case["members"].items():
        terms = {code: read_terms(values, subject) for code, values in case["cycles"].items()}
        sums = [
            Sums(
                cycle=cycle,
                date_from=date.fromisoformat(first),
                date_to=date.fromisoformat(last),
                adjustment=sum(
                    (
                        Decimal(amount)
                        for who, where, day, amount in case["amounts"]
                        if (who, where) == (member, cycle) and first <= day <= last
                    ),
                    Decimal(0),
                ),
            )
            for cycle, first, last in case["periods"]
        ]
        for statement in run(sums, terms):
            figures = tuple(getattr(statement, name) for name in FIGURES)
            expected[member, statement.cycle, str(statement.date_to)] = figures
    return expected


def read_terms(values, subject):
    """Return the terms of a cycle as the reference knows them."""
    names = ("holdback_rate", "recovery_cap", "minimum_payout")
    given = {name: Decimal(str(values[name])) for name in names if name in values}
    return Terms(
        **given,
        holdback_days=values.get("holdback_days", 0),
        brackets=TAXED if subject == "person" else (),
    )


def moves(figures):
    """Tell whether a statement is made: there is an amount, or a release."""
    by_name = dict(zip(FIGURES, figures, strict=True))
    return bool(by_name["net"] or by_name["released"])
