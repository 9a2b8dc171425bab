"""Files of addons: from the disk, kept by the browser, packed."""

import re

from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.visitor import Visitor

# Of ours, of a package of pip, of Odoo.
FILES = (
    "/distribution_order/static/description/icon.png",
    "/base_tier_validation/static/description/icon.png",
    "/web/static/img/favicon.ico",
)
SCRIPT = "/web/static/src/module_loader.js"
WEEK = 7 * 24 * 3600


def check(site: Site) -> list[Finding]:
    """Return the findings."""
    visitor = Visitor(site, "127.0.8.3")
    answers = {path: visitor.ask(path) for path in FILES}
    ages = {path: _age(answer.one("Cache-Control")) for path, answer in answers.items()}
    script = visitor.ask(SCRIPT, headers={"Accept-Encoding": "gzip"})
    first = answers[FILES[0]]
    again = visitor.ask(FILES[0], headers={"If-None-Match": first.one("ETag")})
    outside = visitor.ask("/distribution_order/static/../__manifest__.py")
    return [
        none_of("files not found", [p for p, answer in answers.items() if answer.status != 200]),
        none_of("files that Odoo had to serve", passed_to_odoo(site, FILES)),
        none_of("files kept for less than a week", [p for p, age in ages.items() if age < WEEK]),
        equal("scripts are sent packed", script.one("Content-Encoding"), "gzip"),
        equal("asked again with its ETag", again.status, 304),
        equal("source beside the static folder", b"depends" in outside.body, False),
    ]


def passed_to_odoo(site: Site, paths: tuple[str, ...]) -> list[str]:
    """Return the paths for which nginx's log says that Odoo was asked."""
    log = site.access_log.read_text()
    return [
        path for path in paths if re.search(rf'"path":"{re.escape(path)}".*"odoo_status":"\d', log)
    ]


def _age(text: str) -> int:
    found = re.search(r"max-age=(\d+)", text)
    return int(found[1]) if found else 0
