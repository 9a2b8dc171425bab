"""What the replay rule yields for one file: immutable rows, and the summary of them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal, localcontext

ZERO = Decimal("0.00")
DEPTHS = (0, 1, 2)
PRECISION = 60  # Digits; far more than any file needs, so that only the cent is ever rounded.


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """One imported line; ``number`` counts the records of the file from 1, skipped ones too."""

    number: int
    invoice: str
    stock_code: str
    description: str
    invoiced_at: datetime
    customer: str
    country: str
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Member:
    """One place in the tree; only a level-1 member has no upline."""

    code: str
    level: int
    country: str
    upline: str | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Order:
    """One order of one invoice number, with its imported lines in file order."""

    invoice: str
    customer: str
    ordered_at: datetime
    lines: tuple[Line, ...]

    @property
    def month(self) -> str:
        """Name the UTC month of the order, as 2011-03."""
        return f"{self.ordered_at:%Y-%m}"


@dataclass(frozen=True, slots=True, kw_only=True)
class Entry:
    """One amount that one member earned, or gave back, by one line."""

    invoice: str
    line_number: int
    depth: int
    member: str
    month: str
    base: Decimal
    rate: Decimal
    amount: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Statement:
    """What one member gets for one month; ``carried`` is zero or negative."""

    member: str
    month: str
    opening: Decimal
    earned: Decimal
    clawback: Decimal
    payable: Decimal
    carried: Decimal


@dataclass(frozen=True, slots=True, kw_only=True)
class Replay:
    """Everything the rule says about one file."""

    lines_read: int
    lines: tuple[Line, ...]
    skipped: dict[str, int]
    products: dict[str, str]
    members: dict[str, Member]
    orders: dict[str, Order]
    months: tuple[str, ...]
    entries: tuple[Entry, ...]
    statements: dict[tuple[str, str], Statement]

    def summary(self) -> dict:
        """Return the figures of the rule, unchanged by a round trip through JSON."""
        return {
            "lines_read": self.lines_read,
            "lines_imported": len(self.lines),
            "skipped": dict(self.skipped),
            "orders": len(self.orders),
            "members": len(self.members),
            "entries": len(self.entries),
            "ledger_sum": money_text(entry.amount for entry in self.entries),
            "entries_by_depth": {
                str(depth): count_and_sum(e.amount for e in self.entries if e.depth == depth)
                for depth in DEPTHS
            },
            "statements": len(self.statements),
            "statements_earned_sum": money_text(s.earned for s in self.statements.values()),
        }


def money_text(amounts: Iterable[Decimal]) -> str:
    """Write a sum with two decimals."""
    with localcontext(prec=PRECISION):
        return f"{sum(amounts, ZERO):.2f}"


def count_and_sum(amounts: Iterable[Decimal]) -> list:
    """Return the pair of count and sum, as a list because JSON knows no other."""
    values = list(amounts)
    return [len(values), money_text(values)]
