"""`/k3cloud/`: the services by name, behind the gate, with the faults that were ordered."""

import time
from collections.abc import Mapping

from ..auth import logins
from ..auth.gate import LOST, Entrance, UnknownAccountSet, session_id
from ..auth.sessions import Session
from ..faults import QUERIES, Rule
from ..refusal import Refusal
from ..services import catalogue, drift
from ..services.context import Context
from ..services.envelope import failure
from ..services.locks import locked
from . import striking
from .answer import Answer, json_answer, text_answer
from .bodies import BadBody, read_body


def handle_cloud(
    erp: Context, service: str, path: str, headers: Mapping[str, str], raw: bytes
) -> Answer:
    """Answer one call."""
    started = time.monotonic()
    name = service.split(",")[0].rsplit(".", 1)[-1]
    try:
        arguments = read_body(raw, headers.get("Content-Type") or "", name)
    except BadBody as error:
        return text_answer(f"response_error: {error}", 500)
    form_id = _form_id(arguments)
    rule = erp.faults.decide(name, form_id)
    answer = striking.before(rule, lambda: _lost(erp, name), lambda: _locked(form_id, arguments))
    if answer is None:
        answer = _serve(erp, service, path, headers, arguments, rule)
        answer = striking.after(rule, answer, lambda: _lost(erp, name))
    kind = rule.kind if rule else ""
    if kind.startswith("session_lost"):
        erp.sessions.end(session_id(headers))
    erp.calls.note(name, form_id, kind, started, catalogue.numbers_of(arguments))
    return answer


def _form_id(arguments: dict) -> str:
    if arguments.get("formid"):
        return str(arguments["formid"])
    data = arguments.get("data")
    if isinstance(data, dict):
        return next((str(data[key]) for key in data if str(key).lower() == "formid"), "")
    return ""


def _serve(
    erp: Context,
    service: str,
    path: str,
    headers: Mapping[str, str],
    arguments: dict,
    rule: Rule | None,
) -> Answer:
    name = service.split(",")[0].rsplit(".", 1)[-1]
    if not catalogue.is_known(erp, service, name):
        return text_answer(f"service no found: {service}")
    if name in catalogue.OPEN:
        return json_answer(catalogue.OPEN[name](erp, arguments))
    if name in logins.LOGINS:
        return _login(erp, name, arguments)
    try:
        entrance = erp.gate.enter(headers, path)
    except UnknownAccountSet as error:
        return text_answer(str(error), 403)
    if entrance.session is None:
        answer = json_answer(refused(erp, name, Refusal(1, LOST)))
    else:
        answer = json_answer(_call(erp, name, arguments, entrance, rule))
        if erp.switches["long_decimals"] and name in QUERIES:
            catalogue.restore(answer)
    if entrance.fresh:
        answer.headers += cookies(entrance.fresh)
    return answer


def _call(
    erp: Context, name: str, arguments: dict, entrance: Entrance, rule: Rule | None
) -> object:
    try:
        erp.gate.check_rights(_form_id(arguments))
        if rule and rule.kind == "page_drift":
            drift.drift(erp, _form_id(arguments), rule)
        value = catalogue.SERVICES[name](erp, arguments, entrance.session)
    except Refusal as refusal:
        return refused(erp, name, refusal)
    return drift.disturb(value, rule) if rule and isinstance(value, list) else value


def refused(erp: Context, name: str, refusal: Refusal) -> object:
    """Return the envelope of a refusal: nested lists for ExecuteBillQuery, an object elsewhere."""
    envelope = failure(refusal)
    if refusal.code == 1 and erp.switches["lost_code_as_text"]:
        envelope["Result"]["ResponseStatus"]["MsgCode"] = "1"
    if name != "ExecuteBillQuery":
        return envelope
    return [envelope] if erp.switches["query_error_flat"] else [[envelope]]


def _login(erp: Context, name: str, arguments: dict) -> Answer:
    body, session = logins.login(erp, name, arguments)
    answer = json_answer(body)
    answer.headers += cookies(session)
    return answer


def cookies(session: Session) -> list[tuple[str, str]]:
    """Return the two cookies of a session."""
    day = time.strftime("%a, %d-%b-%Y %H:%M:%S GMT", time.gmtime(time.time() + 365 * 86400))
    return [
        ("Set-Cookie", f"kdservice-sessionid={session.sid}; expires={day}; path=/"),
        ("Set-Cookie", f"ASP.NET_SessionId={session.asp}; path=/; HttpOnly"),
    ]


def _lost(erp: Context, name: str) -> Answer:
    return json_answer(refused(erp, name, Refusal(1, LOST)))


def _locked(form_id: str, arguments: dict) -> Answer:
    number = next(iter(catalogue.numbers_of(arguments)), "")
    return json_answer(failure(locked(catalogue.form_or_order(form_id), number)))
