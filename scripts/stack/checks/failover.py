"""Workers and Odoo itself are killed while people work; they stay logged in and hardly notice."""

import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor

from scripts.demo_company.logins import PASSWORDS
from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.odoo import Host
from scripts.stack.visitor import Visitor

PEOPLE = 6
PAGE = "/my/distribution"
KILLS = 4
SECONDS_BETWEEN = 3
SECONDS_TO_RELOAD = 150
RUSH = 640  # more than may wait for Odoo


class Crowd:
    """People who ask for a page again and again; each answer is counted."""

    def __init__(self, visitors: list[Visitor]):
        self.visitors = visitors
        self.statuses: Counter = Counter()
        self.slowest = 0.0
        self._stop = threading.Event()
        self._threads = [threading.Thread(target=self._ask, args=(one,)) for one in visitors]

    def __enter__(self) -> "Crowd":
        for thread in self._threads:
            thread.start()
        return self

    def __exit__(self, *_exception) -> None:
        self._stop.set()
        for thread in self._threads:
            thread.join()

    def _ask(self, visitor: Visitor) -> None:
        while not self._stop.is_set():
            started = time.monotonic()
            try:
                status = visitor.ask(PAGE).status
            except OSError as error:
                status = type(error).__name__
            self.slowest = max(self.slowest, time.monotonic() - started)
            self.statuses[status] += 1

    @property
    def wrong(self) -> list[str]:
        """Return the answers that were not the page."""
        return [f"{count} × {status}" for status, count in self.statuses.items() if status != 200]

    def finding(self, what: str) -> Finding:
        """Return whether everybody always got the page."""
        seen = f"{self.statuses.total()} requests, failed: {', '.join(self.wrong) or 'none'}"
        seen += f", slowest {self.slowest:.1f} s"
        return Finding(what, seen, "none failed", self.statuses[200] > 0 and not self.wrong)


def check(site: Site, host: Host) -> list[Finding]:
    """Return the findings."""
    people = [
        Visitor(site, f"127.0.4.{number}").log_in("distributor", PASSWORDS["distributor"])
        for number in range(1, PEOPLE + 1)
    ]
    return [
        _during(people, f"{KILLS} workers killed (-9) during requests", lambda: _kill(host)),
        _replaced(host),
        _during(people, "Odoo reloaded (systemctl reload) during requests", lambda: _reload(host)),
        _rush(site),
        *_restart(host, people),
    ]


def _during(people: list[Visitor], what: str, act: Callable[[], None]) -> Finding:
    with Crowd(people) as crowd:
        time.sleep(SECONDS_BETWEEN)
        act()
        time.sleep(SECONDS_BETWEEN)
    return crowd.finding(what)


def _kill(host: Host) -> None:
    for _time in range(KILLS):
        os.kill(host.workers()[-1], signal.SIGKILL)
        time.sleep(SECONDS_BETWEEN)


def _replaced(host: Host) -> Finding:
    wanted = int(host.option("workers"))
    deadline = time.monotonic() + 30
    while len(host.workers()) < wanted and time.monotonic() < deadline:
        time.sleep(0.5)
    return equal("workers afterwards", len(host.workers()), wanted)


def _reload(host: Host) -> None:
    before = set(host.workers())
    host.process.send_signal(signal.SIGHUP)
    deadline = time.monotonic() + SECONDS_TO_RELOAD
    while set(host.workers()) & before and time.monotonic() < deadline:
        time.sleep(0.5)


def _rush(site: Site) -> Finding:
    """Let many ask in the same moment, each from an address of its own."""

    def ask(number: int) -> tuple[int, str, float]:
        started = time.monotonic()
        answer = Visitor(site, f"127.0.{16 + number // 250}.{number % 250 + 1}").ask("/web/login")
        return answer.status, answer.one("Retry-After"), time.monotonic() - started

    with ThreadPoolExecutor(RUSH) as pool:
        answers = list(pool.map(ask, range(RUSH)))
    served = [seconds for status, _retry, seconds in answers if status == 200]
    refused = [retry for status, retry, _seconds in answers if status == 503]
    slowest = max(served, default=0)
    seen = f"{len(served)} served (slowest {slowest:.1f} s), {len(refused)} told to come back"
    is_met = len(served) + len(refused) == RUSH and len(served) >= RUSH // 2 and all(refused)
    return Finding(f"{RUSH} people in the same moment", seen, "served or told at once", is_met)


def _restart(host: Host, people: list[Visitor]) -> list[Finding]:
    """Kill everything at once, as a power cut does."""
    host.kill()
    away = people[0].ask(PAGE)
    readable = away.status == 502 and "系统正在重启" in away.text
    started = time.monotonic()
    host.start()
    seconds = time.monotonic() - started
    answers = [visitor.ask(PAGE).status for visitor in people]
    return [
        equal("page while Odoo is away", readable, True),
        none_of("sessions lost with Odoo killed", [one for one in answers if one != 200]),
        Finding("Odoo answers again after", f"{seconds:.0f} s", "≤ 240 s", seconds <= 240),
    ]
