"""A small world of commission: all that an amount may depend on, as plain frozen values.

**Units.** Rates, ``payout_cap`` and tax rates are percentages (5 is 5 %). ``fixed`` is money of the
plan's currency for each unit of the product. Quantities are in the product's unit of measure.
Amounts of rules have no more decimals than the plan's currency (Odoo has rounded them so); those of
facts are in the currency of the document, costs in that of the company. ``None`` always means
"not limited by this".

**Dates.** Histories (``Span``) are half open: from the first day up to, not including, the last.
``date_from`` and ``date_to`` of plans and rules both belong to the plan or rule.

**How facts stand for documents.** ``World.facts`` lists what documents say of order lines, in the
order in which it happened (dates never go back, but for a line that is recorded anew). Each fact is
said for one trigger and meets the plans of that trigger only; a world with plans of several
triggers says the same delivery or payment once for each trigger it concerns. See `facts.py` for the
four kinds of facts.

=========== ============================================== ==================================
trigger     a ``Forward`` is                               its ``whole`` is
=========== ============================================== ==================================
confirmed   an order line when its order is confirmed; a   the order line
            larger quantity or another price later on is
            an ``Undone``, and a ``Forward`` on the old day
delivered   a done outgoing stock move of an order line    the order line
invoiced    an invoice line of a posted invoice            the invoice line
paid        one matching of an invoice: its share of one   the invoice line
            invoice line
=========== ============================================== ==================================

``Returned`` is a return line, a returned delivery, or a lower quantity of a confirmed line (never
said for invoices and payments). ``Credited`` is a line of a credit note, or a lower price of a
confirmed line. ``Undone`` of a ``Forward`` is a cancelled order, an invoice back to draft or a
matching taken off; of a ``Returned`` or ``Credited``, the return or credit note being cancelled.
"""

from collections.abc import Hashable
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

TRIGGERS = ("confirmed", "delivered", "invoiced", "paid")
BASES = ("untaxed", "taxed", "margin", "quantity")
MOVEMENT_KINDS = ("rebate", "override", "differential")  # earned by each movement
PERIOD_KINDS = ("volume", "target")  # earned by the volume of a period
KINDS = MOVEMENT_KINDS + PERIOD_KINDS
MEASURES = ("own", "direct", "team")
PERIODS = ("week", "month", "quarter", "year")
TIER_MODES = ("marginal", "cliff")
ON_INACTIVE = ("forfeit", "compress")


@dataclass(frozen=True, slots=True)
class Span:
    """A value that holds from a day up to, not including, another (None: without end)."""

    date_from: date
    date_to: date | None
    value: Hashable

    def contains(self, day: date) -> bool:
        """Is the value valid on this day?"""
        return self.date_from <= day and (self.date_to is None or day < self.date_to)


@dataclass(frozen=True, slots=True, kw_only=True)
class Region:
    """A sales region; ``parent`` is the region around it."""

    id: int
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Category:
    """A product category."""

    id: int
    parent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Product:
    """A product of one category."""

    id: int
    categ: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Level:
    """A level of members and the kinds of rules its members can earn by."""

    id: int
    rank: int
    earns_rebate: bool = True
    earns_override: bool = True
    earns_differential: bool = True
    earns_volume: bool = True
    earns_target: bool = True

    def earns(self, kind: str) -> bool:
        """Can a member of this level earn by rules of this kind?"""
        return getattr(self, f"earns_{kind}")


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """A member and its histories; a day without a span has no level, no upline, no activity."""

    id: int
    region: int | None = None
    levels: tuple[Span, ...] = ()  # of level ids
    uplines: tuple[Span, ...] = ()  # of member ids, or None
    states: tuple[Span, ...] = ()  # of "active", "suspended", "terminated"
    freezes: tuple[Span, ...] = ()  # of commission; the value is of no meaning


@dataclass(frozen=True, slots=True, kw_only=True)
class Currency:
    """A currency; each rate says how many units one unit of the company's currency is worth."""

    id: str
    decimals: int = 2
    rates: tuple[tuple[date, Decimal], ...] = ()


@dataclass(frozen=True, slots=True)
class Tier:
    """The lower bound of a tier and the percentage from there on."""

    threshold: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """Who earns, from which sales, how much; ``fixed`` set means that ``rate`` is not used."""

    id: int
    kind: str
    sequence: int = 10
    depth: int | None = None  # of an override, from 1
    level: int | None = None  # of the beneficiary
    buyer_level: int | None = None
    member: int | None = None  # the beneficiary
    region: int | None = None  # of the order line, or a region around it
    product: int | None = None
    categ: int | None = None
    rate: Decimal = Decimal(0)
    fixed: Decimal | None = None  # of a target: the sum for reaching it, not for each unit
    min_quantity: Decimal | None = None
    min_amount: Decimal | None = None  # untaxed, in the plan's currency
    max_amount: Decimal | None = None
    period_cap: Decimal | None = None
    measure: str = "own"
    measure_period: str = "month"
    tier_mode: str = "marginal"
    tiers: tuple[Tier, ...] = ()
    target_amount: Decimal | None = None
    date_from: date | None = None
    date_to: date | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """An active plan; ``id`` of its rules are unique in the whole world."""

    id: int
    currency: str
    trigger: str
    base: str
    date_from: date
    date_to: date | None = None
    max_depth: int | None = None
    on_inactive: str = "forfeit"
    payout_cap: Decimal | None = Decimal(30)
    hold_days: int = 0
    rules: tuple[Rule, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """An order line: who bought what; ``region`` is the one written on the order.

    What was ordered is there for who makes documents of a world: amounts follow from the facts,
    which carry the shares of each part.
    """

    id: int
    buyer: int
    product: int
    region: int | None = None
    quantity: Decimal = Decimal(0)
    untaxed: Decimal = Decimal(0)
    taxed: Decimal = Decimal(0)
    cost: Decimal = Decimal(0)  # of the whole quantity, in the company's currency
    currency: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Everything at once, by id; plans in the order of their ids, facts as they happened."""

    levels: dict[int, Level]
    members: dict[int, Member]
    products: dict[int, Product]
    lines: dict[int, Line]
    plans: tuple[Plan, ...]
    facts: tuple[Hashable, ...] = ()  # see `facts.py`
    regions: dict[int, Region] = field(default_factory=dict)
    categories: dict[int, Category] = field(default_factory=dict)
    currencies: dict[str, Currency] = field(default_factory=dict)
    own_currency: str = "CNY"  # of the company: that of costs


def by_id(*things) -> dict:
    """Index things by their id."""
    return {thing.id: thing for thing in things}


def value_on(spans: tuple[Span, ...], day: date) -> Hashable:
    """Return what holds on a day; None when nothing does."""
    return next((span.value for span in spans if span.contains(day)), None)
