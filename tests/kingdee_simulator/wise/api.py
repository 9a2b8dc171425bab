"""`/K3API/` and the read-only stock endpoint beside it. Modelled, unverified."""

import hmac
import json
import secrets
import sqlite3
import time
from urllib.parse import parse_qs

from .. import tenant
from ..faults import Rule
from ..refusal import Refusal
from ..services import drift
from ..services.context import Context
from ..web import striking
from ..web.answer import Answer, json_answer, text_answer
from . import lists, writing
from .cipher import encrypt
from .objects import OBJECTS, WiseObject
from .stock import handle_stock

SUCCESSFUL = "Successful"
OPERATIONS = {"getlist", "getdetail", "gettemplate", "save", "update", "delete", "checkbill"}
NAMES = {"checkbill": "CheckBill", "getlist": "GetList", "getdetail": "GetDetail"}


def handle_wise(
    erp: Context, method: str, path: str, query: str, raw: bytes, headers: dict
) -> Answer:
    """Answer one call."""
    started = time.monotonic()
    words = [word for word in path.split("/") if word]
    asked = {key.lower(): values[0] for key, values in parse_qs(query).items()}
    if words[0].lower() == "stock":
        service, thing_name = "Stock", ""
    else:
        thing_name, service = (*words[1:3], "", "")[:2]
        service = NAMES.get(service.lower(), service.capitalize())
        if thing_name.lower() == "token":
            service, thing_name = "Token", ""
    rule = erp.faults.decide(service, thing_name)
    lost = _lost
    answer = striking.before(rule, lost, lambda: _envelope(erp, 500, "单据正在被其他用户编辑"))
    if answer is None:
        answer = _serve(erp, method, (service, thing_name), asked, (raw, headers, rule))
        answer = striking.after(rule, answer, lost)
    if rule and rule.kind.startswith("session_lost"):
        erp.tokens.pop(asked.get("token", ""), None)
    erp.calls.note(service, thing_name, rule.kind if rule else "", started, [])
    return answer


def _lost() -> Answer:
    return json_answer({"StatusCode": 401, "Message": "Token无效或已过期", "Data": None})


def _serve(erp: Context, method: str, place: tuple[str, str], asked: dict, given: tuple) -> Answer:
    service, thing_name = place
    raw, headers, rule = given
    if service == "Stock":
        return handle_stock(erp, headers)
    if service == "Token":
        return _token(erp, asked)
    thing = OBJECTS.get(thing_name.lower())
    if thing is None or service.lower() not in OPERATIONS:
        return text_answer("<html><body>404 - File or directory not found.</body></html>", 404)
    if erp.tokens.get(asked.get("token", ""), 0.0) < time.monotonic():
        return _lost()
    if method == "GET" and service not in ("GetList", "Gettemplate"):
        return text_answer("Method Not Allowed", 405)
    return _business(erp, service, thing, raw, rule)


def _token(erp: Context, asked: dict) -> Answer:
    given = asked.get("authoritycode", "")
    if not hmac.compare_digest(given.encode(), tenant.WISE_CODE.encode()):
        return json_answer({"StatusCode": 401, "Message": "授权码无效", "Data": {"Code": "N"}})
    if erp.switches["wise_one_token"]:
        erp.tokens.clear()
    token, validity = secrets.token_hex(16).upper(), int(erp.switches["wise_validity"])
    erp.tokens[token] = time.monotonic() + validity
    data = {"Token": token, "AcctID": tenant.DCID, "UserID": str(tenant.USER_ID), "Code": "Y"}
    data |= {"Validity": validity, "IPAddress": "127.0.0.1", "Create": erp.clock.now()}
    return json_answer({"StatusCode": 200, "Message": SUCCESSFUL, "Data": data})


def _envelope(erp: Context, status: int, message: str, data: object = None) -> Answer:
    if erp.switches["wise_des"] and data is not None:
        data = encrypt(json.dumps(data, ensure_ascii=False), tenant.WISE_DES_PASSWORD)
    return json_answer({"StatusCode": status, "Message": message, "Data": data})


def _business(
    erp: Context, service: str, thing: WiseObject, raw: bytes, rule: Rule | None
) -> Answer:
    try:
        body = json.loads(raw) if raw.strip() else {}
        if not isinstance(body, dict):
            raise ValueError("no object")
    except ValueError:
        return text_answer("Unexpected character encountered while parsing value.", 500)
    body = {str(key).lower(): value for key, value in body.items()}
    try:
        message, data = _run(erp, service, thing, body, rule)
    except Refusal as refusal:
        return _refused(erp, service, thing, refusal, body)
    return _envelope(erp, 200, message, data)


def _refused(erp: Context, service: str, thing: WiseObject, refusal: Refusal, body: dict) -> Answer:
    """Bills are refused by StatusCode; base data by a failed row inside a success."""
    if service in ("Save", "Update") and not thing.is_bill:
        data = body.get("data")
        number = str(data.get("FNumber") or "") if isinstance(data, dict) else ""
        row = {"FStatus": False, "FItemID": 0, "FNumber": number, "FMessage": refusal.message}
        return _envelope(erp, 200, SUCCESSFUL, [row])
    return _envelope(erp, 500, refusal.message)


def _run(
    erp: Context, service: str, thing: WiseObject, body: dict, rule: Rule | None
) -> tuple[str, object]:
    data = body.get("data")
    if service == "Gettemplate":
        return SUCCESSFUL, lists.get_template(thing)
    if service in ("GetList", "GetDetail"):
        return SUCCESSFUL, _read(erp, service, thing, data, rule)
    if not isinstance(data, dict):
        raise Refusal(500, "Data不能为空")
    with erp.database.write() as tx:
        return _write(erp, tx, service, thing, data)


def _read(erp: Context, service: str, thing: WiseObject, data: object, rule: Rule | None) -> object:
    given = {str(key).lower(): value for key, value in (data or {}).items()}
    if service == "GetDetail":
        with erp.database.read() as tx:
            return lists.get_detail(erp, tx, thing, given)
    if rule and rule.kind == "page_drift":
        drift.drift(erp, thing.form, rule)
    with erp.database.read() as tx:
        found = lists.get_list(erp, tx, thing, given)
    if rule:
        for key in ("DATA", "Data"):
            found |= {key: drift.disturb(found[key], rule)} if key in found else {}
    return found


def _write(
    erp: Context, tx: sqlite3.Connection, service: str, thing: WiseObject, data: dict
) -> tuple[str, object]:
    lowered = {str(key).lower(): value for key, value in data.items()}
    number = str(lowered.get("fnumber") or "")
    if service == "CheckBill":
        return writing.check_bill(erp, tx, thing, lowered), None
    if service == "Delete":
        writing.delete_record(tx, thing, number)
        return SUCCESSFUL, None
    if thing.is_bill:
        if service == "Update":
            raise Refusal(500, "单据不支持Update")
        return writing.save_bill(erp, tx, thing, data), None
    changed, values = "", data
    if service == "Update":
        changed, values = number, lowered.get("data") or {}
    key = writing.save_record(erp, tx, thing, values, changed)
    shown = changed or number
    return SUCCESSFUL, [{"FStatus": True, "FItemID": key, "FNumber": shown}]
