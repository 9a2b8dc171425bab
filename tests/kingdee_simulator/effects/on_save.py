"""What happens when a bill is saved: computed values of deliveries and returns, checks, stock."""

import sqlite3
from decimal import Decimal

from ..refusal import Refusal
from ..services import amounts, sources
from ..services.documents import Document
from . import movements

PERIOD_FORMS = {"SAL_OUTSTOCK", "SAL_RETURNSTOCK", "AR_receivable", "AP_OtherPayable"}


def complete_movement(tx: sqlite3.Connection, document: Document) -> None:
    """Fill units, base quantities and amounts of a delivery or return."""
    known = amounts.materials(tx, {line["fmaterialid"] for line in document.lines()})
    sources.resolve(tx, document)
    total = Decimal(0)
    for line in document.lines():
        material = known.get(line["fmaterialid"])
        if material is None:
            continue
        line["funitid"] = line["funitid"] or material["fsaleunitid"] or material["fbaseunitid"]
        line["fbaseunitid"] = material["fbaseunitid"]
        factor = amounts.unit_factor(material, line["funitid"])
        line["fbaseunitqty"] = round(line["frealqty"] * factor, 10)
        line["fstockstatusid"] = line["fstockstatusid"] or movements.USABLE
        total += amounts.price_line(line, line["frealqty"], True)[2]
    if "fbillallamount" in document.head:
        document.head["fbillallamount"] = float(total)


def complete_base_data(tx: sqlite3.Connection, document: Document) -> None:
    """Fill the organisations and units of a material or customer."""
    head = document.head
    head["fuseorgid"] = head["fuseorgid"] or head["fcreateorgid"]
    if document.form.id == "BD_MATERIAL":
        head["fbaseunitid"] = head["fbaseunitid"] or movements.PIECE
        for name in ("fstoreunitid", "fsaleunitid"):
            head[name] = head[name] or head["fbaseunitid"]


def check_quantities(document: Document) -> None:
    """Refuse lines without a positive quantity."""
    if document.form.id == "SAL_SaleOrder":
        name, label = "fqty", "FQty"
    elif document.form.id in movements.SIGNS:
        name, label = "frealqty", "FRealQty"
    else:
        return
    for number, line in enumerate(document.lines(), start=1):
        if line[name] <= 0:
            raise Refusal(11, f"第{number}行分录的数量必须大于0", label)


def check_policies(erp, document: Document) -> None:
    """Refuse what the tenant's rules forbid: closed period, credit, price floor, reasons."""
    head, form = document.head, document.form
    if erp.switches["refusal_text"]:
        raise Refusal(11, erp.switches["refusal_text"])
    if form.id in PERIOD_FORMS and erp.closed_until:
        _check_period(erp, document)
    if form.id == "SAL_SaleOrder":
        limit = erp.switches["credit_limit"]
        if limit and head["fbillallamount"] > limit:
            raise Refusal(11, "客户信用额度超标，不允许保存！", "FCustId")
        floor = erp.switches["price_floor"]
        for number, line in enumerate(document.lines(), start=1):
            if floor and line["ftaxprice"] < floor and not line["fisfree"]:
                raise Refusal(11, f"第{number}行分录的含税单价低于最低限价", "FTaxPrice")
    if form.id == "SAL_RETURNSTOCK" and erp.switches["return_reason_required"]:
        if not head["freturnreason"]:
            raise Refusal(11, "字段“退货原因”是必填项", "FReturnReason")
        if any(not line["freturntype"] for line in document.lines()):
            raise Refusal(11, "字段“退货类型”是必填项", "FReturnType")


def _check_period(erp, document: Document) -> None:
    """A bill in a closed period is refused, or moved to the first day of the next one."""
    day = str(document.head["fdate"])[:10]
    if day > erp.closed_until:
        return
    if erp.closed_mode == "shift":
        document.head["fdate"] = movements.day_after(erp.closed_until) + "T00:00:00"
        return
    raise Refusal(11, f"单据日期{day}所在的会计期间已关账，不允许保存！", "FDate")


def bill_saved(erp, tx: sqlite3.Connection, document: Document, flags: str) -> None:
    """Move stock at once where the tenant's 库存更新点 is "save"."""
    if document.form.id in movements.SIGNS and erp.switches["stock_update_at"] == "save":
        movements.settle(erp, tx, document, flags)
