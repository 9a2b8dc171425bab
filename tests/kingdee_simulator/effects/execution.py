"""How far orders are carried out: written back by deliveries and returns (never by hand)."""

import sqlite3

from ..store.database import fetch_dicts, update
from . import reservations

REPLENISH = "THLX02_SYS"  # return type: the goods are delivered again
DELIVERED = """
SELECT l.fsoentryid, SUM(l.fbaseunitqty) FROM sal_outstock_fentity l
JOIN sal_outstock h ON h.fid = l.fid
WHERE h.fdocumentstatus = 'C' AND h.fcancelstatus = 'A'
    AND l.f_linked = 1 AND l.fsoentryid IN ({marks})
GROUP BY 1
"""
RETURNED = """
SELECT l.fsoentryid, SUM(l.fbaseunitqty),
    SUM(CASE WHEN t.fnumber = '{replenish}' THEN l.fbaseunitqty ELSE 0 END)
FROM sal_returnstock_fentity l
JOIN sal_returnstock h ON h.fid = l.fid
LEFT JOIN bos_assistantdata t ON t.fentryid = l.freturntype
WHERE h.fdocumentstatus = 'C' AND h.fcancelstatus = 'A'
    AND l.f_linked = 1 AND l.fsoentryid IN ({marks})
GROUP BY 1
"""
LINES = """
SELECT e.*, h.fdocumentstatus, h.fcancelstatus FROM sal_saleorder_fsaleorderentry e
JOIN sal_saleorder h ON h.fid = e.fid WHERE e.fentryid IN ({marks})
"""


def refresh(erp, tx: sqlite3.Connection, entries: list[int]) -> None:
    """Compute the execution of these order lines anew from audited deliveries and returns."""
    entries = sorted({entry for entry in entries if entry})
    marks = ", ".join("?" * len(entries))
    out = dict(tx.execute(DELIVERED.format(marks=marks), entries).fetchall())
    back = {
        row[0]: row[1:]
        for row in tx.execute(RETURNED.format(marks=marks, replenish=REPLENISH), entries)
    }
    lines = fetch_dicts(tx, LINES.format(marks=marks), tuple(entries))
    for line in lines:
        _write_line(erp, tx, line, out.get(line["fentryid"], 0.0), back.get(line["fentryid"]))
    for order in sorted({line["fid"] for line in lines}):
        close_order(erp, tx, order)


def _write_line(
    erp, tx: sqlite3.Connection, line: dict, delivered: float, back: tuple | None
) -> None:
    factor = line["fbaseunitqty"] / line["fqty"] if line["fqty"] else 1.0
    returned, again = back or (0.0, 0.0)
    left = max(0.0, round(line["fbaseunitqty"] - delivered + again, 10))
    stopped = line["fmrpterminatestatus"] == "B"
    closed = "B" if stopped or not left else "A"
    values = {
        "fstockoutqty": round(delivered / factor, 10),
        "fdeliqty": round(delivered / factor, 10),
        "fremainoutqty": round(left / factor, 10),
        "fcanoutqty": 0.0 if closed == "B" else round(left / factor, 10),
        "freturnqty": round(returned / factor, 10),
        "fmrpclosestatus": closed,
    }
    update(tx, "sal_saleorder_fsaleorderentry", ("fentryid", line["fentryid"]), values)
    live = line["fdocumentstatus"] == "C" and line["fcancelstatus"] == "A" and closed == "A"
    reservations.settle(erp, tx, line, left if live else 0.0)


def close_order(erp, tx: sqlite3.Connection, order: int) -> None:
    """Close an order whose lines are all closed, open it when one opened again."""
    (open_lines,) = tx.execute(
        "SELECT COUNT(*) FROM sal_saleorder_fsaleorderentry "
        "WHERE fid = ? AND fmrpclosestatus = 'A'",
        (order,),
    ).fetchone()
    status, manual = tx.execute(
        "SELECT fclosestatus, fmanualclose FROM sal_saleorder WHERE fid = ?", (order,)
    ).fetchone()
    wanted = "B" if manual or not open_lines else "A"
    values: dict = {}
    if wanted != status:
        values = {
            "fclosestatus": wanted,
            "fclosedate": erp.clock.now() if wanted == "B" else None,
        }
    if erp.switches["delivery_bumps_order"]:
        values["fmodifydate"] = erp.clock.now()
    update(tx, "sal_saleorder", ("fid", order), values)


def entries_of(tx: sqlite3.Connection, order: int) -> list[int]:
    """Return the line ids of an order."""
    rows = tx.execute("SELECT fentryid FROM sal_saleorder_fsaleorderentry WHERE fid = ?", (order,))
    return [row[0] for row in rows]
