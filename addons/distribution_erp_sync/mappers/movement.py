"""What deliveries and returns have in common: a line of goods that moved, and its order."""

from dataclasses import dataclass

from .order_facts import read_letter
from .values import Flag, Number, Text, read_moment, read_number, read_reference, read_text


@dataclass(frozen=True, slots=True, kw_only=True)
class MovementLine:
    """A line of a bill. Quantities are above 0 in the direction of the bill's kind.

    `quantity` is in `unit`, `base_quantity` in the material's base unit. `status` C means that
    the goods moved, unless `is_cancelled`. `order_number` and `order_entry_id` name the line of
    the order, "" when there is none. `date` and `modified` are the server's own texts.
    """

    bill_id: Text
    entry_id: Text
    number: Text
    status: Text
    is_cancelled: Flag
    date: Text
    modified: Text
    customer: Text
    material: Text
    unit: Text
    quantity: Number
    base_quantity: Number
    order_number: Text = ""
    order_entry_id: Text = ""
    carrier: Text = ""
    tracking: Text = ""
    lot: Text = ""
    organisation: Text = ""
    warehouse: Text = ""


READERS = {
    "bill_id": read_reference,
    "entry_id": read_reference,
    "number": read_text,
    "status": read_text,
    "is_cancelled": read_letter,
    "date": read_moment,
    "modified": read_moment,
    "customer": read_text,
    "material": read_text,
    "unit": read_text,
    "quantity": read_number,
    "base_quantity": read_number,
    "order_number": read_text,
    "order_entry_id": read_reference,
    "carrier": read_text,
    "tracking": read_text,
    "lot": read_text,
    "organisation": read_text,
    "warehouse": read_text,
}
