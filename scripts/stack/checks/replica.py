"""Pages that only read are served by the replica, and by the primary while there is no replica."""

import json
import re
import statistics
import time

from scripts import odoo_process
from scripts.demo_company.logins import PASSWORDS
from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.odoo import Host
from scripts.stack.settings import DATABASE
from scripts.stack.visitor import Visitor

PAGES = "/my/distribution"
# The patterns of addresses below PAGES that are marked readonly and opened by GET.
MARKED = """
import json
rules = env["ir.http"].routing_map().iter_rules()
print(json.dumps(sorted({
    rule.rule for rule in rules
    if rule.rule.startswith("/my/distribution")
    and rule.endpoint.routing["readonly"] is True and "GET" in (rule.methods or ["GET"])
})))
"""
LINK = re.compile(r'"(/my/distribution[^"?#]*)')
READ_ONLY, RETRIED = "ro", "ro->rw"
RETRYING = "retrying with a read/write cursor"
# werkzeug's line: … "GET /path HTTP/1.0" 200 - 42 0.031 0.055 ro
REQUEST = re.compile(r'"(?:GET|POST) ([^ ?"]+)[^"]*" (\d{3}) .* (ro->rw|ro|rw)\s*$', re.MULTILINE)
SAMPLES = 20
LAG_GOAL = 1.0


def marked(database: str) -> list[str]:
    """Return the patterns of the portal's addresses that are marked readonly."""
    return json.loads(odoo_process.captured_script(database, MARKED).splitlines()[-1])


def check(site: Site, host: Host, rules: list[str]) -> list[Finding]:
    """Return the findings."""
    visitor = Visitor(site, "127.0.3.1").log_in("distributor", PASSWORDS["distributor"])
    routes = _addresses(visitor, rules)
    for path in routes:  # the first visit of a worker fills caches and may write bundles
        visitor.ask(path)
    before = _transactions(host)
    start = len(host.log.read_text(errors="replace"))
    statuses = {path: visitor.ask(path).status for path in routes for _time in range(2)}
    time.sleep(1.5)  # the statistics of PostgreSQL come a moment later
    served = _served(host, start, routes)
    return [
        none_of(
            "pages of the portal that fail", [p for p, code in statuses.items() if code != 200]
        ),
        _on_replica(served, routes),
        none_of("… not marked or not read on the replica", _others(served, routes)),
        none_of("… that tried to write", sorted(p for p, how in served.items() if RETRIED in how)),
        _used(_transactions(host) - before, len(routes)),
        *_lag(host),
        *_away(host, visitor, routes),
    ]


def _addresses(visitor: Visitor, rules: list[str]) -> list[str]:
    """Return an address for each pattern; records come from the links of the other pages."""
    plain = [rule for rule in rules if "<" not in rule]
    links = sorted({link for path in plain for link in LINK.findall(visitor.ask(path).text)})
    found = []
    for rule in rules:
        if "<" in rule:
            pattern = _pattern(rule)
            found += [link for link in links if pattern.fullmatch(link)][:1]
    return plain + found


def _pattern(rule: str) -> re.Pattern:
    """Return the expression of a pattern of werkzeug.

    >>> bool(_pattern("/plans/<int:plan_id>").fullmatch("/plans/7"))
    True
    """
    numbers = re.sub(r"<int:[^>]+>", "[0-9]+", rule)
    return re.compile(re.sub(r"<string:[^>]+>", "[^/]+", numbers))


def retried(host: Host) -> list[str]:
    """Return what Odoo said each time a reading request tried to write and was served again."""
    log = host.log.read_text(errors="replace")
    return [line[:120] for line in log.splitlines() if RETRYING in line]


def _served(host: Host, start: int, routes: list[str]) -> dict[str, set[str]]:
    """Return by what kinds of cursors each path was served."""
    found: dict[str, set[str]] = {}
    for path, _status, how in REQUEST.findall(host.log.read_text(errors="replace")[start:]):
        if path in routes:
            found.setdefault(path, set()).add(how)
    return found


def _on_replica(served: dict[str, set[str]], routes: list[str]) -> Finding:
    read = [path for path, how in served.items() if how == {READ_ONLY}]
    seen = f"{len(read)} of {len(routes)}"
    return Finding("portal's routes served by the replica", seen, "all", len(read) == len(routes))


def _others(served: dict[str, set[str]], routes: list[str]) -> list[str]:
    wrong = {path: how for path, how in served.items() if how != {READ_ONLY}}
    lost = [f"{path} (not in the log)" for path in routes if path not in served]
    return lost + [f"{path} ({', '.join(sorted(how))})" for path, how in sorted(wrong.items())]


def _transactions(host: Host) -> int:
    row = host.replica.sql(
        f"SELECT xact_commit + xact_rollback FROM pg_stat_database WHERE datname = '{DATABASE}'"
    )
    return row[0][0]


def _used(count: int, least: int) -> Finding:
    seen = f"{count} transactions"
    return Finding("PostgreSQL of the replica counted", seen, f"≥ {least}", count >= least)


def _lag(host: Host) -> list[Finding]:
    """Write on the primary, look on the replica until it is there."""
    host.primary.sql("CREATE TABLE IF NOT EXISTS stack_lag (number int)")
    lags = []
    for number in range(SAMPLES):
        host.primary.sql(f"INSERT INTO stack_lag VALUES ({number})")
        started = time.monotonic()
        while not _arrived(host, number) and time.monotonic() - started < 30:
            time.sleep(0.002)
        lags.append(time.monotonic() - started)
    host.primary.sql("DROP TABLE stack_lag")
    seen = f"median {statistics.median(lags) * 1000:.0f} ms, longest {max(lags) * 1000:.0f} ms"
    state = host.primary.sql("SELECT state FROM pg_stat_replication")
    return [
        equal("replication", state[0][0] if state else "none", "streaming"),
        Finding(
            f"a change is on the replica after ({SAMPLES})", seen, "≤ 1 s", max(lags) <= LAG_GOAL
        ),
    ]


def _arrived(host: Host, number: int) -> bool:
    exists = host.replica.sql("SELECT to_regclass('stack_lag')")[0][0]
    found = f"SELECT 1 FROM stack_lag WHERE number = {number}"
    return bool(exists and host.replica.sql(found))


def _away(host: Host, visitor: Visitor, routes: list[str]) -> list[Finding]:
    """Stop the replica: Odoo goes to the primary; start it: the replica catches up."""
    host.replica.stop()
    statuses = [visitor.ask(path).status for _time in range(3) for path in routes]
    failed = [status for status in statuses if status != 200]
    host.replica.start()
    deadline = time.monotonic() + 60
    while not host.primary.sql("SELECT 1 FROM pg_stat_replication") and time.monotonic() < deadline:
        time.sleep(0.5)
    caught_up = bool(host.primary.sql("SELECT 1 FROM pg_stat_replication"))
    return [
        none_of(f"pages failed without the replica ({len(statuses)})", failed),
        equal("session afterwards", visitor.ask(PAGES).status, 200),
        equal("the replica follows again", caught_up, True),
    ]
