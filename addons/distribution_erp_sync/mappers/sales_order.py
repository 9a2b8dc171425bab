"""Sales orders (销售订单): ours as a payload of Save, the ERP's as facts to compare and follow."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from .fields import merge
from .order_facts import OrderFacts, OrderLineFacts, read_facts
from .values import MASKED, Number, Text

__all__ = [
    "FIELDS",
    "FORM",
    "KEY",
    "Difference",
    "OrderDocument",
    "OrderFacts",
    "OrderLine",
    "OrderLineFacts",
    "build_model",
    "compare",
    "merge",
    "read",
]

FORM = "SAL_SaleOrder"
# The id of the line: with that of the order a page could end in the middle of one.
KEY = "FSaleOrderEntry_FEntryID"
FIELDS = {
    "entry_id": "FSaleOrderEntry_FEntryID",
    "id": "FID",
    "number": "FBillNo",
    "status": "FDocumentStatus",
    "customer": "FCustId.FNumber",
    "is_closed": "FCloseStatus",
    "is_cancelled": "FCancelStatus",
    "total": "FBillAllAmount",
    "modified": "FModifyDate",
    "material": "FMaterialId.FNumber",
    "unit": "FUnitID.FNumber",
    "quantity": "FQty",
    "amount": "FAllAmount",
    "delivered": "FStockOutQty",
    "remaining": "FRemainOutQty",
    "returned": "FReturnQty",
    "is_line_closed": "FMrpCloseStatus",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderLine:
    """A line to be ordered: `tax_price` per unit with tax, `tax_percent` None for the ERP's own."""

    material: str
    unit: str
    quantity: Decimal
    tax_price: Decimal
    tax_percent: Decimal | None = None
    delivery_date: str = ""
    note: str = ""
    is_free: bool = False
    extra: Mapping[str, Any] | None = None

    def __post_init__(self):
        if not self.material.strip():
            raise ValueError("a line without a material")
        for name in ("quantity", "tax_price"):
            value = getattr(self, name)
            if not isinstance(value, Decimal) or not value.is_finite():
                raise ValueError(f"{name} of {self.material} is no exact number")
        if self.quantity <= 0 or self.tax_price < 0:
            raise ValueError(
                f"quantity or price of {self.material} is below what an order can have"
            )


@dataclass(frozen=True, slots=True, kw_only=True)
class OrderDocument:
    """An order for the ERP under our own number; dates "2026-01-15"; `total` with tax.

    `stock_organisation` is `organisation` when left out; `extra` are more keys of the header,
    such as the customer's own fields.
    """

    number: str
    date: str
    organisation: str
    customer: str
    lines: tuple[OrderLine, ...]
    total: Decimal
    currency: str = "PRE001"
    bill_type: str = "XSDD01_SYS"
    stock_organisation: str = ""
    department: str = ""
    salesperson: str = ""
    contact: str = ""
    phone: str = ""
    address: str = ""
    note: str = ""
    extra: Mapping[str, Any] | None = None

    def __post_init__(self):
        for name in ("number", "date", "organisation", "customer"):
            if not getattr(self, name).strip():
                raise ValueError(f"an order without {name}")
        if not self.lines:
            raise ValueError("an order without lines")


@dataclass(frozen=True, slots=True, kw_only=True)
class Difference:
    """What the ERP keeps otherwise than we sent it; `what` is a field or "material <number>"."""

    what: str
    expected: str
    found: str


def build_model(document: OrderDocument) -> dict[str, Any]:
    """Return the Model of Save in the order in which the ERP computes.

    Header and finance stand before lines and quantities before prices, else it overwrites prices.
    One price is sent, with tax, and no total.
    """
    customer = {"FNumber": document.customer}
    header: dict[str, Any] = {
        "FBillTypeID": {"FNUMBER": document.bill_type},
        "FBillNo": document.number,
        "FDate": document.date,
        "FSaleOrgId": {"FNumber": document.organisation},
        "FCustId": customer,
        "FReceiveId": customer,
        "FSettleId": customer,
        "FChargeId": customer,
        "FSaleDeptId": _reference(document.department),
        "FSalerId": _reference(document.salesperson),
        "FReceiveAddress": document.address,
        "FLinkMan": document.contact,
        "FLinkPhone": document.phone,
        "FNote": document.note,
        **(document.extra or {}),
        "FSaleOrderFinance": {
            "FSettleCurrId": _reference(document.currency),
            "FIsIncludedTax": True,
        },
    }
    model = _without_empty(header)
    model["FSaleOrderEntry"] = [_build_line(document, line) for line in document.lines]
    return model


def _build_line(document: OrderDocument, line: OrderLine) -> dict[str, Any]:
    stock = _reference(document.stock_organisation or document.organisation)
    unit = _reference(line.unit)
    return _without_empty(
        {
            "FRowType": "Standard",
            "FMaterialId": _reference(line.material),
            "FUnitID": unit,
            "FQty": line.quantity,
            "FPriceUnitId": unit,
            "FPriceUnitQty": line.quantity,
            "FIsFree": line.is_free,
            "FEntryTaxRate": line.tax_percent,
            "FTaxPrice": line.tax_price,
            "FDeliveryDate": line.delivery_date or document.date,
            "FSettleOrgIds": _reference(document.organisation),
            "FStockOrgId": stock,
            "FOwnerTypeId": "BD_OwnerOrg",
            "FOwnerId": stock,
            "FReserveType": "1",
            "FOUTLMTUNIT": "SAL",
            "FEntryNote": line.note,
            **(line.extra or {}),
            "FOrderEntryPlan": [{"FPlanQty": line.quantity}],
        }
    )


def read(rows: Iterable[Sequence], fields: Mapping[str, str] = FIELDS) -> list[OrderFacts]:
    """Return the orders in rows of lines; give all lines of an order in one call."""
    return read_facts(rows, fields)


def compare(
    document: OrderDocument, facts: OrderFacts, tolerance: Decimal = Decimal("0.01")
) -> tuple[Difference, ...]:
    """Return what differs between what was sent and what the ERP keeps, nothing when all is well.

    :param tolerance: of the total, in its currency
    """
    pairs = [
        ("number", document.number, facts.number),
        ("customer", document.customer, facts.customer),
        ("lines", len(document.lines), facts.line_count),
    ]
    found = [_difference(what, ours, theirs) for what, ours, theirs in pairs if ours != theirs]
    if facts.total is MASKED or abs(facts.total - document.total) > tolerance:
        found.append(_difference("total", document.total, facts.total))
    sent, kept = _sums(document.lines), _sums(facts.lines)
    for material in sorted({*sent, *kept}, key=str):
        ours, theirs = sent.get(material, Decimal(0)), kept.get(material, Decimal(0))
        if theirs is MASKED or ours != theirs:
            found.append(_difference(f"material {material}", ours, theirs))
    return tuple(found)


def _sums(lines: Iterable[OrderLine | OrderLineFacts]) -> dict[Text, Number]:
    sums: dict[Text, Number] = defaultdict(Decimal)
    for line in lines:
        so_far = sums[line.material]
        is_hidden = so_far is MASKED or line.quantity is MASKED
        sums[line.material] = MASKED if is_hidden else so_far + line.quantity
    return sums


def _difference(what: str, expected: Any, found: Any) -> Difference:
    return Difference(what=what, expected=_words(expected), found=_words(found))


def _words(value: Any) -> str:
    if isinstance(value, Decimal):
        return format(value.normalize(), "f")
    return value.value if value is MASKED else str(value)


def _reference(number: str) -> dict[str, str] | str:
    return {"FNumber": number} if number else ""


def _without_empty(values: dict[str, Any]) -> dict[str, Any]:
    return {key: value for key, value in values.items() if value not in ("", None)}
