"""Push: the next bill made from an order (protocol 8)."""

import sqlite3

from ..effects import on_save, shipping
from ..meta.fields import Form
from ..refusal import Refusal
from ..store.database import next_id
from .context import Context
from .documents import Document, find_key, load, store
from .envelope import Outcome
from .parameters import flag, numbers_and_ids, read_parameters
from .saving import complete

RULES = {"saleorder-outstock": "SAL_OUTSTOCK"}


def push(erp: Context, form: Form, data: dict) -> dict:
    """Make deliveries of audited orders; what cannot be converted is in ConvertResponseStatus."""
    parameters = read_parameters(data)
    target = RULES.get(str(parameters.get("ruleid") or "").lower())
    if flag(parameters, "isenabledefaultrule", default=False):
        target = str(parameters.get("targetformid") or "")
    if form.id != "SAL_SaleOrder" or target != "SAL_OUTSTOCK":
        raise Refusal(4, f"转换规则“{parameters.get('ruleid') or target}”不存在")
    entries = {int(text) for text in str(parameters.get("entryids") or "").split(",") if text}
    numbers, ids = numbers_and_ids(parameters)
    flags = str(parameters.get("interationflags") or "")
    saved, refused = Outcome(), Outcome()
    named = [(number, True) for number in numbers] or [(key, False) for key in ids]
    for index, (name, by_number) in enumerate(named):
        try:
            with erp.database.write() as tx:
                key = find_key(tx, form, name) if by_number else name
                document = _convert(erp, tx, load(tx, form, key), entries, flags)
            saved.succeeded(document.key, document.number, index)
        except Refusal as refusal:
            refused.refused(refusal, index)
    if not refused.errors:
        return {"Result": {"ResponseStatus": saved.status()}}
    saved.errors, saved.code = refused.errors, refused.code
    return {"Result": {"ResponseStatus": saved.status(), "ConvertResponseStatus": refused.status()}}


def _convert(
    erp: Context, tx: sqlite3.Connection, order: Document | None, entries: set[int], flags: str
) -> Document:
    if order is None:
        raise Refusal(10, "源单不存在或已被删除")
    if order.status != "C" or order.head["fclosestatus"] == "B":
        raise Refusal(11, f"单据编号为“{order.number}”的销售订单，未审核或已关闭，不能下推！")
    document = shipping.delivery(erp, tx, order)
    for line in order.lines():
        wanted = not entries or line["fentryid"] in entries
        if wanted and line["fmrpclosestatus"] == "A" and line["fremainoutqty"] > 0:
            warehouse = shipping.warehouse_of(tx, order, line)
            shipping.add_line(document, order, line, line["fremainoutqty"], warehouse)
    if not document.lines():
        raise Refusal(11, f"单据编号为“{order.number}”的销售订单，没有可下推的分录！")
    complete(erp, tx, document)
    number_new(tx, document)
    store(tx, document)
    on_save.bill_saved(erp, tx, document, flags)
    return document


def number_new(tx: sqlite3.Connection, document: Document) -> None:
    """Number a bill by the rule of its form."""
    if not document.number:
        value = next_id(tx, document.form.id, start=1)
        document.head["fbillno"] = f"{document.form.prefix}{value:06d}"
