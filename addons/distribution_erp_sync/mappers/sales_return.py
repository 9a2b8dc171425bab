"""Returns of K/3 Cloud (销售退货单), line by line; some have no order.

Quantities are above 0 as they come: a return of 2 is 2. K/3 WISE writes returns as negative red
deliveries; `wise` turns their sign.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .fields import read_records
from .movement import READERS, MovementLine

FORM = "SAL_RETURNSTOCK"
KEY = "FEntity_FENTRYID"
# The capitals differ from those of deliveries, as Kingdee has them. A return has no carrier.
FIELDS = {
    "entry_id": "FEntity_FENTRYID",
    "bill_id": "FID",
    "number": "FBillNo",
    "status": "FDocumentStatus",
    "is_cancelled": "FCancelStatus",
    "date": "FDate",
    "modified": "FModifyDate",
    "customer": "FRetcustId.FNumber",
    "material": "FMaterialId.FNumber",
    "unit": "FUnitID.FNumber",
    "quantity": "FRealQty",
    "base_quantity": "FBaseunitQty",
    "order_number": "FOrderNo",
    "order_entry_id": "FSOEntryId",
    "lot": "FLot.FNumber",
    "organisation": "FSaleOrgId.FNumber",  # whose order it is; another may keep the goods
    "warehouse": "FStockId.FNumber",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnLine(MovementLine):
    """Goods that came back from a customer."""


def read(rows: Iterable[Sequence], fields: Mapping[str, str] = FIELDS) -> list[ReturnLine]:
    """Return the rows of a query for `fields`."""
    return read_records(ReturnLine, READERS, rows, fields)
