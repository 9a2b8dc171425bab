"""Screens of all kinds in Chromium: the security policy refuses nothing that they need."""

import contextlib
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

from scripts.problem import Problem
from scripts.screenshots.browser import Browser
from scripts.screenshots.chapters import CHAPTERS
from scripts.screenshots.pictures import PHONE, Picture
from scripts.screenshots.shoot import Photographer
from scripts.stack.checks.finding import Finding, equal, none_of
from scripts.stack.nginx import Site
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
MORE = (
    Picture(name="discuss", login="admin", path="/odoo/discuss"),
    Picture(name="technical_settings", login="admin", path="/odoo/settings"),
    Picture(
        name="pdf_viewer",
        login="admin",
        path="/web/static/lib/pdfjs/web/viewer.html?file=/web/static/none.pdf",
    ),
)
CAMERA = "document.featurePolicy.allowsFeature('camera')"
BLOCKED = "fetch('https://evil.example/').catch(() => 0)"


def check(site: Site) -> list[Finding]:
    """Return the findings."""
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
        browser.evaluate(BLOCKED)
        browser.settle()
        bites = bool(browser.refusals)
    return [
        none_of(f"complaints of the policy on {len(pictures)} screens", refusals),
        none_of("errors on these screens", faults),
        equal("camera allowed where goods are scanned", has_camera, True),
        equal("the policy stops a call to another site", bites, True),
    ]


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
