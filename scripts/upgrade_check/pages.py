"""Whether an upgraded database still answers."""

import urllib.error
import urllib.request
from collections.abc import Iterator

from scripts import server
from scripts.cluster import TEST
from scripts.web_session import WebError, WebSession

PAGES = ("/web/login", "/distribution/join", "/odoo", "/my/distribution")
LISTS = (
    "distribution.member",
    "distribution.level",
    "distribution.region",
    "distribution.application",
    "sale.order",
    "distribution.order.import",
    "distribution.commission.plan",
    "distribution.commission.entry",
    "distribution.settlement",
    "distribution.statement",
    "distribution.sales.report",
    "distribution.erp.backend",
)


def complaints(database: str) -> Iterator[str]:
    """Yield what does not answer as it should, to a visitor and to the administrator."""
    TEST.sql(
        "UPDATE res_users SET password = 'admin', active = TRUE WHERE login = 'admin'",
        database=database,
    )
    with server.serving(database, cluster=TEST) as served:
        session = WebSession(served.url, database)
        for page in PAGES[:2]:
            yield from _complain(session, page)
        session.login("admin", "admin")
        for page in PAGES[2:]:
            yield from _complain(session, page)
        for model in LISTS:
            try:
                for kind in ("list", "form"):
                    session.call(model, "get_views", [[False, kind]])
                session.call(model, "web_search_read", [], {"display_name": {}}, limit=20)
            except (WebError, urllib.error.URLError) as error:
                yield f"{model}: {error}"


def _complain(session: WebSession, page: str) -> Iterator[str]:
    status, _body = session.get(page)
    if status != 200:
        yield f"{page}: {status}"
