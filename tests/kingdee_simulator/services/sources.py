"""The source link of a line (protocol 8): without it an order's quantities do not move."""

import sqlite3

from .documents import Document

ORDER_LINES = "t_sal_orderentry"
DELIVERY_LINES = "t_sal_outstockentry"


def linked(nested: dict) -> dict:
    """Return the columns that `FEntity_Link` of a line means, {} without a link."""
    for link in nested.get("fentity_link", [])[:1]:
        given = {str(key).lower(): value for key, value in link.items()}
        table = str(given.get("fentity_link_fstablename") or "").lower()
        source = str(given.get("fentity_link_fsid") or "")
        if source.isdigit() and table in (ORDER_LINES, DELIVERY_LINES):
            # A negative id is a line of a delivery; `resolve` finds the order behind it.
            sign = 1 if table == ORDER_LINES else -1
            return {"f_linked": 1, "fsoentryid": sign * int(source)}
    return {}


def resolve(tx: sqlite3.Connection, document: Document) -> None:
    """Fill in the order of linked lines."""
    number = "fsoorderno" if document.form.id == "SAL_OUTSTOCK" else "forderno"
    for line in document.lines():
        if not line["f_linked"]:
            continue
        if line["fsoentryid"] < 0:
            row = tx.execute(
                "SELECT fsoentryid FROM sal_outstock_fentity WHERE fentryid = ?",
                (-line["fsoentryid"],),
            ).fetchone()
            line["fsoentryid"] = row[0] if row else 0
        row = tx.execute(
            "SELECT h.fbillno FROM sal_saleorder h JOIN sal_saleorder_fsaleorderentry e "
            "ON e.fid = h.fid WHERE e.fentryid = ?",
            (line["fsoentryid"],),
        ).fetchone()
        if row:
            line[number] = row[0]
