"""Runs in an Odoo shell: every screen on which texts of people are shown, asked of the database."""

import re

from odoo.tools.safe_eval import datetime, dateutil, safe_eval, time

from tests.access.portal_world import _find_routes

PORTAL_LOGINS = ("agent", "distributor", "d401")
RECORDS = 2  # of each action and page
PARAMETER = re.compile(r"<(?:\w+:)?(\w+)>")
# parameter of our pages -> model; of what it shows, the visitor is asked
MODELS = {
    "application_id": "distribution.application",
    "authorisation_id": "distribution.authorisation",
    "batch_id": "distribution.payout.batch",
    "case_id": "distribution.cross.case",
    "cross_case_id": "distribution.cross.case",
    "export_id": "distribution.member.export",
    "import_id": "distribution.member.import",
    "member_id": "distribution.member",
    "notice_id": "distribution.notice",
    "order_id": "sale.order",
    "picking_id": "stock.picking",
    "plan_id": "distribution.commission.plan",
    "rma_id": "rma",
    "schedule_id": "distribution.report.schedule",
    "statement_id": "distribution.statement",
    "suggestion_id": "distribution.level.suggestion",
}
WORDS = {"page": ["1", "2"], "act": ["role"], "kind": ["pdf"]}
# Odoo's own pages that show an outsider what outsiders wrote.
PAGES_OF_ODOO = (
    "/my",
    "/my/home",
    "/my/account",
    "/my/addresses",
    "/my/orders",
    "/my/quotes",
    "/my/invoices",
    "/my/security",
)
DOCUMENTS_OF_ODOO = {"sale.order": "/my/orders/{}", "account.move": "/my/invoices/{}"}


def list_screens(env):
    """Return what there is to look at, by kind."""
    return {
        "actions": list(_list_actions(env)),
        "pages": list(_list_pages(env)),
        "reports": list(_list_reports(env)),
    }


def _own(env, model):
    """Return the records of a model that our addons brought."""
    data = env["ir.model.data"].search(
        [("model", "=", model), ("module", "=like", "distribution\\_%")]
    )
    return env[model].browse(data.mapped("res_id")).exists()


def _list_actions(env):
    """Actions of our addons, and what else our menus open."""
    menus = env["ir.ui.menu"].with_context(**{"ir.ui.menu.full_list": True})
    roots = _own(env, "ir.ui.menu").filtered(lambda menu: not menu.parent_id)
    opened = menus.search([("id", "child_of", roots.ids)]).mapped("action")
    windows = {action.id: action for action in _own(env, "ir.actions.act_window")}
    clients = {action.id: action for action in _own(env, "ir.actions.client")}
    for action in filter(None, opened):
        target = windows if action._name == "ir.actions.act_window" else clients
        target.setdefault(action.id, action)
    for action in windows.values():
        if action.res_model in env:
            yield _describe(env, action)
    for action in clients.values():
        yield {"id": action.id, "name": action.name, "views": ["client"], "records": []}


def _describe(env, action):
    names = {
        "uid": env.uid,
        "time": time,
        "datetime": datetime,
        "dateutil": dateutil,
        "context_today": datetime.date.today,
        "allowed_company_ids": env.companies.ids,
        "active_id": 1,
        "active_ids": [1],
        "active_model": action.res_model,
    }
    model = env[action.res_model]
    views = [kind for kind in action.view_mode.split(",") if kind]
    records = []
    if not model._transient and "form" in views:
        try:
            domain = safe_eval(action.domain or "[]", names)
            records = model.search(domain, limit=RECORDS).ids or model.search([], limit=1).ids
        except Exception:  # noqa: BLE001 - some domains ask for what only the client knows
            records = model.search([], limit=RECORDS).ids
    bound = action.binding_model_id.model or _guess_bound(env, action.res_model)
    active = env[bound].search([], limit=RECORDS).ids if bound in env else []
    return {
        "id": action.id,
        "name": f"{action.name} ({action.res_model})",
        "views": views,
        "records": records,
        "target": action.target,
        "active": {"active_model": bound, "active_ids": active, "active_id": (active or [0])[0]},
    }


def _guess_bound(env, name):
    """Return the model that a wizard is about: its first link to one of ours, or to an order."""
    fields = env[name]._fields.values()
    targets = [field.comodel_name for field in fields if field.type == "many2one"]
    return next((one for one in targets if one.startswith(("distribution.", "sale.", "rma"))), name)


def _list_pages(env):
    """Every page of ours, with records that its visitor may see."""
    routes = [
        route["url"]
        for route in _find_routes(env)
        if route["kind"] == "http" and "GET" in route["methods"]
    ]
    for login in PORTAL_LOGINS:
        user = env["res.users"].search([("login", "=", login)])
        for url in routes:
            for path in _fill(env, url, user):
                yield {"login": login, "path": path}
        for path in PAGES_OF_ODOO:
            yield {"login": login, "path": path}
        for model, path in DOCUMENTS_OF_ODOO.items():
            for record in env[model].with_user(user).search([], limit=RECORDS):
                yield {"login": login, "path": path.format(record.id)}
    for path in _list_open_pages(env):
        yield {"login": None, "path": path}
    for url in routes:
        for path in _fill(env, url, env.user):
            yield {"login": "admin", "path": path}


def _fill(env, url, user):
    """Return addresses of a page with records of the visitor, a few."""
    paths = [url]
    for name in PARAMETER.findall(url):
        values = WORDS.get(name)
        if values is None and name in MODELS:
            model = env[MODELS[name]].with_user(user)
            limit = RECORDS if model.has_access("read") else 0
            values = model.search([], limit=limit).ids if limit else []
        if not values:
            return []
        paths = [re.sub(rf"<(\w+:)?{name}>", str(one), path) for path in paths for one in values]
    return paths


def _list_open_pages(env):
    """What whoever has a link sees."""
    for application in env["distribution.application"].search([], limit=4):
        link = application._sign_link()
        yield (
            link if link.startswith("/") else (f"/distribution/application/{application.id}/{link}")
        )
    for record in env["distribution.authorisation"].search([("token", "!=", False)], limit=3):
        yield f"/distribution/certificate/{record.token}"
    for code in env["distribution.purpose"].search([]).mapped("code"):
        yield f"/distribution/notice/{code}"
    yield "/distribution/join"
    yield "/distribution/join/thanks"


def _list_reports(env):
    """Our reports, and Odoo's papers about our orders, as pages."""
    reports = _own(env, "ir.actions.report") | env["ir.actions.report"].search(
        [("model", "in", ["sale.order", "stock.picking", "account.move", "rma"])]
    )
    for report in reports:
        if report.model in env and not env[report.model]._transient:
            for record in env[report.model].search([], limit=RECORDS + 1):
                yield f"/report/html/{report.report_name}/{record.id}"
