"""Doors that are closed, and those at which one may knock only so often."""

import json
import time
import urllib.parse
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor

from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.visitor import FORM, JSON, Answer, Visitor

CLOSED = (
    "/web/database/manager",
    "/web/database/selector",
    "/zh_CN/web/database/manager",
    "//web//database/manager",
    "/web%2Fdatabase/manager",
    "/web/./database/list",
    "/WEB/DATABASE/MANAGER",
    "/queue_job/runjob?db=x&job_uuid=y",
    "/queue_job/runjob/",
    "/.git/config",
)
# (what, path, form or None for looking, at most so many at once)
LIMITED = (
    ("log-ins", "/web/login", {"login": "a", "password": "b"}, 21),
    ("log-ins by language", "/zh_CN/web/login", {"login": "a", "password": "b"}, 21),
    ("log-ins by JSON", "/web/session/authenticate", {}, 21),
    ("password resets", "/web/reset_password", {"login": "a"}, 6),
    ("sign-ups", "/web/signup", {"login": "a"}, 6),
    ("applications sent", "/distribution/join/send", {"name": "a"}, 11),
    ("application links asked for", "/distribution/join/link", {"email": "a"}, 11),
    ("answers to applications", "/distribution/application/1/x/answer", {"message": "a"}, 11),
    ("guesses of certificates", "/distribution/certificate/guess", None, 41),
    ("guesses of referral codes", "/distribution/r/guess", None, 41),
    ("guesses of applications", "/distribution/application/1/guess", None, 41),
    ("XML-RPC", "/xmlrpc/2/common", {"x": "y"}, 61),
    ("JSON-RPC", "/jsonrpc", {"x": "y"}, 61),
    ("JSON-2", "/json/2/res.partner/search", {"x": "y"}, 61),
)
MARGIN = 15  # tries beyond what may pass; while they run some come back
PROGRAMS = 120  # … of programs, whose doors give back 20 in a second
AT_ONCE = 12
TOLD = {"/my/orders/1", "/distribution/application/7/…"}  # as the log names what is asked for
SECONDS_TO_LOG = 10
SECRETS = ("access_token=s3cret", "phone=13800138000")


def check(site: Site, *, limited: Iterable[tuple] = LIMITED) -> list[Finding]:
    """Return the findings."""
    findings = [none_of("closed doors that answer", _open_doors(site))]
    for number, (what, path, form, most) in enumerate(limited):
        findings.append(_flood(site, f"127.0.7.{number + 1}", (what, path, form, most)))
    return [
        *findings,
        _other_address(site),
        *_uploads(site),
        equal("another Host within the connection", _misdirected(site), 421),
        none_of("secrets in nginx's logs", _told(site)),
    ]


def _open_doors(site: Site) -> list[str]:
    asked = [(path, Visitor(site, "127.0.8.1").ask(path)) for path in CLOSED]
    return [f"{path}: {answer.status}" for path, answer in asked if answer.status != 404]


def _flood(site: Site, address: str, door: tuple) -> Finding:
    what, path, form, most = door
    body = urllib.parse.urlencode(form).encode() if form is not None else None
    tries = most + (PROGRAMS if most > 50 else MARGIN)

    def knock(_number: int) -> Answer:
        return Visitor(site, address).ask(path, body, FORM if body else None)

    with ThreadPoolExecutor(AT_ONCE) as pool:
        answers = list(pool.map(knock, range(tries)))
    refusal = next((answer for answer in answers if answer.status == 429), None)
    passed = sum(answer.status != 429 for answer in answers)
    waits = refusal.one("Retry-After") if refusal else "never"
    seen = f"{passed} passed, then {'429' if refusal else 'all'}; Retry-After {waits}"
    goal = f"about {most} pass, then 429 and when to come back"
    is_met = refusal is not None and waits.isdigit() and most - 1 <= passed < tries
    return Finding(f"{what} from one address", seen, goal, is_met)


def _other_address(site: Site) -> Finding:
    answer = Visitor(site, "127.0.7.200").send("/web/login", login="a", password="b")
    return equal("another address meanwhile refused", answer.status == 429, False)


def _uploads(site: Site) -> list[Finding]:
    visitor = Visitor(site, "127.0.8.2")
    large = visitor.ask("/upload", headers={"Content-Length": str(21 << 20), **JSON}, method="POST")
    small = visitor.ask("/upload", b" " * (19 << 20), JSON)
    told = "413" if large.status == 413 and "20 MB" in large.text else str(large.status)
    return [
        equal("21 MB sent", told, "413"),
        equal("19 MB refused for their size", small.status == 413, False),
    ]


def _misdirected(site: Site) -> int:
    return Visitor(site, "127.0.8.4").ask("/web/login", headers={"Host": "evil.example"}).status


def _log_lines(site: Site, network: str) -> list[dict[str, str]]:
    """Return what is noted, once all of it is there: a request is noted after its answer."""
    deadline = time.monotonic() + SECONDS_TO_LOG
    while True:
        lines = [json.loads(line) for line in site.access_log.read_text().splitlines()]
        if TOLD.issubset(_paths(lines, network)) or time.monotonic() > deadline:
            return lines
        time.sleep(0.05)


def _paths(lines: list[dict[str, str]], network: str) -> set[str]:
    return {line["path"] for line in lines if line["from"] == network}


def _told(site: Site) -> list[str]:
    visitor = Visitor(site, "127.0.9.77")
    secrets = [*SECRETS, "t0ken-in-path"]
    headers = {"Referer": f"{site.url}/my?{SECRETS[0]}"}
    visitor.ask(f"/my/orders/1?{'&'.join(SECRETS)}", headers=headers)
    visitor.ask("/distribution/application/7/t0ken-in-path", headers=headers)
    lines = _log_lines(site, "127.0.9.0")
    paths = _paths(lines, "127.0.9.0")
    logs = {path.name: path.read_text() for path in (site.folder / "log").glob("*")}
    found = [f"{word} in {name}" for name, text in logs.items() for word in secrets if word in text]
    if not TOLD.issubset(paths):
        found.append(f"requests are not logged at all: {sorted(paths)}")
    return found + [f"whole address {line['from']}" for line in lines if "9.77" in line["from"]]
