"""Minimum, multiple and maximum of one product, in its own unit."""

import math
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum


class Fault(StrEnum):
    """Why a quantity cannot be ordered."""

    NOT_POSITIVE = "not_positive"
    MINIMUM = "minimum"
    MULTIPLE = "multiple"
    MAXIMUM = "maximum"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuantityRule:
    """What may be ordered of a product; 0 means that there is no such rule."""

    minimum: Decimal = Decimal()
    multiple: Decimal = Decimal()
    maximum: Decimal = Decimal()

    @classmethod
    def from_floats(cls, minimum: float, multiple: float, maximum: float) -> "QuantityRule":
        """Take what a database keeps as floats for what a person has typed."""
        return cls(
            minimum=to_decimal(minimum),
            multiple=to_decimal(multiple),
            maximum=to_decimal(maximum),
        )

    @property
    def lowest(self) -> Decimal:
        """Return the smallest quantity that may be ordered, 0 when any may.

        >>> QuantityRule(minimum=Decimal(25), multiple=Decimal(10)).lowest
        Decimal('30')
        """
        if not self.multiple:
            return self.minimum
        return self.multiple * max(1, math.ceil(self.minimum / self.multiple))

    @property
    def highest(self) -> Decimal | None:
        """Return the largest quantity that may be ordered, None when there is none.

        >>> QuantityRule(multiple=Decimal(10), maximum=Decimal(95)).highest
        Decimal('90')
        """
        if not self.maximum:
            return None
        return self.maximum - self.maximum % self.multiple if self.multiple else self.maximum

    @property
    def is_possible(self) -> bool:
        """Return whether any quantity at all keeps the rule."""
        return self.highest is None or self.highest >= max(self.lowest, Decimal("1e-9"))

    def find_fault(self, quantity: Decimal) -> Fault | None:
        """Return why the quantity cannot be ordered.

        >>> QuantityRule(minimum=Decimal(20), multiple=Decimal(10)).find_fault(Decimal(25))
        <Fault.MULTIPLE: 'multiple'>
        """
        if quantity <= 0:
            return Fault.NOT_POSITIVE
        if quantity < self.minimum:
            return Fault.MINIMUM
        if self.maximum and quantity > self.maximum:
            return Fault.MAXIMUM
        if self.multiple and quantity % self.multiple:
            return Fault.MULTIPLE
        return None

    def find_nearest(self, quantity: Decimal) -> list[Decimal]:
        """Return the allowed quantities around one that is not: the next below, the next above.

        >>> rule = QuantityRule(minimum=Decimal(20), multiple=Decimal(10), maximum=Decimal(50))
        >>> [str(number) for number in rule.find_nearest(Decimal(25))]
        ['20', '30']
        >>> rule.find_nearest(Decimal(3)), rule.find_nearest(Decimal(99))
        ([Decimal('20')], [Decimal('50')])
        """
        if quantity <= self.lowest:
            return [self.lowest]
        if self.highest is not None and quantity >= self.highest:
            return [self.highest]
        if not self.multiple:
            return [quantity]
        below = quantity - quantity % self.multiple
        return [below] if below == quantity else [below, below + self.multiple]


def to_decimal(number: float) -> Decimal:
    """Return a float as it is written, without what binary figures add to it.

    >>> to_decimal(0.1 + 0.2)
    Decimal('0.3')
    """
    return Decimal(repr(round(number, 6))).normalize() + Decimal()
