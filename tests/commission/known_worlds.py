"""Worlds on which engine and reference disagreed once; every campaign looks at them first."""

from datetime import timedelta
from decimal import Decimal

from tests.reference.commission.facts import Credited
from tests.reference.commission.small import DAY, plan, rule, sold, tiers, world
from tests.reference.commission.world import Line, by_id


def _line(line: int) -> Line:
    """What stands on the order: the amounts do not matter to invoices."""
    return Line(
        id=line,
        buyer=1,
        product=1,
        region=3,
        quantity=Decimal("0.67"),
        untaxed=Decimal("1.67"),
        taxed=Decimal("1.67"),
        cost=Decimal(0),
        currency="CNY",
    )


def _credited_in_part(line: int) -> list:
    """0.67 pieces for 1.67, of which 1.06 are credited: what is left of the quantity never ends."""
    common = {"trigger": "invoiced", "line": line}
    return [
        sold("1.67", "0.67", fact_id=line, whole=("invoice line", line), **common),
        Credited(id=line + 1, date=DAY + timedelta(days=1), untaxed=Decimal("1.06"), **common),
    ]


# What is left of a quantity is rounded movement by movement, as the ledger does it; not the sum.
VOLUME_OF_CREDITED_QUANTITIES = world(
    [*_credited_in_part(1), *_credited_in_part(3)],
    plan(
        rule("volume", measure="own", measure_period="month", tiers=tiers(("0", "5"))),
        trigger="invoiced",
        base="quantity",
        max_depth=3,
        payout_cap=Decimal(30),
    ),
    lines=by_id(*(_line(at) for at in (1, 3))),
)


# Of two deliveries of a day the earlier one comes first, whichever order line it is of.
LATER_LINE_DELIVERED_FIRST = world(
    [
        sold("0.33", "0.33", fact_id=at, line=line, whole=("line", line))
        for at, line in enumerate((2, 1), start=1)
    ],
    plan(
        rule("rebate", 5, period_cap="0.01", measure="own", measure_period="month"),
        max_depth=3,
        payout_cap=Decimal(30),
    ),
    lines=by_id(*(_line(at) for at in (1, 2))),
)
