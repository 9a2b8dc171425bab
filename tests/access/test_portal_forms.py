"""Forms take what they ask for and nothing else, from their own pages only."""

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

import pytest
from odoo.addons.distribution_member.tests.figures import note

from .portal_steps import (
    MY,
    accept,
    accept_prices,
    add_address,
    answer,
    apply,
    ask,
    ask_for_link,
    change_role,
    confirm,
    consent,
    decide,
    dispute,
    end_link,
    fill_cart,
    give_back,
    invite,
    judge_lines,
    keep,
    make_link,
    object_late,
    object_to,
    read_all,
    receive,
    report_goods,
    send_feedback,
    state,
    submit_nothing,
    switch,
    take_back,
)
from .strange import Request
from .visitors import Visitor

LINK = "/distribution/application/<int:application_id>/<string:token>"
PEOPLE = ("res.users", "res.partner", "distribution.member.user")
# Nobody is asked for a token there, for this reason.
WITHOUT_TOKEN = {
    "/distribution/join/regions": "it only reads, and takes JSON, which forms cannot send",
}
VISITOR = "distributor"


@dataclass(frozen=True, slots=True)
class Form:
    """One form, as it is filled in.

    `steps`  function(facts, page, number) giving [(address, values)] that work for each number;
             `page` asks for a page as the visitor does
    `models` whose fields are sent besides
    `says`   where one is sent after it
    """

    steps: Callable
    models: tuple
    says: str
    changes: bool = True


# The routes of a form, and how it is filled in.
FORMS = {
    (f"{MY}/colleagues/invite",): Form(invite, PEOPLE, f"{MY}/colleagues"),
    (f"{MY}/colleagues/<int:colleague_id>/<string:act>",): Form(
        change_role, PEOPLE, f"{MY}/colleagues"
    ),
    (f"{MY}/deliveries/<int:picking_id>/receive",): Form(
        receive,
        ("distribution.delivery.receipt", "distribution.delivery.receipt.line"),
        f"{MY}/deliveries/<int:picking_id>",
    ),
    (f"{MY}/cross-cases/send",): Form(
        report_goods, ("distribution.cross.case", "distribution.member"), f"{MY}/cross-cases"
    ),
    (f"{MY}/cross-cases/<int:cross_case_id>/answer",): Form(
        state,
        ("distribution.cross.case", "distribution.member"),
        f"{MY}/cross-cases/<int:cross_case_id>",
    ),
    (f"{MY}/cross-cases/<int:cross_case_id>/object",): Form(
        object_late, ("distribution.cross.case", "distribution.member"), "shown", changes=False
    ),
    (f"{MY}/feedback/send",): Form(send_feedback, ("distribution.feedback",), f"{MY}/feedback"),
    (f"{MY}/invite/link",): Form(
        make_link, ("distribution.referral.link", "distribution.member"), f"{MY}/invite"
    ),
    (f"{MY}/invite/<int:referral_link_id>/end",): Form(
        end_link, ("distribution.referral.link", "distribution.member"), f"{MY}/invite"
    ),
    (f"{MY}/levels/<int:suggestion_id>/object",): Form(
        object_to, ("distribution.level.suggestion", "distribution.member"), f"{MY}/levels"
    ),
    (f"{MY}/messages/read",): Form(
        read_all, ("distribution.message", "res.users"), f"{MY}/messages"
    ),
    # The lines of a cart are one JSON value, which is nobody's column to look for.
    (f"{MY}/order/cart",): Form(fill_cart, ("distribution.cart", "distribution.member"), "shown"),
    (f"{MY}/order/address",): Form(add_address, ("res.partner", "distribution.member"), "shown"),
    (f"{MY}/order/submit",): Form(
        submit_nothing, ("sale.order", "distribution.member"), "shown", changes=False
    ),
    (f"{MY}/order/lines",): Form(
        judge_lines, ("sale.order", "distribution.member"), "shown", changes=False
    ),
    (f"{MY}/orders/<int:order_id>/accept-prices",): Form(
        accept_prices,
        ("sale.order", "distribution.member"),
        f"{MY}/orders/<int:order_id>",
        changes=False,
    ),
    (f"{MY}/orders/<int:order_id>/withdraw",): Form(
        take_back, ("sale.order", "distribution.member"), f"{MY}/order"
    ),
    (f"{MY}/approvals/<int:order_id>/<string:decision>",): Form(
        decide, ("sale.order", "tier.review"), f"{MY}/approvals"
    ),
    (f"{MY}/returns/send",): Form(give_back, ("rma", "stock.move"), f"{MY}/returns"),
    (f"{MY}/returns/<int:rma_id>/withdraw",): Form(
        keep, ("rma", "distribution.member"), f"{MY}/returns"
    ),
    (f"{MY}/plans/<int:plan_id>/accept",): Form(
        accept,
        ("distribution.commission.acceptance", "distribution.commission.plan"),
        f"{MY}/plans/<int:plan_id>",
    ),
    (f"{MY}/privacy/consent",): Form(
        consent, ("distribution.consent", "distribution.member"), f"{MY}/privacy"
    ),
    (f"{MY}/privacy/request",): Form(
        ask, ("distribution.privacy.request", "distribution.member"), f"{MY}/privacy"
    ),
    (f"{MY}/statements/<int:statement_id>/confirm",): Form(
        confirm,
        ("distribution.statement", "distribution.statement.dispute"),
        f"{MY}/statements/<int:statement_id>",
    ),
    (f"{MY}/statements/<int:statement_id>/dispute",): Form(
        dispute,
        ("distribution.statement", "distribution.statement.dispute"),
        f"{MY}/statements/<int:statement_id>",
    ),
    (f"{MY}/switch",): Form(switch, ("distribution.member", "res.users"), MY, changes=False),
    ("/distribution/join/send",): Form(
        apply, ("distribution.application", "distribution.member", "res.partner"), LINK
    ),
    (f"{LINK}/answer", f"{LINK}/withdraw"): Form(
        answer,
        ("distribution.application", "distribution.document", "distribution.application.event"),
        LINK,
    ),
    ("/distribution/join/link",): Form(ask_for_link, ("distribution.link.request",), "shown"),
}
# These take no form, whatever the method: what they read is in the address.
NO_FORM = "GET"


@pytest.fixture(scope="module")
def visitor(served_world):
    return Visitor(served_world, served_world.facts["roles"][VISITOR]["login"])


def test_every_form_is_in_the_table(served_world):
    posts = {
        route["url"]
        for route in served_world.facts["portal"]["routes"]
        if NO_FORM not in route["methods"] or route["url"] == "/distribution/join/link"
    }
    assert posts == {url for urls in FORMS for url in urls}


@pytest.mark.parametrize("urls", FORMS, ids=lambda urls: urls[0].rpartition("/")[2])
def test_nothing_besides_arrives(urls, visitor, served_world):
    form, facts = FORMS[urls], served_world.facts
    harm = facts["portal"]["harm"]
    tables = sorted({row["place"][0] for rows in harm.values() for row in rows})
    usual = _fill_in(served_world, visitor, form, 0, [], tables)
    assert bool(usual) == form.changes
    for number, model in enumerate(form.models, 1):
        found = _fill_in(served_world, visitor, form, number, harm[model], tables)
        arrived = {row["name"] for row in harm[model] if _has_arrived(row, found - usual)}
        note(extra_keys=len(harm[model]), arrived_keys=len(arrived))
        assert arrived == set(), model


def test_forms_without_the_token_of_their_page_are_refused(visitor, served_world):
    routes = served_world.facts["portal"]["routes"]
    free = {route["url"] for route in routes if not route["csrf"] or route["kind"] != "http"}
    assert free == {*WITHOUT_TOKEN}
    steps = [
        step
        for form in FORMS.values()
        for step in form.steps(served_world.facts, lambda url: visitor.ask("GET", url), 5)
    ]
    addresses = [route["url"] for route in routes if "<" not in route["url"]]
    posts = [(url, {}) for url in addresses if url not in free]
    posts = [post for post in posts if "POST" in _methods(routes, post[0])]
    assert len(steps) > len(FORMS) and len(posts) > len(FORMS)
    before = served_world.digest()
    statuses = {
        url: visitor.ask("POST", url, values, with_token=False).status
        for url, values in (*steps, *posts)
    }
    note(posts_without_token=len(statuses))
    assert {url: status for url, status in statuses.items() if status != 400} == {}
    assert served_world.digest() == before


@pytest.mark.parametrize(
    "kind", ("text/plain", "application/x-www-form-urlencoded", "multipart/form-data; boundary=x")
)
def test_json_routes_take_nothing_that_forms_of_other_sites_can_send(kind, visitor):
    body = b'{"params": {"parent_id": 1}}'
    requests = [Request(url, "POST", url, body, kind) for url in WITHOUT_TOKEN]
    assert {page.status for page in visitor.send_all(requests)} == {415}


def _methods(routes, url):
    return next(route["methods"] for route in routes if route["url"] == url)


def _fill_in(world, visitor, form, number, harm, tables):
    """Fill in a form with more than it asks for; return what has changed as places with values."""
    before = _read_rows(world, tables)
    for address, values in form.steps(world.facts, lambda url: visitor.ask("GET", url), number):
        further = {row["name"]: row["sent"] for row in harm}
        page = visitor.ask("POST", address, {**further, **values})
        said = page.text.partition('role="alert"')[2] or page.text
        assert _is_like(page.outcome, form.says), (address, page.outcome, said[:500])
    return {
        (table, column, json.dumps(value))
        for table, rows in _read_rows(world, tables).items()
        for row in rows - before[table]
        for column, value in json.loads(row).items()
    }


def _has_arrived(row, found):
    """Tell whether a value is found where its field is kept, be it as a part of a longer text."""
    value = row["value"]
    return any(
        text == json.dumps(value) or (isinstance(value, str) and value in text)
        for table, column, text in found
        if [table, column] == row["place"]
    )


def _read_rows(world, tables):
    """Return {table: its rows as JSON}."""
    rows = {table: set() for table in tables}
    asked = (f"SELECT '{table}', to_jsonb(t)::text FROM {table} t" for table in tables)  # noqa: S608
    for table, row in world.sql(" UNION ALL ".join(asked)):
        rows[table].add(row)
    return rows


def _is_like(outcome, url):
    """Tell whether a path is one of a route."""
    pattern = re.sub(r"<\w+:\w+>", "[^/]+", url)
    return re.fullmatch(pattern, str(outcome)) is not None
