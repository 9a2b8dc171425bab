"""Spread an amount over shares, so that the parts always are the whole again."""

from collections.abc import Sequence
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal


def split_amount(amount: Decimal, shares: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Return the part of each share; the last share that is not zero takes the rest.

    Shares count in proportion to their sum: twelve times 8.3333 are twelve equal parts.

    >>> [str(part) for part in split_amount(Decimal("100"), [Decimal("8.3333")] * 12, 2)][-2:]
    ['8.33', '8.37']
    >>> [str(part) for part in split_amount(Decimal("1200000"), [Decimal("8.3333")] * 12, 2)][:1]
    ['100000.00']
    >>> [str(part) for part in split_amount(Decimal("0.05"), [Decimal(50), Decimal(50), 0], 2)]
    ['0.02', '0.03', '0.00']
    """
    unit = Decimal(1).scaleb(-decimals)
    total = sum(shares)
    assert total > 0, "a split needs shares"
    parts = [(amount * share / total).quantize(unit, ROUND_DOWN) for share in shares]
    last = max(index for index, share in enumerate(shares) if share)
    parts[last] += amount.quantize(unit, ROUND_HALF_UP) - sum(parts)
    return parts


def scale(amount: Decimal, percent: Decimal, decimals: int) -> Decimal:
    """Return an amount and so many percent more, rounded half away from zero.

    >>> scale(Decimal("99.99"), Decimal("10"), 2)
    Decimal('109.99')
    """
    unit = Decimal(1).scaleb(-decimals)
    return (amount * (100 + percent) / 100).quantize(unit, ROUND_HALF_UP)
