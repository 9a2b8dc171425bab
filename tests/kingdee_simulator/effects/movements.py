"""Stock moved by deliveries and returns; what is booked is remembered, so that it is exact."""

import sqlite3
from datetime import date, timedelta

from ..refusal import Refusal
from ..services.documents import Document
from . import inventory

SIGNS = {"SAL_OUTSTOCK": -1, "SAL_RETURNSTOCK": 1}
USABLE = 10000  # BD_StockStatus 可用
PIECE = 10101  # BD_UNIT Pcs
NEGATIVE = "更新库存时出现可以忽略的异常数据，是否继续？"


def day_after(day: str) -> str:
    """Return the next day (ISO)."""
    return (date.fromisoformat(day) + timedelta(days=1)).isoformat()


def settle(erp, tx: sqlite3.Connection, document: Document, flags: str = "") -> None:
    """Book the difference between what this bill should move and what it has moved already."""
    wanted = _wanted(tx, document)
    booked = inventory.booked(tx, document.key)
    allowed = not erp.switches["negative_stock_refused"] or "STK_InvCheckResult" in flags
    for place in sorted(set(wanted) | set(booked)):
        change = round(wanted.get(place, 0.0) - booked.get(place, 0.0), 10)
        if not change:
            continue
        left = inventory.change(erp, tx, place, change)
        if left < 0 and change < 0 and not allowed:
            raise Refusal(11, NEGATIVE)
        inventory.book(tx, document.key, place, wanted.get(place, 0.0))


def withdraw(erp, tx: sqlite3.Connection, document: Document) -> None:
    """Take back all this bill has moved."""
    for place, quantity in inventory.booked(tx, document.key).items():
        inventory.change(erp, tx, place, -quantity)
        inventory.book(tx, document.key, place, 0.0)


def _wanted(tx: sqlite3.Connection, document: Document) -> dict[inventory.Place, float]:
    sign, wanted = SIGNS[document.form.id], {}
    organisation = document.head["fstockorgid"]
    masters = dict(
        tx.execute(
            "SELECT fmaterialid, fmasterid FROM bd_material WHERE fmaterialid IN "
            f"({', '.join(str(int(line['fmaterialid'])) for line in document.lines())})"
        ).fetchall()
    )
    for line in document.lines():
        place = inventory.Place(
            organisation,
            line["fstockid"],
            masters.get(line["fmaterialid"], line["fmaterialid"]),
            line["flot"] or 0,
            line["fstockstatusid"] or USABLE,
            organisation,
        )
        wanted[place] = round(wanted.get(place, 0.0) + sign * line["fbaseunitqty"], 10)
    return wanted
