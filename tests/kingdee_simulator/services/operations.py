"""ExcuteOperation (the SDK's spelling), WorkflowAudit, SwitchOrg."""

import sqlite3

from ..auth.sessions import Session
from ..effects import execution, on_state
from ..meta.fields import Form
from ..refusal import Refusal
from ..store.database import update
from .context import Context
from .documents import Document
from .parameters import read_parameters
from .states import each, label, move, set_status

BASE_OPERATIONS = {
    "forbid": ("FForbidStatus", "B", "禁用"),
    "enable": ("FForbidStatus", "A", "反禁用"),
}
STATE_OPERATIONS = {"submit": "Submit", "audit": "Audit", "unaudit": "UnAudit", "delete": "Delete"}
LINE_CLOSE = {"mrpclose": "B", "ylterminate": "B", "mrpunclose": "A", "ylunterminate": "A"}


def execute(erp: Context, form: Form, operation: str, data: dict) -> dict:
    """Carry out an operation by its number, in any case."""
    name = operation.strip().lower()
    if not name:
        raise Refusal(3, "操作编码不能为空")
    wanted = _lines(data)

    def step(tx: sqlite3.Connection, document: Document, parameters: dict) -> str:
        flags = str(parameters.get("interationflags") or "")
        word = carry_out(erp, tx, document, name, wanted.get(str(document.key), set()))
        if word is None:
            move(erp, tx, document, STATE_OPERATIONS[name], flags)
            word = "操作"
        return f"{label(document)}，{word}成功！"

    known = {*BASE_OPERATIONS, *STATE_OPERATIONS, *LINE_CLOSE}
    if name not in known | {"cancel", "uncancel", "billclose", "billunclose"}:
        raise Refusal(4, f"操作“{operation}”不存在")
    if wanted and not data.get("numbers") and not data.get("ids"):
        data = {**data, "ids": ",".join(wanted)}
    return each(erp, form, data, step)


def _lines(data: dict) -> dict[str, set[int]]:
    """Return PkEntryIds: line ids by bill id."""
    found = {}
    for pair in read_parameters(data).get("pkentryids") or []:
        given = read_parameters(pair)
        ids = str(given.get("entryids") or "").split(",")
        found[str(given.get("id") or "")] = {int(text) for text in ids if text.strip().isdigit()}
    return found


def carry_out(
    erp: Context, tx: sqlite3.Connection, document: Document, name: str, lines: set[int]
) -> str | None:
    """Do an operation that is no step of the state machine; return its name for people."""
    if name in BASE_OPERATIONS:
        return _forbid(erp, tx, document, name)
    if name in ("cancel", "uncancel"):
        return void(erp, tx, document, name == "cancel", strict=True)
    if name in ("billclose", "billunclose"):
        return close_bill(erp, tx, document, name == "billclose")
    if name in LINE_CLOSE:
        chosen = lines or {line["fentryid"] for line in document.lines()}
        return close_lines(erp, tx, document, chosen, LINE_CLOSE[name])
    return None


def _forbid(erp: Context, tx: sqlite3.Connection, document: Document, name: str) -> str:
    _key, value, word = BASE_OPERATIONS[name]
    if document.form.is_bill:
        raise Refusal(12, f"{label(document)}不支持{word}")
    if document.head["fforbidstatus"] == value:
        raise Refusal(11, f"编码为“{document.number}”的{document.form.caption}已经{word}")
    _write(erp, tx, document, {"fforbidstatus": value})
    return word


def void(
    erp: Context, tx: sqlite3.Connection, document: Document, voided: bool, *, strict: bool
) -> str:
    """Void a bill (作废) or take that back; `strict` is what the WebAPI allows, people may more."""
    if not document.form.is_bill:
        raise Refusal(12, f"{label(document)}不支持作废")
    wanted = "B" if voided else "A"
    if document.head["fcancelstatus"] == wanted:
        raise Refusal(11, f"{label(document)}，单据已经{'作废' if voided else '反作废'}！")
    if strict and document.status in ("B", "C"):
        raise Refusal(11, f"{label(document)}，只能作废创建或重新审核状态的单据！")
    _write(
        erp,
        tx,
        document,
        {"fcancelstatus": wanted, "fcanceldate": erp.clock.now() if voided else None},
    )
    if voided:
        on_state.gone(erp, tx, document)
    elif document.status == "C":
        on_state.audited(erp, tx, document, "STK_InvCheckResult")
    return "作废" if voided else "反作废"


def close_bill(erp: Context, tx: sqlite3.Connection, document: Document, closed: bool) -> str:
    """Close a whole order by hand, or open it again."""
    _order_only(document)
    if closed and document.status != "C":
        raise Refusal(11, f"{label(document)}，单据未审核，不能关闭！")
    _write(erp, tx, document, {"fmanualclose": int(closed)})
    chosen = {line["fentryid"] for line in document.lines()}
    close_lines(erp, tx, document, chosen, "B" if closed else "A")
    return "关闭" if closed else "反关闭"


def close_lines(
    erp: Context, tx: sqlite3.Connection, document: Document, chosen: set[int], status: str
) -> str:
    """Close lines short of what was ordered (FRemainOutQty stays), or open them again."""
    _order_only(document)
    for entry in sorted(chosen):
        tx.execute(
            "UPDATE sal_saleorder_fsaleorderentry SET fmrpterminatestatus = ? "
            "WHERE fentryid = ? AND fid = ?",
            (status, entry, document.key),
        )
    _write(erp, tx, document, {})
    execution.refresh(erp, tx, sorted(chosen))
    return "业务关闭" if status == "B" else "反业务关闭"


def _order_only(document: Document) -> None:
    if document.form.id != "SAL_SaleOrder":
        raise Refusal(12, f"{label(document)}不支持此操作")


def _write(erp: Context, tx: sqlite3.Connection, document: Document, values: dict) -> None:
    values = {**values, "fmodifydate": erp.clock.now()}
    document.head |= values
    update(tx, document.form.table, (document.form.key.lower(), document.key), values)


def workflow_audit(erp: Context, data: dict) -> dict:
    """Approve (1), reject (2) or end (3) bills that are in a workflow."""
    parameters = read_parameters(data)
    form = erp.registry.form(parameters.get("formid"))
    kind = str(parameters.get("approvaltype") or "1")
    target = {"1": "C", "2": erp.switches["workflow_rejects_to"], "3": "D"}.get(kind)
    if target is None:
        raise Refusal(8, "参数ApprovalType的值不正确")

    def step(tx: sqlite3.Connection, document: Document, _parameters: dict) -> str:
        if document.status != "B":
            raise Refusal(11, f"{label(document)}，单据不在审核中！")
        set_status(erp, tx, document, target)
        if target == "C":
            on_state.audited(erp, tx, document)
        return f"{label(document)}，审批成功！"

    return each(erp, form, data, step)


def switch_organisation(erp: Context, session: Session, data: dict) -> dict:
    """Move the session, and everybody who shares it, into another organisation."""
    number = str(read_parameters(data).get("orgnumber") or "")
    with erp.database.read() as tx:
        row = tx.execute(
            "SELECT forgid FROM org_organizations WHERE fnumber = ?", (number,)
        ).fetchone()
    if row is None:
        raise Refusal(10, f"组织“{number}”不存在", "OrgNumber")
    session.organisation = number
    return {"Result": {"ResponseStatus": {"IsSuccess": True, "Errors": [], "MsgCode": 0}}}
