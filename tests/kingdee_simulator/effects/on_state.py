"""What a bill does when its state changes: reserve, move stock, write back, take back."""

import sqlite3

from ..refusal import Refusal
from ..services.documents import Document
from . import execution, movements


def audited(erp, tx: sqlite3.Connection, document: Document, flags: str = "") -> None:
    """A bill was audited."""
    if document.form.id == "SAL_SaleOrder":
        execution.refresh(erp, tx, execution.entries_of(tx, document.key))
    elif document.form.id in movements.SIGNS:
        movements.settle(erp, tx, document, flags)
        _written_back(erp, tx, document)


def unaudited(erp, tx: sqlite3.Connection, document: Document) -> None:
    """A bill went back to D."""
    if document.form.id == "SAL_SaleOrder":
        if any(line["fstockoutqty"] or line["freturnqty"] for line in document.lines()):
            raise Refusal(
                11, f"单据编号为“{document.number}”的销售订单，已有下游单据，不能反审核！"
            )
        execution.refresh(erp, tx, execution.entries_of(tx, document.key))
    elif document.form.id in movements.SIGNS:
        if erp.switches["stock_update_at"] == "audit":
            movements.withdraw(erp, tx, document)
        _written_back(erp, tx, document)


def gone(erp, tx: sqlite3.Connection, document: Document) -> None:
    """A bill was deleted or voided: whatever it did is taken back."""
    if document.form.id == "SAL_SaleOrder":
        for line in document.lines():
            execution.reservations.settle(erp, tx, line, 0.0)
    elif document.form.id in movements.SIGNS:
        movements.withdraw(erp, tx, document)
        _written_back(erp, tx, document)


def _written_back(erp, tx: sqlite3.Connection, document: Document) -> None:
    execution.refresh(erp, tx, [line["fsoentryid"] for line in document.lines()])
    if document.form.id == "SAL_RETURNSTOCK":
        _sum_returns(tx, document)


def _sum_returns(tx: sqlite3.Connection, document: Document) -> None:
    """Show on delivery lines what came back of their order line."""
    for line in document.lines():
        tx.execute(
            "UPDATE sal_outstock_fentity SET (freturnqty, fsumretstockqty) = ("
            "SELECT freturnqty, freturnqty FROM sal_saleorder_fsaleorderentry "
            "WHERE fentryid = sal_outstock_fentity.fsoentryid) "
            "WHERE fsoentryid = ? AND fsoentryid <> 0",
            (line["fsoentryid"],),
        )
