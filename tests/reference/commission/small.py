"""Builders for worlds of a few members, one product and one plan, for examples worked by hand."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

from .facts import Forward, Returned
from .ledger import Entry, accrue
from .world import (
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

BEGINNING = date(2020, 1, 1)
DAY = date(2026, 1, 15)
LATER = DAY + timedelta(days=40)  # another month


def always(value, since: date = BEGINNING, until: date | None = None) -> tuple[Span, ...]:
    """A history of one value."""
    return (Span(since, until, value),)


def member(member_id: int, upline: int | None = None, level: int | None = None, **more) -> Member:
    """An active member; its level is its own id unless told otherwise."""
    histories = {
        "levels": always(level or member_id),
        "uplines": always(upline),
        "states": always("active"),
    }
    return Member(id=member_id, **histories | more)


def chain(length: int) -> tuple[Member, ...]:
    """Members 1 (the buyer), 2, 3 …; each one's upline is the next, each has a level of its own."""
    return tuple(member(at, at + 1 if at < length else None) for at in range(1, length + 1))


NUMBERS = ("fixed", "min_quantity", "min_amount", "max_amount", "period_cap", "target_amount")


def rule(kind: str, rate: str | int = 0, **more) -> Rule:
    """A rule with numbers as they are read; `plan` gives it its id."""
    numbers = {name: Decimal(more[name]) for name in NUMBERS if name in more}
    return Rule(id=0, kind=kind, rate=Decimal(rate), **more | numbers)


def tiers(*bounds: tuple[str, str]) -> tuple[Tier, ...]:
    """Tiers from (lower bound, percentage)."""
    return tuple(Tier(Decimal(threshold), Decimal(rate)) for threshold, rate in bounds)


def plan(*rules: Rule, **more) -> Plan:
    """A plan without a cap on the payout; its rules are numbered from 1."""
    defaults = {
        "currency": "CNY",
        "trigger": "delivered",
        "base": "untaxed",
        "date_from": BEGINNING,
        "payout_cap": None,
    }
    numbered = tuple(replace(each, id=at) for at, each in enumerate(rules, start=1))
    return Plan(id=1, rules=numbered, **defaults | more)


def sold(untaxed: str | int, quantity: str | int = 1, fact_id: int = 1, **more) -> Forward:
    """A part of line 1 is delivered on `DAY`, in CNY."""
    amount = Decimal(untaxed)
    defaults = {
        "trigger": "delivered",
        "line": 1,
        "whole": "line 1",
        "date": DAY,
        "taxed": amount,
        "cost": Decimal(0),
        "currency": "CNY",
        "whole_quantity": Decimal(quantity),
        "whole_untaxed": amount,
    }
    return Forward(id=fact_id, untaxed=amount, quantity=Decimal(quantity), **defaults | more)


def world(facts, *plans: Plan, members: tuple[Member, ...] = (), **more) -> World:
    """A world in which member 1 buys product 1, of category 3, in region 3, of trees of three."""
    defaults = {
        "levels": by_id(*(Level(id=at, rank=at) for at in range(1, 10))),
        "products": by_id(Product(id=1, categ=3), Product(id=2, categ=1)),
        "lines": by_id(*(Line(id=at, buyer=1, product=1, region=3) for at in range(1, 10))),
        "regions": by_id(*(Region(id=at, parent=at - 1 or None) for at in range(1, 4))),
        "categories": by_id(*(Category(id=at, parent=at - 1 or None) for at in range(1, 4))),
        "currencies": by_id(Currency(id="CNY")),
    }
    return World(
        members=by_id(*(members or chain(1))), plans=plans, facts=tuple(facts), **defaults | more
    )


def by_member(entries: list[Entry]) -> dict[int, Decimal]:
    """Sum the entries of each beneficiary."""
    sums: dict[int, Decimal] = {}
    for entry in entries:
        sums[entry.member] = sums.get(entry.member, Decimal(0)) + entry.amount
    return sums


def amounts(entries: list[Entry]) -> list[str]:
    """Return the amounts one after the other, as they are read."""
    return [str(entry.amount) for entry in entries]


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


ONE_PERCENT = rule("rebate", 1)


def ledger_of(*facts, rules=(ONE_PERCENT,), **more) -> list[str]:
    """Return the amounts which facts lead to."""
    return amounts(accrue(world(facts, plan(*rules, **more))))
