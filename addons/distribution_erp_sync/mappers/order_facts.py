"""What the ERP keeps of an order, read from the rows of its lines."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from .fields import read_records
from .values import (
    MASKED,
    BadValueError,
    Flag,
    Number,
    Text,
    read_moment,
    read_number,
    read_reference,
    read_text,
)

# Closed, and void, in the ERP's letters; A is open and valid.
YES = "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLineFacts:
    """A line in its own unit: ordered, delivered, still to come, come back; `amount` with tax.

    A line that is closed while `remaining` is above 0 was ended early.
    """

    entry_id: Text
    material: Text
    unit: Text
    quantity: Number
    amount: Number
    delivered: Number
    remaining: Number
    returned: Number
    is_closed: Flag


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderFacts:
    """An order as the ERP has it; `status` is Z, A, B (in approval), C (approved) or D (again).

    `total` with tax, in the order's currency; `modified` is the server's own text.
    """

    id: str
    number: Text
    status: Text
    customer: Text
    total: Number
    is_closed: Flag
    is_cancelled: Flag
    modified: Text
    lines: tuple[OrderLineFacts, ...]

    @property
    def line_count(self) -> int:
        """Return the number of lines."""
        return len(self.lines)

    @property
    def quantity(self) -> Number:
        """Return the sum of the quantities, each in the unit of its line."""
        if any(line.quantity is MASKED for line in self.lines):
            return MASKED
        return sum((line.quantity for line in self.lines), Decimal(0))


def read_letter(value, name: str = "") -> Flag:
    """Return whether a state is B: closed, or void.

    >>> read_letter("B"), read_letter("A"), read_letter(" ")
    (True, False, False)
    """
    text = read_text(value, name)
    return MASKED if text is MASKED else text == YES


READERS = {
    "entry_id": read_reference,
    "id": read_reference,
    "number": read_text,
    "status": read_text,
    "customer": read_text,
    "is_closed": read_letter,
    "is_cancelled": read_letter,
    "total": read_number,
    "modified": read_moment,
    "material": read_text,
    "unit": read_text,
    "quantity": read_number,
    "amount": read_number,
    "delivered": read_number,
    "remaining": read_number,
    "returned": read_number,
    "is_line_closed": read_letter,
}
LINE = ("entry_id", "material", "unit", "quantity", "amount", "delivered", "remaining", "returned")
HEADER = ("number", "status", "customer", "total", "is_closed", "is_cancelled", "modified")


def read_facts(rows: Iterable[Sequence], fields: Mapping[str, str]) -> list[OrderFacts]:
    """Return orders in the order in which their first lines come; doubled lines count once."""
    headers: dict[str, dict] = {}
    lines: dict[str, dict[Text, OrderLineFacts]] = {}
    for row in read_records(dict, READERS, rows, fields):
        order_id = row["id"]
        if not order_id:
            raise BadValueError("id", order_id, "id of an order")
        headers[order_id] = {name: row[name] for name in HEADER}
        line = OrderLineFacts(is_closed=row["is_line_closed"], **{name: row[name] for name in LINE})
        lines.setdefault(order_id, {})[line.entry_id] = line
    return [
        OrderFacts(id=order_id, lines=tuple(lines[order_id].values()), **header)
        for order_id, header in headers.items()
    ]
