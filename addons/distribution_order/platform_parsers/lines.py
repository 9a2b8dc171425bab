"""What is read of one line of a platform file."""

from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal

from .platform import Outcome


@dataclass(frozen=True, slots=True, kw_only=True)
class PlatformLine:
    """One line: `state` is ok, skipped or error; `finding` the reason, `culprit` the text at fault.

    `amount` is the revenue of the line without postage, `refund_amount` what of it goes back.
    """

    number: int
    state: str = "ok"
    finding: str | None = None
    culprit: str | None = None
    column: str | None = None
    order_ref: str = ""
    line_ref: str = ""
    customer: str = ""
    shop_ref: str = ""
    shop_name: str = ""
    date: datetime | None = None
    sku: str = ""
    product_name: str = ""
    spec: str = ""
    quantity: Decimal | None = None
    unit_price: Decimal | None = None
    amount: Decimal | None = None
    refund_amount: Decimal | None = None
    status: str = ""
    refund_status: str = ""
    outcome: Outcome | None = None
    province: str = ""
    city: str = ""
    anchor: str = ""
    source: str = ""
    # One line stands for a whole order of several kinds of goods: which ones, it does not say.
    is_whole_order: bool = False


@dataclass(slots=True)
class Entry:
    """A line while its order is put together."""

    number: int
    texts: dict[str, str]
    column_names: dict[str, str]
    finding: str | None = None
    culprit: str | None = None
    column: str | None = None
    state: str = "ok"
    numbers: dict[str, Decimal | None] = field(default_factory=dict)
    date: datetime | None = None
    line_ref: str = ""
    amount: Decimal | None = None
    refund: Decimal = Decimal(0)
    outcome: Outcome | None = None
    # What the order report says of the whole order of an item.
    order_texts: dict[str, str] = field(default_factory=dict)
    order_numbers: dict[str, Decimal | None] = field(default_factory=dict)

    def fail(self, finding: str, field_name: str | None = None, culprit: str | None = None) -> None:
        """Mark as an error, the first one found counts."""
        if self.state != "error":
            self.state, self.finding, self.culprit = "error", finding, culprit
            self.column = self.column_names.get(field_name or "")

    def skip(self, finding: str, culprit: str | None = None) -> None:
        """Mark as nothing to import."""
        if self.state == "ok":
            self.state, self.finding, self.culprit = "skipped", finding, culprit

    @property
    def gross(self) -> Decimal | None:
        """Price × quantity, when both are known."""
        price, quantity = self.numbers.get("unit_price"), self.numbers.get("quantity")
        return price * quantity if price is not None and quantity is not None else None
