"""What a tier table pays for a volume: each slice at its own rate, or all at the rate reached.

The engine computes in SQL; this is what people are shown, on screens and in the portal.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_CEILING, ROUND_HALF_UP, Decimal

CENT = Decimal("0.01")
EXAMPLE_BEYOND = Decimal("1.2")  # of the highest lower bound
ANY_EXAMPLE = Decimal(10_000)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of a volume, and what it earns at its rate (in percent)."""

    volume: Decimal
    rate: Decimal
    amount: Decimal


def format_rate(rate: float | Decimal) -> str:
    """Return a percentage without the decimals it does not need.

    >>> format_rate(5.0), format_rate(Decimal("2.125")), format_rate(0), format_rate(10)
    ('5', '2.125', '0', '10')
    """
    return f"{rate:.4f}".rstrip("0").rstrip(".")


def read_tiers(rows: Iterable[tuple[float, float]]) -> tuple[tuple[Decimal, Decimal], ...]:
    """Return (lower bound, rate) pairs as exact numbers, the lowest first.

    >>> read_tiers([(100000.0, 3.0), (0.0, 2.5)])
    ((Decimal('0.0'), Decimal('2.5')), (Decimal('100000.0'), Decimal('3.0')))
    """
    return tuple(sorted((Decimal(str(bound)), Decimal(str(rate))) for bound, rate in rows))


def split(tiers: Sequence[tuple[Decimal, Decimal]], volume: Decimal, mode: str) -> list[Part]:
    """Return the parts of a volume that earn, in the order of the table.

    A lower bound belongs to its tier. What lies below the first bound earns nothing.

    >>> table = read_tiers([(0, 2), (100_000, 3), (150_000, 4)])
    >>> [str(part.amount) for part in split(table, Decimal(180_000), "marginal")]
    ['2000.00', '1500.00', '1200.00']
    >>> [str(part.amount) for part in split(table, Decimal(180_000), "cliff")]
    ['7200.00']
    """
    reached = [tier for tier in tiers if tier[0] <= volume and volume > 0]
    if mode == "cliff":
        return [_part(volume, rate) for _bound, rate in reached[-1:]]
    ends = [bound for bound, _rate in reached[1:]] + [volume]
    return [
        _part(end - bound, rate)
        for (bound, rate), end in zip(reached, ends, strict=bool(reached))
        if end > bound
    ]


def pay(tiers: Sequence[tuple[Decimal, Decimal]], volume: Decimal, mode: str) -> Decimal:
    """Return what a volume earns; rounded once, half up.

    >>> table = read_tiers([(0, 2), (100_000, 3), (150_000, 4)])
    >>> str(pay(table, Decimal(180_000), "marginal"))
    '4700.00'
    >>> str(pay(table, Decimal("149999.99"), "cliff"))
    '4500.00'
    >>> str(pay(table, Decimal(150_000), "cliff")), str(pay(table, Decimal(-5), "cliff"))
    ('6000.00', '0.00')
    """
    exact = sum((part.volume * part.rate for part in split(tiers, volume, mode)), Decimal(0))
    return (exact / 100).quantize(CENT, ROUND_HALF_UP)


def best_example(tiers: Sequence[tuple[Decimal, Decimal]]) -> Decimal:
    """Return a round volume that reaches every tier.

    >>> str(best_example(read_tiers([(0, 2), (100_000, 3), (150_000, 4)])))
    '180000'
    """
    highest = max((bound for bound, _rate in tiers), default=Decimal(0))
    beyond = highest * EXAMPLE_BEYOND or ANY_EXAMPLE
    return beyond.quantize(Decimal(1), ROUND_CEILING)


def _part(volume: Decimal, rate: Decimal) -> Part:
    amount = (volume * rate / 100).quantize(CENT, ROUND_HALF_UP)
    return Part(volume=volume, rate=rate, amount=amount)
