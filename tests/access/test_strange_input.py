"""Whatever is sent to a page of ours: no error of ours, and nothing of our inside in the answer."""

import os
import re

import pytest
from odoo.addons.distribution_member.tests.figures import note

from .strange import Maker
from .test_portal_forms import FORMS
from .visitors import Visitor

COUNT = int(os.environ.get("STRANGE_INPUTS", "300"))  # `make security` sends more
SEED = int(os.environ.get("SEED", "1"))
SPARE = 4  # of the records to use up, which no other test of forms takes
VISITORS = ("distributor", "public")
INSIDE = re.compile(
    r"Traceback \(most recent|psycopg2|odoo\.(?:exceptions|tools|http|addons)|werkzeug\.|QWeb"
    r"|File \"/|\b(?:SELECT|INSERT INTO|UPDATE|DELETE FROM) \S+ (?:FROM|SET|WHERE|\()"
)


@pytest.mark.parametrize("name", VISITORS)
def test_strange_input_is_no_error_of_ours(name, served_world):
    facts = served_world.facts
    login = None if name == "public" else facts["roles"][name]["login"]
    visitor = Visitor(served_world, login)
    maker = Maker(facts, name, token=visitor.csrf_token, forms=_fill_in(facts), seed=SEED)
    requests = maker.make(COUNT // len(VISITORS))
    answers = visitor.send_all(requests)
    wrong = [
        f"{request}: {page.status} {INSIDE.findall(page.text)[:3]} {page.text[-300:]}"
        for request, page in zip(requests, answers, strict=True)
        if page.status >= 500 or INSIDE.search(page.text)
    ]
    note(strange_inputs=len(requests))
    assert not wrong, "\n".join(wrong)
    tried = {request.url for request in requests}
    assert tried == {route["url"] for route in facts["portal"]["routes"]}
    # Some of it was taken for what it is: a page that refuses everything would prove little.
    assert {200, 404} <= {page.status for page in answers}


def test_the_inside_of_an_answer_is_found():
    for text in (
        "Traceback (most recent call last)",
        "psycopg2.errors.InvalidTextRepresentation",
        "SELECT id FROM res_users",
    ):
        assert INSIDE.search(text)


def _fill_in(facts):
    """Return {url of a route: [(address, values)] as people fill it in}."""
    forms = {}
    for urls, form in FORMS.items():
        # Some forms are filled in from their page; those are tried without its ids.
        try:
            steps = form.steps(facts, None, SPARE)
        except TypeError:
            continue
        for url in urls:
            pattern = re.compile(re.sub(r"<\w+:\w+>", "[^/]+", url))
            forms[url] = [step for step in steps if pattern.fullmatch(step[0])]
    return forms
