"""`/k3cloud/`: the services by name, behind the gate, with the faults that were ordered."""

import time
from collections.abc import Mapping

from ..auth import logins
from ..auth.gate import LOST, Entrance, UnknownAccountSet
from ..auth.sessions import Session
from ..faults import QUERIES, Rule
from ..refusal import Refusal
from ..services import catalogue, drift
from ..services.context import Context
from ..services.envelope import failure
from ..services.locks import locked
from .answer import HTML_500, HTML_502, TEXT_BODY, WAF, Answer, json_answer, text_answer
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
    answer = _before(rule, name, form_id, arguments)
    if answer is None:
        answer = _serve(erp, service, path, headers, arguments, rule)
        answer = _after(erp, rule, name, answer)
    kind = rule.kind if rule else ""
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


def _before(rule: Rule | None, name: str, form_id: str, arguments: dict) -> Answer | None:
    """Return the answer of a fault that strikes before anything is done."""
    kind = rule.kind if rule else ""
    if kind == "reset_before":
        return Answer(breaks="reset")
    if kind == "http_500_html":
        return text_answer(HTML_500, 500, "text/html")
    if kind == "waf":
        return json_answer(WAF)
    if kind == "text_body":
        return text_answer(TEXT_BODY)
    if kind == "session_lost_before":
        return _lost(name)
    if kind == "edit_lock":
        number = next(iter(catalogue.numbers_of(arguments)), "")
        return json_answer(failure(locked(catalogue.form_or_order(form_id), number)))
    return None


def _lost(name: str) -> Answer:
    envelope = failure(Refusal(1, LOST))
    return json_answer([[envelope]] if name == "ExecuteBillQuery" else envelope)


def _after(erp: Context, rule: Rule | None, name: str, answer: Answer) -> Answer:
    """Return what arrives of an answer when a fault strikes after the work was done."""
    kind = rule.kind if rule else ""
    if kind == "lost_after_commit":
        answer.breaks, answer.delay = "silence", rule.seconds
    elif kind == "reset_mid_body":
        answer.breaks = "middle"
    elif kind == "http_502_after_commit":
        return text_answer(HTML_502, 502, "text/html")
    elif kind == "truncated_json":
        answer.body = answer.body[: max(1, len(answer.body) // 2)]
    elif kind == "session_lost_after_commit":
        erp.sessions.expire()
        return _lost(name)
    elif kind == "slow":
        answer.delay = rule.seconds or 1.0
    return answer
