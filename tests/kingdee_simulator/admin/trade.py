"""Actions on bills: what the ERP's people do with orders, deliveries and returns."""

import sqlite3

from ..effects import on_state, shipping
from ..meta.registry import FORMS
from ..refusal import AdminError
from ..services import operations, states
from ..services.context import Context
from ..services.documents import Document, remove, store
from ..services.pushing import number_new
from ..services.saving import complete
from ..store.database import insert, next_id, update
from . import lookup

FORCE = "STK_InvCheckResult"


def order_deliver(
    erp: Context, number: str, lines: list[dict] | None = None, **more: object
) -> dict:
    """Deliver an order and audit the delivery (unless `audit` is false).

    `lines`: [{seq or entry_id, quantity, warehouse, lot}]; without them all that is left.
    More: tracking, carrier, date, bill_number, audit, late (FModifyDate so many seconds old: a
    long transaction). More than ordered is an over-delivery.
    """
    wanted = [{"number": number, **line} for line in lines or [{"all": True}]]
    return delivery_make(erp, wanted, **more)


def delivery_make(erp: Context, lines: list[dict], **more: object) -> dict:
    """Deliver lines of several orders in one bill: [{number, seq, quantity, …}]."""
    known = {"tracking", "carrier", "date", "bill_number", "audit", "late"}
    if set(more) - known:
        raise AdminError(f"a delivery takes {', '.join(sorted(known))}")
    with erp.database.write() as tx:
        orders = {
            name: lookup.document(tx, "SAL_SaleOrder", name)
            for name in dict.fromkeys(line["number"] for line in lines)
        }
        bill = shipping.delivery(erp, tx, next(iter(orders.values())))
        for line in lines:
            _ship(tx, bill, orders[line["number"]], line)
        if not bill.lines():
            raise AdminError("nothing is left to deliver")
        _finish(erp, tx, bill, more)
    return _names(bill)


def _ship(tx: sqlite3.Connection, bill: Document, order: Document, wanted: dict) -> None:
    chosen = order.lines() if wanted.get("all") else [lookup.line(order, wanted)]
    for source in chosen:
        quantity = float(wanted.get("quantity", source["fremainoutqty"]))
        if quantity <= 0 or (wanted.get("all") and source["fmrpclosestatus"] == "B"):
            continue
        warehouse = shipping.warehouse_of(tx, order, source)
        if wanted.get("warehouse"):
            warehouse = lookup.small(tx, "BD_STOCK", wanted["warehouse"])
        line = shipping.add_line(bill, order, source, quantity, warehouse)
        if wanted.get("lot"):
            line["flot"] = lookup.small(tx, "BD_BatchMainFile", wanted["lot"])


def _finish(erp: Context, tx: sqlite3.Connection, bill: Document, more: dict) -> None:
    """Number, date, store and audit a bill that a person made."""
    if more.get("date"):
        bill.head["fdate"] = f"{more['date']}T00:00:00"
    if erp.closed_until and str(bill.head["fdate"])[:10] <= erp.closed_until:
        bill.head["fdate"] = on_state.movements.day_after(erp.closed_until) + "T00:00:00"
    if more.get("bill_number"):
        bill.head["fbillno"] = str(more["bill_number"])
    if more.get("tracking"):
        bill.head["fcarriageno"] = bill.head["flogisticsnos"] = str(more["tracking"])
    if more.get("carrier"):
        bill.head["fcarrierid"] = lookup.small(tx, "BD_Supplier", str(more["carrier"]))
    number_new(tx, bill)
    complete(erp, tx, bill)
    store(tx, bill)
    if more.get("tracking"):
        _trace(tx, bill, str(more["tracking"]))
    if erp.switches["stock_update_at"] == "save":
        on_state.movements.settle(erp, tx, bill, FORCE)
    if more.get("audit", True):
        states.set_status(erp, tx, bill, "C")
        on_state.audited(erp, tx, bill, FORCE)
    if more.get("late"):
        moment = erp.clock.now(ago=float(more["late"]))
        update(tx, bill.form.table, ("fid", bill.key), {"fmodifydate": moment})


def _trace(tx: sqlite3.Connection, bill: Document, tracking: str) -> None:
    company = tx.execute(
        "SELECT c.fid FROM stk_logisticscompany c JOIN bd_supplier s ON s.fnumber = c.fnumber "
        "WHERE s.fsupplierid = ?",
        (bill.head["fcarrierid"],),
    ).fetchone()
    values = {"fid": bill.key, "fseq": 1, "flogcomid": company[0] if company else 0}
    values |= {"fentryid": next_id(tx, "entry", start=200001), "fcarrybillno": tracking}
    insert(tx, "sal_outstock_foutstocktrace", {**values, "ftracestatus": " "})


def _names(bill: Document) -> dict:
    return {
        "id": bill.key,
        "number": bill.number,
        "entries": [line["fentryid"] for line in bill.lines()],
    }


def order_return(erp: Context, number: str, lines: list[dict], **more: object) -> dict:
    """Take goods of an order back: [{seq or entry_id, quantity, warehouse}].

    More: replenish (the goods are delivered again), linked ("entry", "number" or "none": what
    the return says about its order), date, bill_number, audit, late.
    """
    linked = more.pop("linked", "entry")
    kind = "THLX02_SYS" if more.pop("replenish", False) else "THLX01_SYS"
    with erp.database.write() as tx:
        order = lookup.document(tx, "SAL_SaleOrder", number)
        bill = shipping.sales_return(erp, tx, _return_head(tx, order.head))
        for wanted in lines:
            source = lookup.line(order, wanted)
            warehouse = shipping.warehouse_of(tx, order, source)
            if wanted.get("warehouse"):
                warehouse = lookup.small(tx, "BD_STOCK", wanted["warehouse"])
            line = _return_line(tx, bill, source, float(wanted["quantity"]), warehouse)
            line["freturntype"] = lookup.small(tx, "BOS_ASSISTANTDATA", kind)
            if linked in ("entry", "number"):
                line["forderno"] = order.number
            if linked == "entry":
                line |= {"fsoentryid": source["fentryid"], "f_linked": 1}
        _finish(erp, tx, bill, more)
    return _names(bill)


def _return_head(tx: sqlite3.Connection, head: dict) -> dict:
    reason = lookup.small(tx, "BOS_ASSISTANTDATA", "THYY01_SYS")
    customers = ("fretcustid", "freceivecustid", "fsettlecustid", "fpaycustid")
    return {
        "fsaleorgid": head["fsaleorgid"],
        "fstockorgid": head["fsaleorgid"],
        "fsalesmanid": head["fsalerid"],
        "freturnreason": reason,
        **dict.fromkeys(customers, head["fcustid"]),
    }


def _return_line(
    tx: sqlite3.Connection, bill: Document, source: dict, quantity: float, warehouse: int
) -> dict:
    line = {item.column: item.empty for item in bill.form.entries[0].fields}
    line |= {name: source[column] for name, column in shipping.FROM_ORDER.items()}
    line |= {"fmustqty": quantity, "frealqty": quantity, "fstockid": warehouse}
    line["fdeliverydate"] = bill.head["fdate"]
    bill.lines().append(line)
    return line


def order_close_line(erp: Context, number: str, seq: int, closed: bool = True) -> dict:
    """Close a line short of what was ordered, or open it again."""
    with erp.database.write() as tx:
        order = lookup.document(tx, "SAL_SaleOrder", number)
        entry = lookup.line(order, {"seq": seq})["fentryid"]
        operations.close_lines(erp, tx, order, {entry}, "B" if closed else "A")
    return {}


def bill_move(erp: Context, form: str, number: str, operation: str) -> dict:
    """Submit, audit, un-audit, delete or withdraw any bill as a person would."""
    step = next((name for name in states.STEPS if name.lower() == operation.lower()), None)
    if step is None:
        raise AdminError(f"operation is one of {', '.join(states.STEPS)}")
    with erp.database.write() as tx:
        states.move(erp, tx, lookup.document(tx, form, number), step, FORCE)
    return {}


def bill_void(erp: Context, form: str, number: str, voided: bool = True) -> dict:
    """Void a bill in whatever state it is: it keeps its FDocumentStatus."""
    with erp.database.write() as tx:
        operations.void(erp, tx, lookup.document(tx, form, number), voided, strict=False)
    return {}


def bill_delete(erp: Context, form: str, number: str) -> dict:
    """Make a bill vanish in whatever state it is, and take back what it did."""
    with erp.database.write() as tx:
        found = lookup.document(tx, form, number)
        on_state.gone(erp, tx, found)
        form_found = found.form
        remove(tx, form_found, found.key)
        entries = [line.get("fsoentryid") or 0 for line in found.lines()]
        if form_found.id in on_state.movements.SIGNS:
            on_state.execution.refresh(erp, tx, entries)
    return {}


def bill_reject(erp: Context, form: str, number: str) -> dict:
    """Reject a submitted bill: status D, no approver."""
    with erp.database.write() as tx:
        found = lookup.document(tx, form, number)
        if found.status != "B":
            raise AdminError(f"{number} is not submitted")
        states.set_status(erp, tx, found, "D")
    return {}


def bill_change_line(erp: Context, form: str, number: str, quantity: float, seq: int = 1) -> dict:
    """Change the quantity of a line of a bill that is not audited (un-audit it first)."""
    with erp.database.write() as tx:
        found = lookup.document(tx, form, number)
        if found.status == "C":
            raise AdminError(f"{number} is audited")
        name = "fqty" if form == "SAL_SaleOrder" else "frealqty"
        lookup.line(found, {"seq": seq})[name] = float(quantity)
        complete(erp, tx, found)
        found.head["fmodifydate"] = erp.clock.now()
        store(tx, found)
        if form in on_state.movements.SIGNS and erp.switches["stock_update_at"] == "save":
            on_state.movements.settle(erp, tx, found, FORCE)
    return {}


def bill_touch(erp: Context, form: str, number: str) -> dict:
    """Move FModifyDate without changing anything else."""
    form_found = FORMS[form.lower()]
    with erp.database.write() as tx:
        found = lookup.document(tx, form, number)
        tx.execute(
            f"UPDATE {form_found.table} SET fmodifydate = ? WHERE {form_found.key} = ?",
            (erp.clock.now(), found.key),
        )
    return {}


def _for(form: str, action, **fixed: object):
    def call(erp: Context, number: str, **more: object) -> dict:
        return action(erp, form=form, number=number, **{**fixed, **more})

    return call


ACTIONS = {
    action.__name__: action
    for action in (
        order_deliver, delivery_make, order_return, order_close_line, bill_move, bill_void,
        bill_delete, bill_reject, bill_change_line, bill_touch,
    )
}  # fmt: skip
for _word, _form in (
    ("order", "SAL_SaleOrder"),
    ("delivery", "SAL_OUTSTOCK"),
    ("return", "SAL_RETURNSTOCK"),
):
    ACTIONS |= {
        f"{_word}_audit": _for(_form, bill_move, operation="Audit"),
        f"{_word}_unaudit": _for(_form, bill_move, operation="UnAudit"),
        f"{_word}_submit": _for(_form, bill_move, operation="Submit"),
        f"{_word}_void": _for(_form, bill_void),
        f"{_word}_delete": _for(_form, bill_delete),
        f"{_word}_reject": _for(_form, bill_reject),
    }
ACTIONS["order_audit_delivery"] = order_deliver
