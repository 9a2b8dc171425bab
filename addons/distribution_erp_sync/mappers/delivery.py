"""Deliveries of K/3 Cloud (销售出库单), line by line: one may serve several orders."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .fields import read_records
from .movement import READERS, MovementLine

FORM = "SAL_OUTSTOCK"
KEY = "FEntity_FENTRYID"
FIELDS = {
    "entry_id": "FEntity_FENTRYID",
    "bill_id": "FID",
    "number": "FBillNo",
    "status": "FDocumentStatus",
    "is_cancelled": "FCancelStatus",
    "date": "FDate",
    "modified": "FModifyDate",
    "customer": "FCustomerID.FNumber",
    "material": "FMaterialID.FNumber",
    "unit": "FUnitID.FNumber",
    "quantity": "FRealQty",
    "base_quantity": "FBaseUnitQty",
    "order_number": "FSoorDerno",
    "order_entry_id": "FSOEntryId",
    "carrier": "FCarrierID.FName",
    "tracking": "FCarriageNO",
    "lot": "FLot.FNumber",
    "organisation": "FSaleOrgId.FNumber",  # whose order it is; another may keep the goods
    "warehouse": "FStockID.FNumber",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryLine(MovementLine):
    """Goods that went to a customer."""


def read(rows: Iterable[Sequence], fields: Mapping[str, str] = FIELDS) -> list[DeliveryLine]:
    """Return the rows of a query for `fields`."""
    return read_records(DeliveryLine, READERS, rows, fields)
