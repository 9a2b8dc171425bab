"""Screens of all kinds in Chromium: the security policy refuses nothing that they need."""

import contextlib
import os
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

from scripts.problem import Problem
from scripts.screenshots.browser import Browser
from scripts.screenshots.chapters import CHAPTERS
from scripts.screenshots.pictures import PHONE, Picture
from scripts.screenshots.shoot import Photographer
from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
from scripts.stack.odoo import Host
from scripts.stack.settings import DATABASE

# Kanban, list, form, hierarchy, pivot, graph, spreadsheet, wizard, import; portal; ordering app.
OF_THE_MANUAL = (
    "login",
    "join_phone",
    "member_list",
    "member_form",
    "member_tree",
    "approval_list",
    "order_list",
    "order_form",
    "import_form",
    "sales_pivot",
    "sales_graph",
    "dashboard_management",
    "dashboard_distributor",
    "kpi_board",
    "statement_form",
    "settlement_form",
    "plan_form",
    "what_if_form",
    "distribution_settings",
    "todo",
    "application_document",
    "kingdee_server",
    "forecast_form",
    "portal_home",
    "portal_channel_phone",
    "portal_orders_phone",
    "portal_statement",
    "portal_invite_phone",
    "portal_privacy",
    "ordering",
    "ordering_cart_phone",
    "certificate_wrong_phone",
)
MORE = (Picture(name="technical_settings", login="admin", path="/odoo/settings"),)
# Screens that never look finished to the photographer: conversations, and a PDF in Odoo's viewer.
DISCUSS = Picture(name="discuss", login="admin", path="/odoo/discuss")
DOCUMENT = Picture(
    name="pdf_viewer",
    login="distributor",
    path="/web/static/lib/pdfjs/web/viewer.html"
    "?file=%2Fmy%2Fdistribution%2Fstatements%2F{id}%3Freport_type%3Dpdf",
    record=("distribution.statement", []),
)
DRAWN = "document.querySelectorAll('.page canvas').length"
SECONDS_TO_DRAW = 60
FORMER = "http://localhost:8069"  # what Odoo believes to be its address until it is told
CAMERA = "document.featurePolicy.allowsFeature('camera')"
BLOCKED = "fetch('https://evil.example/').catch(() => 0)"


def check(site: Site, host: Host) -> list[Finding]:
    """Return the findings."""
    _move(site, host)
    pictures = _pictures()
    options = (
        f"--ignore-certificate-errors-spki-list={site.pin}",
        "--use-fake-device-for-media-stream",
        "--use-fake-ui-for-media-stream",
    )
    faults: list[str] = []
    refusals: list[str] = []
    with _trusting(site), Browser(*options) as browser, tempfile.TemporaryDirectory() as folder:
        photographer = Photographer(browser, site.url, DATABASE, Path(folder))
        for picture in pictures:
            faults += _take(photographer, picture)
            refusals += [f"{picture.name}: {text}" for text in browser.refusals]
            browser.refusals.clear()
        has_camera = browser.evaluate(CAMERA)
        _glance(photographer, DISCUSS, "document.querySelectorAll('.o-mail-Discuss').length")
        pages = _glance(photographer, DOCUMENT, DRAWN)
        refusals += [f"discuss, pdf_viewer: {text}" for text in browser.refusals]
        browser.refusals.clear()
        browser.evaluate(BLOCKED)
        browser.evaluate("1")  # what the page complained about arrives with the next answer
        bites = bool(browser.refusals)
    return [
        none_of(f"complaints of the policy on {len(pictures)} screens and more", refusals),
        none_of("errors on these screens", faults),
        equal("a statement's PDF is drawn in the viewer", pages > 0, True),
        equal("camera allowed where goods are scanned", has_camera, True),
        equal("the policy stops a call to another site", bites, True),
    ]


def _move(site: Site, host: Host) -> None:
    """Let the messages that the demo company wrote before it had a site name the site."""
    host.primary.sql(
        f"UPDATE mail_message SET body = replace(body, '{FORMER}', '{site.url}')"
        f" WHERE body LIKE '%{FORMER}%'"
    )


def _glance(photographer: Photographer, picture: Picture, script: str) -> int:
    """Open a page and wait until the script counts something; return what it counts."""
    browser = photographer.browser
    browser.set_cookies(photographer.url, **photographer._cookies(picture))
    browser.send("Page.navigate", url=photographer.url + photographer._path(picture))
    deadline = time.monotonic() + SECONDS_TO_DRAW
    while not (count := browser.evaluate(script)) and time.monotonic() < deadline:
        time.sleep(0.5)
    return count or 0


def _pictures() -> list[Picture]:
    known = {picture.name: picture for chapter in CHAPTERS for picture in chapter.PICTURES}
    lost = sorted(set(OF_THE_MANUAL) - set(known))
    if lost:
        raise Problem(f"the manual has no picture {', '.join(lost)}", "mend OF_THE_MANUAL.")
    # The last page stays open: the camera is asked for there.
    last = Picture(name="scan", login="distributor", path="/my/distribution/order", size=PHONE)
    return [*(known[name] for name in OF_THE_MANUAL), *MORE, last]


def _take(photographer: Photographer, picture: Picture) -> list[str]:
    try:
        return photographer.take(picture)
    except Problem as problem:
        return [f"{picture.name}: {problem.message}"]


@contextlib.contextmanager
def _trusting(site: Site) -> Iterator[None]:
    """Let the sessions of the photographer believe the rehearsal's authority."""
    os.environ["SSL_CERT_FILE"] = str(site.authority)
    try:
        yield
    finally:
        del os.environ["SSL_CERT_FILE"]
