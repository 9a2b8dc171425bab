"""Random small worlds for hypothesis: trees, histories, overlapping rules, and what happened.

``worlds()`` keeps to what the law says clearly; ``worlds(odd=True)`` adds what this reference had
to decide for itself: negative lines, and returns above what the named document has left. Functions
that take ``draw`` are parts of `worlds`: strategies of their own would be slower. Everything lies
between ``FIRST_DAY`` and ``LAST_DAY``; ids count from 1.
"""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import strategies as st

from .draws import BEGINNING, CURRENCIES, cents, days, numbers, pick, rarely
from .happenings import histories_of_lines
from .money import round_half_up
from .world import (
    BASES,
    KINDS,
    MEASURES,
    MOVEMENT_KINDS,
    ON_INACTIVE,
    PERIOD_KINDS,
    PERIODS,
    TIER_MODES,
    TRIGGERS,
    Category,
    Currency,
    Level,
    Line,
    Member,
    Plan,
    Product,
    Region,
    Rule,
    Span,
    Tier,
    World,
    by_id,
)

NODES = 4  # regions, and categories
PRODUCTS = 3
RATES = tuple(map(Decimal, ("5", "0", "0.5", "1", "2", "3", "3.33", "7", "10", "12.5")))
TAXED = Decimal("1.13")
WITH_FIXED = ("rebate", "override", "target")
LIMITS = pick(0, 0, 0, 1, 1, 2)


# === WHO AND WHAT === #


def levels(draw) -> dict[int, Level]:
    """Two to five levels; now and then one cannot earn by one kind."""
    made = []
    for rank in range(1, draw(st.integers(2, 5)) + 1):
        barred = draw(rarely(pick(*KINDS)))
        flags = {f"earns_{barred}": False} if barred else {}
        made.append(Level(id=rank, rank=rank, **flags))
    return by_id(*made)


def trees(draw, kind: type) -> dict:
    """A forest of regions or categories; a parent always has the lower id."""
    return by_id(
        *(
            kind(id=at, parent=draw(pick(None, *range(1, at))) if at > 1 else None)
            for at in range(1, NODES + 1)
        )
    )


def histories(draw, values: st.SearchStrategy) -> tuple[Span, ...]:
    """A value from the beginning, and now and then another one from some day on."""
    first, change = draw(values), draw(rarely(days()))
    if change is None:
        return (Span(BEGINNING, None, first),)
    return Span(BEGINNING, change, first), Span(change, None, draw(values))


def members(draw, level_ids: list[int]) -> dict[int, Member]:
    """Three to eight members that move, change level, are suspended and frozen.

    An upline always has the lower id, so that no chain ever closes a circle.
    """
    states = pick(*["active"] * 12, "suspended", "terminated")
    made = []
    for member in range(1, draw(st.integers(3, 8)) + 1):
        above = pick(*[*range(member - 1, 0, -1)][:3], *[member - 1][: member - 1], None)
        frozen = draw(rarely(days()))
        made.append(
            Member(
                id=member,
                levels=histories(draw, pick(*level_ids)),
                uplines=histories(draw, above),
                states=histories(draw, states),
                freezes=(Span(frozen, frozen + timedelta(days=30), True),) if frozen else (),
            )
        )
    return by_id(*made)


def currencies(draw) -> dict[str, Currency]:
    """The company's own currency, and two foreign ones with rates of two days."""
    change = draw(days())
    dollars = draw(pick("0.14", "0.1379", "0.125")), "0.1411"
    yen = draw(pick("21.37", "20", "22.0505")), "20.99"
    return by_id(
        Currency(id="CNY"),
        Currency(id="USD", rates=dated_rates(change, dollars)),
        Currency(id="JPY", decimals=0, rates=dated_rates(change, yen)),
    )


def dated_rates(change: date, rates: tuple[str, str]) -> tuple[tuple[date, Decimal], ...]:
    """One rate before a day and another one from that day on."""
    return (date(2025, 1, 1), Decimal(rates[0])), (change, Decimal(rates[1]))


# === AGREEMENTS === #


def rules(draw, rule_id: int, scope: dict, decimals: int) -> Rule:
    """A rule of any kind; few of its limits are set at a time, so that many rules match."""
    kind = draw(pick(*KINDS, *MOVEMENT_KINDS))
    fixed = draw(rarely(numbers(1, 500, decimals))) if kind in WITH_FIXED else None
    rates = [rate for rate in RATES if rate or kind not in WITH_FIXED]  # one of the two is given
    return Rule(
        id=rule_id,
        kind=kind,
        sequence=draw(pick(10, 5)),
        depth=draw(pick(1, 1, 2, 3)) if kind == "override" else None,
        rate=draw(pick(*rates)) if fixed is None else Decimal(0),
        fixed=fixed,
        max_amount=draw(rarely(numbers(1, 5000, decimals))) if kind in MOVEMENT_KINDS else None,
        period_cap=draw(rarely(numbers(1, 8000, decimals))),
        **limits(draw, scope),
        **(measurements(draw, kind, decimals) if kind in PERIOD_KINDS else {}),
    )


def limits(draw, scope: dict[str, st.SearchStrategy]) -> dict:
    """Which sales and whose: at most a few limits, of every kind."""
    names = {draw(pick(*scope)) for _ in range(draw(LIMITS))}
    found = {name: draw(scope[name]) for name in sorted(names)}
    if {"date_from", "date_to"} <= set(found):
        found["date_from"], found["date_to"] = sorted((found["date_from"], found["date_to"]))
    return found


def scopes(level_ids: list[int], member_ids: list[int], decimals: int) -> dict:
    """Return what a rule of a plan can be limited to."""
    return {
        "product": pick(*range(1, PRODUCTS + 1)),
        "categ": pick(*range(1, NODES + 1)),
        "member": pick(*member_ids),
        "level": pick(*level_ids),
        "buyer_level": pick(*level_ids),
        "region": pick(*range(1, NODES + 1)),
        "min_quantity": numbers(1, 8000, 3),
        "min_amount": numbers(1, 50000, decimals),
        "date_from": days(),
        "date_to": days(),
    }


def measurements(draw, kind: str, decimals: int) -> dict:
    """What a volume or target rule measures, and what it gives for it."""
    common = {
        "measure": draw(pick(*MEASURES)),
        "measure_period": draw(pick(*PERIODS)),
    }
    if kind == "target":
        return common | {"target_amount": draw(numbers(1, 50000, decimals))}
    thresholds = draw(st.lists(numbers(0, 100000, decimals), max_size=3, unique=True).map(sorted))
    return common | {
        "tier_mode": draw(pick(*TIER_MODES)),
        "tiers": tuple(Tier(at, draw(pick(*RATES))) for at in thresholds),
    }


def plans(draw, level_ids: list[int], member_ids: list[int]) -> tuple[Plan, ...]:
    """One to three plans, of one trigger or two, with two to six rules each."""
    made, rule_id = [], 0
    triggers = draw(st.lists(pick(*TRIGGERS), min_size=1, max_size=2))
    for plan in range(1, draw(st.integers(1, 3)) + 1):
        currency = draw(pick(*CURRENCIES))
        decimals = 0 if currency == "JPY" else 2
        scope = scopes(level_ids, member_ids, decimals)
        own_rules = []
        for _ in range(draw(st.integers(2, 6))):
            rule_id += 1
            own_rules.append(rules(draw, rule_id, scope, decimals))
        made.append(
            Plan(
                id=plan,
                currency=currency,
                trigger=draw(pick(*triggers)),
                base=draw(pick(*BASES)),
                date_from=draw(pick(*[BEGINNING] * 9, date(2025, 11, 10), date(2025, 12, 1))),
                date_to=draw(pick(*[None] * 9, date(2025, 12, 1), date(2026, 1, 10))),
                max_depth=draw(pick(3, 3, 3, 1, 2)),
                on_inactive=draw(pick(*ON_INACTIVE)),
                payout_cap=Decimal(draw(pick(30, 8, 100))),
                hold_days=draw(pick(0, 7, 30)),
                rules=tuple(own_rules),
            )
        )
    return tuple(made)


def order_lines(draw, member_ids: list[int], odd: bool) -> dict[int, Line]:
    """One to six lines, mostly of members far down; awkward cents, quantities of three decimals."""
    made = []
    for line in range(1, draw(pick(1, 2, 3, 1, 2, 4, 6)) + 1):
        quantity = draw(st.one_of(numbers(1, 20), numbers(1, 20000, 3))) * (
            draw(rarely(st.just(-1), 1)) if odd else 1
        )
        untaxed = round_half_up(quantity * draw(cents(99, 50000)), 2) or Decimal("0.01")
        made.append(
            Line(
                id=line,
                buyer=draw(pick(*member_ids[:-4:-1])),
                product=draw(st.integers(1, PRODUCTS)),
                region=draw(pick(*range(NODES, 0, -1), None)),
                quantity=quantity,
                untaxed=untaxed,
                taxed=round_half_up(untaxed * TAXED, 2),
                cost=round_half_up(untaxed * draw(numbers(0, 130, 2)), 2),
                currency=draw(pick("CNY", "CNY", "USD")),
            )
        )
    return by_id(*made)


@st.composite
def worlds(draw, odd: bool = False) -> World:
    """A whole world."""
    level_map = levels(draw)
    member_map = members(draw, list(level_map))
    line_map = order_lines(draw, list(member_map), odd)
    plan_list = plans(draw, list(level_map), list(member_map))
    triggers = sorted({plan.trigger for plan in plan_list})
    products = (
        Product(id=at, categ=draw(pick(*range(1, NODES + 1)))) for at in range(1, PRODUCTS + 1)
    )
    return World(
        levels=level_map,
        members=member_map,
        products=by_id(*products),
        lines=line_map,
        plans=plan_list,
        facts=histories_of_lines(draw, tuple(line_map.values()), triggers, odd),
        regions=trees(draw, Region),
        categories=trees(draw, Category),
        currencies=currencies(draw),
    )
