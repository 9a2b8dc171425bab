"""The K3API objects: their keys, and the records of the one database they show.

A line is `Key kind sql`; kind ref shows `{"FNumber", "FName"}` of the record that `sql` names.
"""

from dataclasses import dataclass

MATERIAL = """
FItemID int m.fmaterialid
FNumber text m.fnumber
FName text m.fname
FModel text m.fspecification
FFullName text m.fname
FBarCode text m.fbarcode
FDeleted bool m.fforbidstatus='B'
FUnitGroupID group m.fbaseunitid
FUnitID ref:BD_UNIT m.fbaseunitid
FOrderUnitID ref:BD_UNIT m.fbaseunitid
FSaleUnitID ref:BD_UNIT m.fsaleunitid
FProductUnitID ref:BD_UNIT m.fbaseunitid
FStoreUnitID ref:BD_UNIT m.fstoreunitid
FTaxRate number 13.0
FSalePrice number m.f_listprice
"""
CUSTOMER = """
FItemID int c.fcustid
FNumber text c.fnumber
FName text c.fname
FShortName text c.fshortname
FAddress text c.faddress
FPhone text c.ftel
FTaxNum text c.ftaxregistercode
FDeleted bool c.fforbidstatus='B'
"""
SMALL = """
FItemID int {key}
FNumber text s.fnumber
FName text s.fname
"""
ORDER = """
FInterID int h.fid
FBillNo text h.fbillno
FDate date h.fdate
FCustID ref:BD_Customer h.fcustid
FDeptID ref:BD_Department h.fsaledeptid
FEmpID ref:BD_Saler h.fsalerid
FCurrencyID ref:BD_Currency h.fsettlecurrid
FExchangeRate number h.fexchangerate
FExplanation text h.fnote
FStatus int (h.fdocumentstatus='C')
FMultiCheckStatus text CASE h.fdocumentstatus WHEN 'C' THEN '16' WHEN 'B' THEN '4' ELSE '0' END
FClosed int (h.fclosestatus='B')
FCancellation int (h.fcancelstatus='B')
"""
ORDER_LINE = """
FEntryID2 int e.fseq
FDetailID2 int e.fentryid
FItemID ref:BD_MATERIAL e.fmaterialid
FItemName text (SELECT fname FROM bd_material WHERE fmaterialid=e.fmaterialid)
FUnitID ref:BD_UNIT e.funitid
FAuxQty number e.fqty
FQty number e.fbaseunitqty
FAuxPrice number e.fprice
FAuxTaxPrice number e.ftaxprice
FCess number e.fentrytaxrate
FAllAmount number e.fallamount
FAuxCommitQty number e.fstockoutqty
FDate1 date e.fdeliverydate
FNote text e.fentrynote
"""
# Deliveries and returns are one object: FROB -1 is a return, its quantities are negative.
DELIVERY = """
FInterID int h.fid
FBillNo text h.fbillno
FDate date h.fdate
FClassTypeID int 21
FROB int h.rob
FSupplyID ref:BD_Customer h.customer
FEmpID ref:BD_Saler h.saler
FStatus int (h.status='C')
FCancellation int (h.cancelled='B')
FWayBill text h.tracking
"""
DELIVERY_LINE = """
FEntryID2 int e.fseq
FDetailID2 int e.fentryid
FItemID ref:BD_MATERIAL e.fmaterialid
FItemName text (SELECT fname FROM bd_material WHERE fmaterialid=e.fmaterialid)
FUnitID ref:BD_UNIT e.funitid
Fauxqty number h.rob*e.frealqty
FAuxQtyMust number h.rob*e.fmustqty
FQty number h.rob*e.fbaseunitqty
FConsignPrice number e.ftaxprice
FConsignAmount number h.rob*e.fallamount
FDCStockID1 ref:BD_STOCK e.fstockid
FSourceBillNo text e.source
FSourceEntryID int e.fsoentryid
Fnote text e.note
"""
MOVEMENTS = """(
SELECT fid, fbillno, fdate, 1 AS rob, fcustomerid AS customer, fsalesmanid AS saler,
    fdocumentstatus AS status, fcancelstatus AS cancelled, fcarriageno AS tracking
FROM sal_outstock
UNION ALL
SELECT fid, fbillno, fdate, -1, fretcustid, fsalesmanid, fdocumentstatus, fcancelstatus, ' '
FROM sal_returnstock
) h"""
MOVEMENT_LINES = """(
SELECT fentryid, fid, fseq, fmaterialid, funitid, frealqty, fmustqty, fbaseunitqty, ftaxprice,
    fallamount, fstockid, fsoorderno AS source, fsoentryid, fentrynote AS note
FROM sal_outstock_fentity
UNION ALL
SELECT fentryid, fid, fseq, fmaterialid, funitid, frealqty, fmustqty, fbaseunitqty, ftaxprice,
    fallamount, fstockid, forderno, fsoentryid, fnote
FROM sal_returnstock_fentity
) e"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Item:
    """One key of an object."""

    key: str
    kind: str
    target: str
    sql: str


@dataclass(frozen=True, slots=True, kw_only=True)
class WiseObject:
    """An object of K3API; `lines` is empty for base data."""

    name: str
    form: str
    source: str
    head: tuple[Item, ...]
    lines: tuple[Item, ...] = ()
    line_source: str = ""

    @property
    def is_bill(self) -> bool:
        """Return whether this is a bill."""
        return bool(self.lines)


def _items(specification: str) -> tuple[Item, ...]:
    found = []
    for line in specification.strip().splitlines():
        key, kind, sql = line.split(maxsplit=2)
        name, _colon, target = kind.partition(":")
        found.append(Item(key=key, kind=name, target=target, sql=sql))
    return tuple(found)


def _small(name: str, form: str, key: str) -> WiseObject:
    head = _items(SMALL.format(key=f"s.{key}"))
    return WiseObject(name=name, form=form, source=f"{form.lower()} s", head=head)


_ALL = (
    WiseObject(
        name="Material",
        form="BD_MATERIAL",
        source="(SELECT * FROM bd_material WHERE fuseorgid = 1) m",
        head=_items(MATERIAL),
    ),
    WiseObject(
        name="Customer",
        form="BD_Customer",
        source="(SELECT * FROM bd_customer WHERE fuseorgid = 1) c",
        head=_items(CUSTOMER),
    ),
    _small("Employee", "BD_Saler", "fid"),
    _small("Department", "BD_Department", "fdeptid"),
    _small("Supplier", "BD_Supplier", "fsupplierid"),
    WiseObject(
        name="SO",
        form="SAL_SaleOrder",
        source="sal_saleorder h",
        head=_items(ORDER),
        lines=_items(ORDER_LINE),
        line_source="sal_saleorder_fsaleorderentry e",
    ),
    WiseObject(
        name="Sales_Delivery",
        form="SAL_OUTSTOCK",
        source=MOVEMENTS,
        head=_items(DELIVERY),
        lines=_items(DELIVERY_LINE),
        line_source=MOVEMENT_LINES,
    ),
)
OBJECTS = {item.name.lower(): item for item in _ALL}
