"""Stock of K/3 Cloud (即时库存): one row per organisation, warehouse, lot, status, owner and more.

Several rows of one material in one warehouse are ordinary; who wants one figure adds them up.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .fields import read_records
from .values import Number, Text, read_number, read_reference, read_text

FORM = "STK_Inventory"
KEY = "FID"
# Materials by number: the bare key is the id of the master record, not of the one sold.
FIELDS = {
    "id": "FID",
    "organisation": "FStockOrgId.FNumber",
    "warehouse": "FStockId.FNumber",
    "material": "FMaterialId.FNumber",
    "lot": "FLot.FNumber",
    "status": "FStockStatusId.FNumber",
    "owner": "FOwnerId.FNumber",
    "unit": "FBaseUnitId.FNumber",
    "quantity": "FBaseQty",
    "locked": "FBaseLockQty",
}
READERS = {name: read_text for name in FIELDS} | {
    "id": read_reference,
    "quantity": read_number,
    "locked": read_number,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class StockRow:
    """What lies somewhere, in the base unit; `quantity` includes `locked` and may be negative."""

    organisation: Text
    warehouse: Text
    material: Text
    unit: Text
    quantity: Number
    locked: Number
    lot: Text = ""
    status: Text = ""
    owner: Text = ""
    id: Text = ""


def read(rows: Iterable[Sequence], fields: Mapping[str, str] = FIELDS) -> list[StockRow]:
    """Return the rows of a query for `fields`."""
    return read_records(StockRow, READERS, rows, fields)
