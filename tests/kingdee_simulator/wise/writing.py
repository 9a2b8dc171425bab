"""Save, Update, Delete, CheckBill: turned into what the K/3 Cloud side does with the same data."""

import sqlite3

from ..effects import on_state
from ..meta.registry import FORMS
from ..refusal import Refusal
from ..services import saving, states
from ..services.documents import Document, find_key, load, remove
from ..services.locks import check_lock
from .objects import WiseObject

ORDER_HEAD = {
    "fbillno": "FBillNo",
    "fdate": "FDate",
    "fcustid": "FCustId",
    "fdeptid": "FSaleDeptId",
    "fempid": "FSalerId",
    "fexplanation": "FNote",
}
# The quantity before the price: K/3 Cloud's rules about the order of keys are not ours here.
ORDER_LINE = {
    "fitemid": "FMaterialId",
    "funitid": "FUnitID",
    "fauxqty": "FQty",
    "fauxprice": "FPrice",
    "fauxtaxprice": "FTaxPrice",
    "fcess": "FEntryTaxRate",
    "fdate": "FDeliveryDate",
    "fdate1": "FDeliveryDate",
    "fnote": "FEntryNote",
}
MOVEMENT_LINE = {
    "fitemid": "FMaterialId",
    "funitid": "FUnitID",
    "fauxqty": "FRealQty",
    "fconsignprice": "FTaxPrice",
    "fdcstockid1": "FStockId",
}
BASE = {
    "Material": {"fnumber": "FNumber", "fname": "FName", "fmodel": "FSpecification"},
    "Customer": {
        "fnumber": "FNumber",
        "fname": "FName",
        "fshortname": "FShortName",
        "faddress": "FADDRESS",
        "fphone": "FTEL",
    },
}
HUNDRED = {"FNumber": "100"}
PLAIN = {"ValidateFlag": "true", "IsAutoAdjustField": "true"}


def _lowered(values: object) -> dict:
    if not isinstance(values, dict):
        raise Refusal(500, "数据格式不正确")
    return {str(key).lower(): value for key, value in values.items()}


def _mapped(values: dict, names: dict[str, str]) -> dict:
    return {
        target: values[key]
        for key, target in names.items()
        if values.get(key) not in (None, "", {"FNumber": ""})
    }


def save_bill(erp, tx: sqlite3.Connection, thing: WiseObject, data: dict) -> str:
    """Save a bill; return its number."""
    pages = _lowered(data)
    heads, lines = pages.get("page1") or [], pages.get("page2") or []
    if not isinstance(heads, list) or not heads or not isinstance(lines, list):
        raise Refusal(500, "Page1不能为空")
    head = _lowered(heads[0])
    rows = [_lowered(line) for line in lines]
    if thing.name == "SO":
        form_id, model = "SAL_SaleOrder", _order_model(head, rows)
    else:
        form_id, model = _movement_model(tx, head, rows)
    parameters = {key.lower(): value for key, value in PLAIN.items()}
    return saving.save_one(erp, tx, FORMS[form_id.lower()], parameters, model).number


def _order_model(head: dict, rows: list[dict]) -> dict:
    currency = head.get("fcurrencyid") or {"FNumber": "PRE001"}
    number = currency.get("FNumber") if isinstance(currency, dict) else currency
    if number in ("RMB", "001", "", None):
        currency = {"FNumber": "PRE001"}
    return {
        "FBillTypeID": {"FNumber": "XSDD01_SYS"},
        "FSaleOrgId": HUNDRED,
        "FSalerId": {"FNumber": "0001"},
        **_mapped(head, ORDER_HEAD),
        "FSaleOrderFinance": {"FSettleCurrId": currency},
        "FSaleOrderEntry": [_mapped(row, ORDER_LINE) for row in rows],
    }


def _movement_model(tx: sqlite3.Connection, head: dict, rows: list[dict]) -> tuple[str, dict]:
    red = str(head.get("frob") or "1").strip() == "-1"
    source, entry = ("FOrderNo", "FSOEntryId") if red else ("FSoorDerno", "FSOEntryId")
    lines = []
    for row in rows:
        line = _mapped(row, MOVEMENT_LINE)
        line["FRealQty"] = abs(float(line.get("FRealQty") or 0))
        if row.get("fsourcebillno"):
            line[source] = str(row["fsourcebillno"])
            found = _order_line(tx, line[source], line.get("FMaterialId"))
            link = {"FEntity_Link_FSTableName": "T_SAL_ORDERENTRY", "FEntity_Link_FSId": found}
            line |= {entry: found, "FEntity_Link": [link] if found else []}
        lines.append(line)
    model = {
        **_mapped(head, {"fbillno": "FBillNo", "fdate": "FDate"}),
        "FBillTypeID": {"FNumber": "XSTHD01_SYS" if red else "XSCKD01_SYS"},
        "FSaleOrgId": HUNDRED,
        "FStockOrgId": HUNDRED,
        "FRetcustId" if red else "FCustomerID": head.get("fsupplyid"),
        "FEntity": lines,
    }
    return ("SAL_RETURNSTOCK" if red else "SAL_OUTSTOCK"), model


def _order_line(tx: sqlite3.Connection, number: str, material: object) -> int:
    code = material.get("FNumber") if isinstance(material, dict) else material
    row = tx.execute(
        "SELECT e.fentryid FROM sal_saleorder_fsaleorderentry e "
        "JOIN sal_saleorder h ON h.fid = e.fid JOIN bd_material m ON m.fmaterialid = e.fmaterialid "
        "WHERE h.fbillno = ? AND m.fnumber = ? ORDER BY e.fseq",
        (number, code),
    ).fetchone()
    return row[0] if row else 0


def save_record(erp, tx: sqlite3.Connection, thing: WiseObject, values: dict, number: str) -> int:
    """Save a record of base data (`number` = the one to change, "" = a new one); return its id."""
    names = BASE.get(thing.name)
    if names is None:
        raise Refusal(500, f"{thing.name}不支持此操作")
    form, given = FORMS[thing.form.lower()], _lowered(values)
    model = _mapped(given, names)
    if thing.name == "Material" and given.get("funitid"):
        model["SubHeadEntity"] = {"FBaseUnitId": given["funitid"]}
    if number:
        key = find_key(tx, form, number, 1)
        if key is None:
            raise Refusal(500, f"“{number}”不存在")
        model[form.key] = key
    elif not str(model.get("FNumber") or "").strip():
        raise Refusal(500, "代码不能为空")
    model["FCreateOrgId"] = HUNDRED
    document = saving.save_one(erp, tx, form, {}, model)
    states.set_status(erp, tx, document, "C")
    return document.key


def delete_record(tx: sqlite3.Connection, thing: WiseObject, number: str) -> None:
    """Delete a record of base data."""
    form = FORMS[thing.form.lower()]
    key = find_key(tx, form, number, 1)
    if thing.is_bill or key is None:
        raise Refusal(500, f"“{number}”不存在")
    remove(tx, form, key)


def check_bill(erp, tx: sqlite3.Connection, thing: WiseObject, data: dict) -> str:
    """Start (1), audit (2) or reject (4) a bill; return what is said about it."""
    number = str(data.get("fbillno") or "")
    document = _bill(tx, thing, number)
    check_lock(erp, document.form, number)
    if not str(data.get("fchecker") or "").strip():
        raise Refusal(500, "审核人不能为空")
    direction = str(data.get("fcheckdirection") or "")
    if direction == "4":
        if document.status != "B":
            raise Refusal(500, f"单据{number}不在审核中")
        states.set_status(erp, tx, document, "D")
        return f"单据{number}驳回成功"
    steps = {"1": ["Submit"], "2": ["Submit", "Audit"]}.get(direction)
    if steps is None:
        raise Refusal(500, "FCheckDirection不正确")
    if direction == "2" and document.status == "B":
        steps = ["Audit"]
    for step in steps:
        states.move(erp, tx, document, step)
    return f"单据{number}审核成功"


def _bill(tx: sqlite3.Connection, thing: WiseObject, number: str) -> Document:
    forms = ["SAL_SaleOrder"] if thing.name == "SO" else list(on_state.movements.SIGNS)
    for form_id in forms:
        form = FORMS[form_id.lower()]
        key = find_key(tx, form, number)
        if key is not None:
            return load(tx, form, key)
    raise Refusal(500, f"单据“{number}”不存在")
