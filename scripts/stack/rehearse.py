"""Bring the deployment up on this machine, test what it promises, print the table.

The exit code is not 0 when a promise is not kept.
"""

import contextlib
import time
from collections.abc import Callable, Iterator

from scripts import quality
from scripts.problem import Problem, command, say
from scripts.stack import nginx, postgres
from scripts.stack.checks import (
    conversation,
    doors,
    failover,
    files,
    headers,
    hosts,
    replica,
    screens,
    transport,
)
from scripts.stack.checks.finding import Finding, none_of
from scripts.stack.odoo import Host, copy_files
from scripts.stack.settings import SOURCE
from scripts.web_session import WebError

SECTION = quality.Section(
    name="deployment", title="HTTPS and deployment", command="make stack-check"
)
COLUMNS = ("promise", "seen", "goal", "verdict")
NOTE = (
    "nginx, PostgreSQL and Odoo ran with the files of `deploy/`; only addresses, folders and sizes "
    "of memory were made local. The screens were opened in Chromium. All on one machine, by "
    "loopback: a replica in another building has a longer way."
)


@command
def main() -> int:
    """Do it all."""
    findings: list[Finding] = []
    with _clusters() as (primary, replica_server):
        routes = replica.marked(SOURCE)
        one = Host("one_host.conf", primary, replica_server)
        copy_files(SOURCE, one)
        findings += _one_host(one, routes)
        findings += _several_hosts(one)
    quality.show(SECTION, COLUMNS, [finding.row() for finding in findings], NOTE)
    missed = [finding for finding in findings if not finding.is_met]
    say(f"{len(findings) - len(missed)} of {len(findings)} promises kept.")
    return 1 if missed else 0


@contextlib.contextmanager
def _clusters() -> Iterator[tuple[postgres.Server, postgres.Server]]:
    say("PostgreSQL: a primary with the demo company, a replica …")
    primary, follower = postgres.make()
    try:
        postgres.fill(primary, SOURCE)
        yield primary, follower
    finally:
        follower.stop()
        primary.stop()
        postgres.remove(primary.sockets)


def _one_host(one: Host, routes: list[str]) -> list[Finding]:
    findings: list[Finding] = []
    with nginx.serving(one.port, one.gevent_port) as site, _running(one):
        for title, check in (
            ("TLS", lambda: transport.check(site)),
            ("headers and cookies", lambda: headers.check(site)),
            ("files", lambda: files.check(site)),
            ("sessions, websocket, addresses", lambda: conversation.check(site, one)),
            ("replica", lambda: replica.check(site, one, routes)),
            ("doors", lambda: doors.check(site)),
            ("failover", lambda: failover.check(site, one)),
            ("screens in Chromium", lambda: screens.check(site, one)),
        ):
            findings += _told(title, check)
        retried = replica.retried(one)
        findings.append(none_of("reading requests served again on the primary", retried))
    return findings


def _several_hosts(one: Host) -> list[Finding]:
    web = Host("web_host.conf", one.primary, one.replica)
    jobs = Host("jobs_host.conf", one.primary, one.replica)
    with nginx.serving(one.port, one.gevent_port) as site, _running(one):
        visitor = hosts.log_in(site)
    with nginx.serving(web.port, web.gevent_port) as site, _running(web), _running(jobs):
        return _told("several hosts", lambda: hosts.check(site, web, jobs, visitor))


@contextlib.contextmanager
def _running(host: Host) -> Iterator[None]:
    host.log.unlink(missing_ok=True)
    try:
        host.start()
        yield
    finally:
        host.stop()


def _told(title: str, check: Callable[[], list[Finding]]) -> list[Finding]:
    """Run a group of checks; one that breaks off is a promise not kept, and the others go on."""
    started = time.monotonic()
    try:
        findings = check()
    except (Problem, WebError, OSError, LookupError, ValueError) as error:
        findings = [Finding(f"{title}: broke off", str(error)[:200], "an answer", is_met=False)]
    say(f"  {title}: {len(findings)} promises ({time.monotonic() - started:.0f} s)")
    for finding in findings:
        if not finding.is_met:
            say(f"    MISSED {finding.figure}: {finding.seen}")
    return findings


if __name__ == "__main__":
    main()
