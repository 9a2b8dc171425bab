"""Two hosts: one serves pages, one runs the jobs; a session is good on every host."""

import re
import time

from scripts.demo_company.logins import PASSWORDS
from scripts.stack.checks.finding import Finding, equal
from scripts.stack.nginx import Site
from scripts.stack.odoo import Host
from scripts.stack.visitor import Visitor

PAGE = "/my/distribution"
JOB = re.compile(r"Job '[^']+' \(\d+\) (?:starting|done|fully done|processed)")
SECONDS_FOR_A_JOB = 150


def log_in(site: Site) -> Visitor:
    """Return somebody who is logged in at the first host."""
    return Visitor(site, "127.0.2.1").log_in("distributor", PASSWORDS["distributor"])


def check(site: Site, web: Host, jobs: Host, visitor: Visitor) -> list[Finding]:
    """Return the findings.

    :param site: nginx in front of the second host
    :param visitor: logged in at the first host, which is gone
    """
    visitor.site = site
    status = visitor.ask(PAGE).status
    started = time.monotonic()
    web.primary.sql("UPDATE ir_cron SET nextcall = now() - interval '1 minute' WHERE active")
    while not _jobs(jobs) and time.monotonic() - started < SECONDS_FOR_A_JOB:
        time.sleep(1)
    seen = f"{_jobs(jobs)} on the jobs host, {_jobs(web)} on the web host"
    is_met = _jobs(jobs) > 0 and _jobs(web) == 0
    return [
        equal("session of the first host on the second", status, 200),
        equal("processes for jobs on the web host", len(web.workers("WorkerCron")), 0),
        Finding("jobs run", seen, "only on the jobs host", is_met),
    ]


def _jobs(host: Host) -> int:
    return len(JOB.findall(host.log.read_text(errors="replace")))
