"""Money: rounding half up, conversion at a day, and shares that sum to their total. All exact."""

from collections.abc import Hashable, Sequence
from datetime import date
from decimal import Decimal
from fractions import Fraction
from math import floor

from .world import World

HALF = Fraction(1, 2)
ZERO = Decimal(0)


def round_half_up(value: Decimal | Fraction | int, decimals: int) -> Decimal:
    """Round to the decimals of a currency; a half goes away from zero, also below zero."""
    units = floor(abs(Fraction(value)) * 10**decimals + HALF)
    return Decimal(units if value >= 0 else -units).scaleb(-decimals)


def round_down(value: Decimal | Fraction | int, decimals: int) -> Decimal:
    """Round towards zero: what may never be exceeded."""
    units = floor(abs(Fraction(value)) * 10**decimals)
    return Decimal(units if value >= 0 else -units).scaleb(-decimals)


def as_decimal(value: Fraction) -> Decimal:
    """Return a quantity for the eye: exact unless its decimals do not end."""
    return Decimal(value.numerator) / Decimal(value.denominator)


def percent(rate: Decimal) -> Fraction:
    """Turn a percentage into a factor."""
    return Fraction(rate) / 100


def rate_on(world: World, currency: str, day: date) -> Decimal:
    """The latest rate on or before the day; before the first one, the first; else 1."""
    rates = sorted(world.currencies[currency].rates)
    past = [rate for start, rate in rates if start <= day]
    if past:
        return past[-1]
    return rates[0][1] if rates else Decimal(1)


def convert(world: World, amount: Decimal, source: str, target: str, day: date) -> Fraction:
    """Convert an amount from one currency to another at a day, without rounding."""
    if source == target:
        return Fraction(amount)
    target_rate, source_rate = rate_on(world, target, day), rate_on(world, source, day)
    return Fraction(amount) * Fraction(target_rate) / Fraction(source_rate)


def scale_down(
    amounts: Sequence[Decimal], limit: Decimal, decimals: int, ties: Sequence[Hashable]
) -> list[Decimal]:
    """Share ``limit`` in proportion to the amounts: the largest remainders get what is left over.

    :param ties: of two equal remainders the one with the lower tie comes first.
    """
    total = sum(map(Fraction, amounts))
    exact = [Fraction(amount) * Fraction(limit) / total for amount in amounts]
    shares = [round_down(share, decimals) for share in exact]
    unit = Decimal(1 if limit >= 0 else -1).scaleb(-decimals)
    missing = int((limit - sum(shares)) / unit)
    by_remainder = sorted(
        range(len(shares)), key=lambda at: (-abs(exact[at] - Fraction(shares[at])), ties[at])
    )
    for at in by_remainder[:missing]:
        shares[at] += unit
    return shares


def split(total: Decimal, weights: Sequence[Decimal], decimals: int) -> list[Decimal]:
    """Split a total by weights, cumulatively rounded: the last part takes the rest."""
    whole = sum(map(Fraction, weights))
    bounds = [ZERO]
    reached = Fraction(0)
    for weight in weights:
        reached += Fraction(weight)
        bounds.append(round_half_up(Fraction(total) * reached / whole, decimals))
    return [end - start for start, end in zip(bounds, bounds[1:], strict=False)]
