"""Save, BatchSave, Draft: one bill at a time, each its own transaction."""

import hashlib
import json
import sqlite3

from ..effects import on_save
from ..meta.fields import Entity, Form
from ..refusal import Refusal
from ..store.database import next_id
from . import amounts, returned, sources
from .context import Context
from .documents import Document, empty_head, empty_line, load, store, taken
from .envelope import Outcome
from .locks import check_lock
from .model import Given, Line, ModelReader
from .parameters import flag, read_parameters

EDITABLE = {"Z", "A", "D"}


def save(erp: Context, form: Form, data: dict) -> dict:
    """Save one Model."""
    outcome = Outcome()
    parameters = read_parameters(data)
    kept, extra = None, {}
    try:
        if "model" not in parameters:
            raise Refusal(8, "data数据包中的参数Model的值不能为空。")
        with erp.database.write() as tx:
            kept = save_one(erp, tx, form, parameters, parameters["model"])
            extra = returned.fields_of(tx, kept, parameters.get("needreturnfields") or [])
        outcome.succeeded(kept.key, kept.number)
    except Refusal as refusal:
        outcome.refused(refusal)
    result = {"ResponseStatus": outcome.status(), "Id": kept.key if kept else ""}
    if kept:
        result["Number"] = kept.number
    return {"Result": {**result, "NeedReturnData": [extra]}}


def batch_save(erp: Context, form: Form, data: dict) -> dict:
    """Save a list of Models; each commits alone, DIndex counts inside a batch of BatchCount."""
    outcome, extras = Outcome(), []
    parameters = read_parameters(data)
    models = parameters.get("model")
    if not isinstance(models, list):
        raise Refusal(8, "data数据包中的参数Model的值不能为空。")
    threads = max(1, min(10, int(parameters.get("batchcount") or 1)))
    size = -(-len(models) // threads) or 1
    for number, model in enumerate(models):
        index = number % size
        try:
            with erp.database.write() as tx:
                kept = save_one(erp, tx, form, parameters, model)
                extras.append(
                    returned.fields_of(tx, kept, parameters.get("needreturnfields") or [])
                )
            outcome.succeeded(kept.key, kept.number, index)
        except Refusal as refusal:
            outcome.refused(refusal, index)
            extras.append({})
    return {"Result": {"ResponseStatus": outcome.status(), "NeedReturnData": extras}}


def draft(erp: Context, form: Form, data: dict) -> dict:
    """Save with status Z and hardly a check."""
    return save(erp, form, {**data, "ValidateFlag": "false", "IsDraft": True})


def save_one(
    erp: Context, tx: sqlite3.Connection, form: Form, parameters: dict, model: object
) -> Document:
    """Save one Model in the caller's transaction; return the record."""
    _check_form(erp, form)
    _check_repeat(tx, form, parameters, model)
    given = ModelReader(form, erp.registry, erp.switches, tx).read(model)
    document = _existing(erp, tx, form, given) if given.key else _new(erp, tx, form, given)
    _merge(document, given, parameters)
    complete(erp, tx, document, _repriced(erp, given, parameters))
    if flag(parameters, "validateflag", default=True):
        check_required(document)
        _check_rules(erp, document)
    document.head["fdocumentstatus"] = "Z" if parameters.get("isdraft") else _status(document)
    document.head["fmodifydate"] = erp.clock.now()
    _number(erp, tx, document)
    store(tx, document)
    on_save.bill_saved(erp, tx, document, str(parameters.get("interationflags") or ""))
    return document


def _check_form(erp: Context, form: Form) -> None:
    if form.key_kind == "text":
        raise Refusal(12, "该业务对象不支持此操作")
    if form.id == "AP_OtherPayable" and erp.switches["expense_management"]:
        raise Refusal(11, "费用管理已启用，不能手工新增")


def _check_repeat(tx: sqlite3.Connection, form: Form, parameters: dict, model: object) -> None:
    if not flag(parameters, "validaterepeatjson", default=False):
        return
    text = form.id + json.dumps(model, sort_keys=True, ensure_ascii=False)
    digest = hashlib.sha256(text.encode()).hexdigest()
    if tx.execute("SELECT 1 FROM sim_payload WHERE digest = ?", (digest,)).fetchone():
        raise Refusal(11, "数据包重复，请勿重复提交相同的JSON数据")
    tx.execute("INSERT INTO sim_payload VALUES (?)", (digest,))


def _existing(erp: Context, tx: sqlite3.Connection, form: Form, given: Given) -> Document:
    document = load(tx, form, given.key)
    if document is None:
        raise Refusal(10, f"内码为“{given.key}”的{form.caption}不存在")
    check_lock(erp, form, document.number)
    if form.is_bill and document.status not in EDITABLE:
        raise Refusal(
            11, f"单据编号为“{document.number}”的{form.caption}，单据已提交或已审核，不能修改！"
        )
    return document


def _new(erp: Context, tx: sqlite3.Connection, form: Form, given: Given) -> Document:
    document = Document(form, None, empty_head(form))
    document.head["fcreatedate"] = erp.clock.now()
    return document


def _status(document: Document) -> str:
    if not document.form.is_bill and document.key is not None:
        return document.status
    return "D" if document.status == "D" else "A"


def _merge(document: Document, given: Given, parameters: dict) -> None:
    """Put the caller's values into the record; NeedUpDateFields narrows an update."""
    only = {str(key).lower() for key in parameters.get("needupdatefields") or []}
    narrowed = bool(only) and document.key is not None
    for name, value in given.head.items():
        if not narrowed or name in only:
            document.head[name] = value
    for entity in document.form.entries:
        rows = given.entries.get(entity.key)
        if rows is None or (narrowed and entity.key.lower() not in only):
            continue
        _merge_entry(document, entity, rows, only if narrowed else set(), parameters)


def _merge_entry(
    document: Document, entity: Entity, rows: list[Line], only: set[str], parameters: dict
) -> None:
    before = {row["fentryid"]: row for row in document.entries.get(entity.key, [])}
    if not rows and document.key is not None:
        return  # an empty list does not clear an entry, a list with an empty object does
    after, named = [], set()
    for line in rows:
        if not line.values and not line.entry_id:
            continue
        if line.entry_id and line.entry_id not in before:
            raise Refusal(10, f"分录内码“{line.entry_id}”不存在", "FEntryID")
        row = before.get(line.entry_id) or empty_line(entity)
        named.add(line.entry_id)
        row |= {
            name: value
            for name, value in line.values.items()
            if not only or name in only or not line.entry_id
        }
        row |= sources.linked(line.nested)
        after.append(row)
    if not flag(parameters, "isdeleteentry", default=True):
        after = [row for key, row in before.items() if key not in named] + after
    document.entries[entity.key] = after


def _repriced(erp: Context, given: Given, parameters: dict) -> set[int]:
    """Return the lines whose price the ERP recomputes, because of the order of the keys."""
    if flag(parameters, "isautoadjustfield", default=False):
        return set()
    if not erp.switches["field_order_matters"]:
        return set()
    lines = given.entries.get("FSaleOrderEntry", [])
    late = [name for name in ("fcustid", "fsaleorderfinance") if name in given.order]
    place = given.order.index("fsaleorderentry") if "fsaleorderentry" in given.order else -1
    if place >= 0 and any(given.order.index(name) > place for name in late):
        return set(range(len(lines)))
    return {number for number, line in enumerate(lines) if _price_first(line)}


def _price_first(line: Line) -> bool:
    prices = [line.order.index(name) for name in ("fprice", "ftaxprice") if name in line.order]
    return "fqty" in line.order and bool(prices) and min(prices) < line.order.index("fqty")


def complete(
    erp: Context, tx: sqlite3.Connection, document: Document, repriced: set[int] | None = None
) -> None:
    """Let the ERP fill in what it computes."""
    if document.form.id == "SAL_SaleOrder":
        amounts.complete_order(tx, document, repriced or set())
    elif document.form.id in ("SAL_OUTSTOCK", "SAL_RETURNSTOCK"):
        on_save.complete_movement(tx, document)
    elif document.form.id in ("BD_MATERIAL", "BD_Customer"):
        on_save.complete_base_data(tx, document)


def check_required(document: Document) -> None:
    """Refuse the first required field that is empty."""
    form = document.form
    for item in form.stored:
        if item.required and _is_blank(document.head.get(item.column)):
            raise Refusal(11, f"字段“{item.caption}”是必填项", item.key)
    if form.entries and not document.lines():
        entity = form.entries[0]
        raise Refusal(11, f"单据体“{entity.caption}”是必填项", entity.key)
    for entity in form.entries:
        required = [item for item in entity.fields if item.required]
        for number, row in enumerate(document.entries.get(entity.key, []), start=1):
            for item in required:
                if _is_blank(row.get(item.column)):
                    message = f"第{number}行分录，字段“{item.caption}”是必填项"
                    raise Refusal(11, message, item.key)


def _is_blank(value: object) -> bool:
    return value in (None, 0, "") or (isinstance(value, str) and not value.strip())


def _check_rules(erp: Context, document: Document) -> None:
    on_save.check_quantities(document)
    on_save.check_policies(erp, document)


def _number(erp: Context, tx: sqlite3.Connection, document: Document) -> None:
    """Give the record a number, or hold the caller's to be unique."""
    form, column = document.form, document.form.number.lower()
    if document.key is None and form.is_bill and not erp.switches["manual_numbers"]:
        document.head[column] = " "
    if not document.number:
        number = next_id(tx, form.id, start=1)
        document.head[column] = f"{form.prefix}{number:06d}"
        return
    if taken(tx, document):
        raise Refusal(
            11,
            f"违反字段唯一性要求：编码唯一。[{document.number}]在当前系统中已经被使用。",
            form.number,
        )
