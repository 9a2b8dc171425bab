"""K/3 WISE (classic K/3): the same values from its rows, which are objects.

MODELLED, NOT VERIFIED against a K/3 WISE: the keys of orders, states and sources follow its tables
in SQL and public integrations. All are defaults that a backend may change; `SO/GetTemplate` tells.
"""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import fields as dataclass_fields
from decimal import Decimal
from typing import Any

from . import customer, material, movement, order_facts, stock
from .customer import Customer
from .delivery import DeliveryLine
from .material import Material
from .order_facts import OrderFacts, OrderLineFacts
from .sales_order import OrderDocument, OrderLine
from .sales_return import ReturnLine
from .stock import StockRow
from .values import MASKED, BadValueError, Number

MATERIAL_FIELDS = {
    "id": "FItemID",
    "number": "FNumber",
    "name": "FName",
    "specification": "FModel",
    "unit": "FUnitID.FNumber",
    "sale_unit": "FSaleUnitID.FNumber",
    "stock_unit": "FStoreUnitID.FNumber",
}
CUSTOMER_FIELDS = {"id": "FItemID", "number": "FNumber", "name": "FName", "phone": "FPhone"}
DELIVERY_FIELDS = {
    "bill_id": "FInterID",
    "entry_id": "FDetailID2",
    "number": "FBillNo",
    "status": "FStatus",
    "is_cancelled": "FCancellation",
    "date": "FDate",
    # There is no time of change; the date has to do, with a long overlap.
    "modified": "FDate",
    # Named after suppliers, but the customer.
    "customer": "FSupplyID.FNumber",
    "material": "FItemID.FNumber",
    "unit": "FUnitID.FNumber",
    "quantity": "Fauxqty",
    "base_quantity": "FQty",
    "order_number": "FSourceBillNo",
    "order_entry_id": "FSourceEntryID",
    "warehouse": "FDCStockID1.FNumber",
}
ORDER_FIELDS = {
    "id": "FInterID",
    "number": "FBillNo",
    "status": "FStatus",
    "customer": "FCustID.FNumber",
    "is_closed": "FClosed",
    "is_cancelled": "FCancellation",
}
ORDER_LINE_FIELDS = {
    "entry_id": "FDetailID2",
    "material": "FItemID.FNumber",
    "unit": "FUnitID.FNumber",
    "quantity": "FAuxQty",
    "amount": "FAllAmount",
    "delivered": "FAuxCommitQty",
}
RED_FIELD = "FROB"
RED = "-1"
APPROVED = ("1",)
STOCK_REQUIRED = ("material", "warehouse", "unit", "quantity")
STOCK_NAMES = tuple(field.name for field in dataclass_fields(StockRow))


def read_materials(
    rows: Iterable[Mapping[str, Any]], fields: Mapping[str, str] = MATERIAL_FIELDS
) -> list[Material]:
    """Return materials; what K/3 WISE does not tell stays empty."""
    return [Material(**_read(row, material.READERS, fields)) for row in rows]


def read_customers(
    rows: Iterable[Mapping[str, Any]], fields: Mapping[str, str] = CUSTOMER_FIELDS
) -> list[Customer]:
    """Return customers; what K/3 WISE does not tell stays empty."""
    return [Customer(**_read(row, customer.READERS, fields)) for row in rows]


def read_movements(
    rows: Iterable[Mapping[str, Any]],
    fields: Mapping[str, str] = DELIVERY_FIELDS,
    *,
    red_field: str = RED_FIELD,
    approved: tuple[str, ...] = APPROVED,
) -> tuple[list[DeliveryLine], list[ReturnLine]]:
    """Part the rows of Sales_Delivery into deliveries and returns (red bills).

    The negative quantities of red bills come out above 0, and states as K/3 Cloud's C or A.
    """
    deliveries, returns = [], []
    readers = {**movement.READERS, "is_cancelled": _read_switch}
    for row in rows:
        line = _read(row, readers, fields)
        line["status"] = "C" if str(line["status"]) in approved else "A"
        if str(find(row, red_field) or "").strip() == RED:
            line["quantity"] = _turn(line["quantity"])
            line["base_quantity"] = _turn(line["base_quantity"])
            returns.append(ReturnLine(**line))
        else:
            deliveries.append(DeliveryLine(**line))
    return deliveries, returns


def read_stock(rows: Iterable[Mapping[str, Any]]) -> list[StockRow]:
    """Return the rows of the read-only stock endpoint, whose names are ours.

    Each has material, warehouse, unit and quantity, and may have locked (0), organisation, lot,
    status and owner; quantities in `unit`.
    """
    result = []
    for row in rows:
        missing = [name for name in STOCK_REQUIRED if row.get(name) is None]
        if missing:
            raise BadValueError(missing[0], None, "value; the stock endpoint has to give it")
        values = {name: stock.READERS[name](row.get(name), name) for name in STOCK_NAMES}
        result.append(StockRow(**values))
    return result


def build_order(document: OrderDocument) -> dict[str, list[dict]]:
    """Return the Data of SO/Save: one header in Page1, the lines in Page2."""
    header = {
        "FBillNo": document.number,
        "FDate": document.date,
        "FCustID": {"FNumber": document.customer},
        "FDeptID": {"FNumber": document.department},
        "FEmpID": {"FNumber": document.salesperson},
        "FCurrencyID": {"FNumber": document.currency},
        "FExplanation": document.note,
        **(document.extra or {}),
    }
    return {"Page1": [header], "Page2": [_build_line(document, line) for line in document.lines]}


def read_order(
    header: Mapping[str, Any],
    lines: Iterable[Mapping[str, Any]],
    fields: Mapping[str, str] = ORDER_FIELDS,
    line_fields: Mapping[str, str] = ORDER_LINE_FIELDS,
) -> OrderFacts:
    """Return what the ERP keeps of an order (`K3WiseClient.get_bill`); its total is the lines' sum.

    What came back and which single line was ended early, K/3 WISE does not tell.
    """
    readers = {**order_facts.READERS, "is_closed": _read_switch, "is_cancelled": _read_switch}
    head = _read(header, readers, fields)
    head["status"] = "C" if str(head["status"]) in APPROVED else "A"
    facts = []
    for row in lines:
        line = _read(row, readers, line_fields)
        is_hidden = MASKED in (line["quantity"], line["delivered"])
        remaining = MASKED if is_hidden else line["quantity"] - line["delivered"]
        facts.append(
            OrderLineFacts(
                **line, remaining=remaining, returned=Decimal(0), is_closed=head["is_closed"]
            )
        )
    amounts = [line.amount for line in facts]
    total = MASKED if MASKED in amounts else sum(amounts, Decimal(0))
    return OrderFacts(**head, total=total, modified="", lines=tuple(facts))


def find(row: Mapping[str, Any], key: str) -> Any:
    """Return a value by key, whatever its capitals; a dot goes into an object.

    A plain value serves for its object, because lists name what details nest.

    >>> find({"FUNITID": {"FNumber": "Pcs"}, "fname": "x"}, "FUnitID.FNumber")
    'Pcs'
    >>> find({"FUnitID": "Pcs"}, "FUnitID.FNumber"), find({}, "FName")
    ('Pcs', None)
    """
    value: Any = row
    for part in key.split("."):
        if not isinstance(value, Mapping):
            return value
        lowered = {name.lower(): inner for name, inner in value.items()}
        value = lowered.get(part.lower())
    return value


def _read(
    row: Mapping[str, Any], readers: Mapping[str, Callable], fields: Mapping[str, str]
) -> dict[str, Any]:
    return {name: readers[name](find(row, key), name) for name, key in fields.items()}


def _read_switch(value: Any, name: str = "") -> bool:
    """Return whether a flag of SQL is set; rows carry it as number, text or boolean."""
    return str(value if value is not None else "").strip().lower() in ("1", "true")


def _turn(quantity: Number) -> Number:
    return quantity if quantity is MASKED else abs(quantity)


def _build_line(document: OrderDocument, line: OrderLine) -> dict[str, Any]:
    return {
        "FItemID": {"FNumber": line.material},
        "FUnitID": {"FNumber": line.unit},
        "FAuxQty": line.quantity,
        "FAuxTaxPrice": line.tax_price,
        "FCess": Decimal(0) if line.tax_percent is None else line.tax_percent,
        "FDate": line.delivery_date or document.date,
        "FNote": line.note,
        **(line.extra or {}),
    }
