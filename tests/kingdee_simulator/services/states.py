"""Submit, Audit, UnAudit, CancelAssign, Delete: the state machine of protocol 7."""

import sqlite3
from collections.abc import Callable

from ..effects import on_state
from ..meta.fields import Form
from ..refusal import Refusal
from ..store.database import update
from .context import Context
from .documents import Document, find_key, load, remove
from .envelope import Outcome
from .locks import check_lock
from .parameters import numbers_and_ids, read_parameters

WORKFLOW = "已关联工作流实例，不支持通过 WebAPI 接口进行传统审批"
# operation: states it starts from, state it leads to, how people call it
STEPS = {
    "Submit": ({"Z", "A", "D"}, "B", "提交"),
    "Audit": ({"B"}, "C", "审核"),
    "UnAudit": ({"C"}, "D", "反审核"),
    "CancelAssign": ({"B"}, "A", "撤销"),
    "Delete": ({"Z", "A", "D"}, "", "删除"),
}
WRONG = {
    ("Submit", "B"): "单据已经提交！",
    ("Submit", "C"): "单据已经审核！",
    ("Audit", "C"): "单据已经审核！",
    ("Delete", "*"): "只能删除创建，暂存，重新审核状态的数据!",
}


def change_state(erp: Context, form: Form, operation: str, data: dict) -> dict:
    """Carry out one of STEPS for all bills named in `data`; each bill commits alone."""

    def step(tx: sqlite3.Connection, document: Document, parameters: dict) -> str:
        flags = str(parameters.get("interationflags") or "")
        move(erp, tx, document, operation, flags)
        return f"{label(document)}，{STEPS[operation][2]}成功！"

    return each(erp, form, data, step, as_text=operation == "Submit")


def each(
    erp: Context,
    form: Form,
    data: dict,
    step: Callable[[sqlite3.Connection, Document, dict], str],
    *,
    as_text: bool = False,
) -> dict:
    """Do `step` for each bill of Numbers or Ids in its own transaction; return the envelope."""
    parameters = read_parameters(data)
    numbers, ids = numbers_and_ids(parameters)
    outcome = Outcome()
    named = [(number, True) for number in numbers] or [(key, False) for key in ids]
    for index, (name, by_number) in enumerate(named):
        try:
            with erp.database.write() as tx:
                document = _named(erp, tx, form, name, by_number)
                message = step(tx, document, parameters)
            key = str(document.key) if as_text and erp.switches["submit_id_as_text"] else None
            outcome.succeeded(key or document.key, document.number, index, message)
        except Refusal as refusal:
            outcome.refused(refusal, index)
    return {"Result": {"ResponseStatus": outcome.status()}}


def label(document: Document) -> str:
    """Return how messages name a record."""
    return f"单据编号为“{document.number}”的{document.form.caption}"


def _named(
    erp: Context, tx: sqlite3.Connection, form: Form, name: str, by_number: bool
) -> Document:
    key = find_key(tx, form, name) if by_number else name
    document = load(tx, form, key) if key is not None else None
    if document is None:
        raise Refusal(10, f"“{name}”的{form.caption}不存在或已被删除")
    check_lock(erp, form, document.number)
    return document


def move(
    erp: Context, tx: sqlite3.Connection, document: Document, operation: str, flags: str = ""
) -> None:
    """Check and carry out one step for one bill."""
    form = document.form
    origins, target, _word = STEPS[operation]
    if operation in ("Submit", "Audit", "UnAudit") and form.id in erp.switches["workflow_forms"]:
        raise Refusal(11, WORKFLOW)
    if document.status not in origins:
        wrong = WRONG.get((operation, document.status)) or WRONG.get((operation, "*"))
        text = wrong or f"单据状态为“{document.status}”，不能{STEPS[operation][2]}！"
        raise Refusal(11, f"{label(document)}，{text}")
    if form.is_bill and document.head["fcancelstatus"] == "B" and operation != "Delete":
        raise Refusal(11, f"{label(document)}，单据已经作废！")
    if operation == "Delete":
        on_state.gone(erp, tx, document)
        remove(tx, form, document.key)
        return
    if operation == "CancelAssign":
        target = erp.switches["cancel_assign_to"]
    set_status(erp, tx, document, target)
    if operation == "Audit":
        on_state.audited(erp, tx, document, flags)
    elif operation == "UnAudit":
        on_state.unaudited(erp, tx, document)


def set_status(erp: Context, tx: sqlite3.Connection, document: Document, target: str) -> None:
    """Write FDocumentStatus and the dates that go with it."""
    now = erp.clock.now()
    document.head |= {"fdocumentstatus": target, "fmodifydate": now}
    values = {"fdocumentstatus": target, "fmodifydate": now}
    if target in ("C", "D"):
        values["fapprovedate"] = document.head["fapprovedate"] = now if target == "C" else None
    update(tx, document.form.table, (document.form.key.lower(), document.key), values)
