"""Deliveries and returns made from orders, as the ERP's people or Push make them."""

import sqlite3

from ..meta.registry import FORMS
from ..refusal import Refusal
from ..services.documents import Document, empty_head, empty_line

FROM_ORDER = {
    "fmaterialid": "fmaterialid",
    "funitid": "funitid",
    "fprice": "fprice",
    "ftaxprice": "ftaxprice",
    "fentrytaxrate": "fentrytaxrate",
    "fisfree": "fisfree",
    "flot": "flot",
}


def _bill(erp, tx: sqlite3.Connection, form_id: str, bill_type: str) -> Document:
    form = FORMS[form_id.lower()]
    document = Document(form, None, empty_head(form))
    (kind,) = tx.execute(
        "SELECT fbilltypeid FROM bos_billtype WHERE fnumber = ?", (bill_type,)
    ).fetchone()
    now = erp.clock.now()
    document.head |= {
        "fbilltypeid": kind,
        "fdate": erp.clock.today(),
        "fcreatedate": now,
        "fmodifydate": now,
    }
    document.entries = {entity.key: [] for entity in form.entries}
    return document


def delivery(erp, tx: sqlite3.Connection, order: Document) -> Document:
    """Return an empty delivery to the customer of an order."""
    document = _bill(erp, tx, "SAL_OUTSTOCK", "XSCKD01_SYS")
    head = order.head
    document.head |= {
        "fsaleorgid": head["fsaleorgid"],
        "fstockorgid": order.lines()[0]["fstockorgid"] if order.lines() else head["fsaleorgid"],
        "fcustomerid": head["fcustid"],
        "freceiverid": head["freceiveid"],
        "fsettleid": head["fsettleid"],
        "fpayerid": head["fchargeid"],
        "fsalesmanid": head["fsalerid"],
        "freceiveaddress": head["freceiveaddress"],
        "flinkman": head["flinkman"],
        "flinkphone": head["flinkphone"],
        "fsettlecurrid": head["fsettlecurrid"],
        "flocalcurrid": head["flocalcurrid"],
        "fsettleorgid": head["fsaleorgid"],
    }
    return document


def add_line(
    document: Document, order: Document, source: dict, quantity: float, warehouse: int
) -> dict:
    """Add what is shipped of an order line; quantity in the order's unit."""
    line = empty_line(document.form.entries[0])
    line |= {name: source[column] for name, column in FROM_ORDER.items()}
    line |= {
        "fmustqty": source["fremainoutqty"],
        "frealqty": quantity,
        "fstockid": warehouse,
        "fsoorderno": order.number,
        "fsoentryid": source["fentryid"],
        "f_linked": 1,
        "fsrctype": "SAL_SaleOrder",
        "fsrcbillno": order.number,
        "fsalunitid": source["funitid"],
        "fsalunitqty": quantity,
    }
    document.lines().append(line)
    return line


def sales_return(erp, tx: sqlite3.Connection, values: dict) -> Document:
    """Return an empty return; `values` are columns of its header."""
    document = _bill(erp, tx, "SAL_RETURNSTOCK", "XSTHD01_SYS")
    document.head |= values
    return document


def warehouse_of(tx: sqlite3.Connection, order: Document, source: dict) -> int:
    """Return where a line is shipped from: its own warehouse, or the fullest one."""
    if source.get("fsostockid"):
        return source["fsostockid"]
    row = tx.execute(
        "SELECT i.fstockid FROM stk_inventory i "
        "JOIN bd_material m ON m.fmasterid = i.fmaterialid AND m.fmaterialid = ? "
        "WHERE i.fstockstatusid = 10000 ORDER BY i.fbaseqty DESC, i.fid LIMIT 1",
        (source["fmaterialid"],),
    ).fetchone()
    row = row or tx.execute("SELECT fstockid FROM bd_stock ORDER BY 1 LIMIT 1").fetchone()
    if row is None:
        raise Refusal(11, "没有可用的仓库", "FStockID")
    return row[0]
