"""Materials of K/3 Cloud (物料): one record per using organisation, the same number in each."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from .fields import read_records
from .values import Flag, Masked, Text, read_flag, read_moment, read_reference, read_text

FORM = "BD_MATERIAL"
KEY = "FMATERIALID"
FIELDS = {
    "id": "FMATERIALID",
    "master": "FMASTERID",
    "number": "FNumber",
    "name": "FName",
    "specification": "FSpecification",
    "barcode": "FBARCODE",
    "organisation": "FUseOrgId.FNumber",
    "group": "FMaterialGroup.FNumber",
    "group_name": "FMaterialGroup.FName",
    "unit": "FBaseUnitId.FNumber",
    "stock_unit": "FStoreUnitID.FNumber",
    "sale_unit": "FSaleUnitId.FNumber",
    "is_lot_managed": "FIsBatchManage",
    "status": "FDocumentStatus",
    "forbidden": "FForbidStatus",
    "modified": "FModifyDate",
}
READERS = {name: read_text for name in FIELDS} | {
    "id": read_reference,
    "master": read_reference,
    "is_lot_managed": read_flag,
    "modified": read_moment,
}
APPROVED = "C"
FORBIDDEN = "B"


@dataclass(frozen=True, slots=True, kw_only=True)
class Material:
    """A material as one organisation uses it; `master` is the same in all of them.

    `status` is Z draft, A created, B in approval, C approved, D to be approved again;
    `forbidden` A no, B yes; `modified` the server's own text.
    """

    id: Text
    number: Text
    name: Text
    master: Text = ""
    specification: Text = ""
    barcode: Text = ""
    organisation: Text = ""
    group: Text = ""
    group_name: Text = ""
    unit: Text = ""
    stock_unit: Text = ""
    sale_unit: Text = ""
    is_lot_managed: Flag = False
    status: Text = ""
    forbidden: Text = ""
    modified: Text = ""

    @property
    def is_usable(self) -> bool | None:
        """Tell whether it is approved and not forbidden; None when the ERP hides that."""
        if isinstance(self.status, Masked) or isinstance(self.forbidden, Masked):
            return None
        return self.status == APPROVED and self.forbidden != FORBIDDEN


def read(rows: Iterable[Sequence], fields: Mapping[str, str] = FIELDS) -> list[Material]:
    """Return the rows of a query for `fields`."""
    return read_records(Material, READERS, rows, fields)
