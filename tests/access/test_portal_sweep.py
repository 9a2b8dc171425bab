"""Every page, asked for by everybody, with everybody's ids and with nonsense.

Each answer is the one that `portal_routes.py` declares; none is an error of ours, none tells what
is another member's, and what is refused changes nothing.
"""

import pytest
from odoo.addons.distribution_member.tests.figures import note

from .portal_routes import ROUTES
from .portal_says import VISITORS, member_of
from .sweep import NUMBERS, TEXTS, build_odd_queries, build_visits
from .visitors import Visitor

REGIONS = "/distribution/join/regions"


@pytest.fixture(scope="module")
def visit_as(served_world):
    """Return a function that gives a visitor with a session."""
    known = {}

    def log_in(name):
        facts = served_world.facts
        logins = {**facts["portal"]["visitors"], "public": None}
        if name not in known:
            login = logins[name] if name in logins else facts["roles"][name]["login"]
            known[name] = Visitor(served_world, login)
        return known[name]

    return log_in


def test_every_route_is_in_the_table(served_world):
    urls = {route["url"] for route in served_world.facts["portal"]["routes"]}
    note(routes=len(urls), untold_routes=len(urls ^ {*ROUTES}))
    assert urls == {*ROUTES}, "say in portal_routes.py who is shown what there"


@pytest.mark.parametrize("name", VISITORS)
def test_pages_answer_as_declared_to(name, visit_as, served_world):
    visitor, secrets = visit_as(name), served_world.facts["portal"]["secrets"]
    visits = build_visits(served_world.facts, name)
    harmless = [visit for visit in visits if visit.is_harmless]
    before = served_world.digest()
    wrong, _told = _visit_all(visitor, harmless, secrets)
    after = served_world.digest()
    wrong += [f"{table} was changed" for table in after if after[table] != before[table]]
    shown = [visit for visit in visits if not visit.is_harmless]
    found, told = _visit_all(visitor, shown, secrets)
    print(f"{name}: {len(harmless)} refused, {len(shown)} shown")
    note(probes_by_portal=len(visits), refused_by_portal=len(harmless))
    assert not wrong + found, "\n".join(wrong + found)
    if member := member_of(name):
        # A page that shows nothing would tell nothing, too.
        assert name == "frozen" or member in told


def test_odd_queries_change_no_answer(visit_as, served_world):
    visits = build_odd_queries(served_world.facts, "distributor")
    secrets = served_world.facts["portal"]["secrets"]
    wrong, _told = _visit_all(visit_as("distributor"), visits, secrets)
    print(f"{len(visits)} odd queries")
    note(probes_by_portal=len(visits))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("name", ("public", "distributor"))
def test_regions_are_listed_for_ids_only(name, visit_as, served_world):
    visitor = visit_as(name)
    city = served_world.sql("SELECT id FROM distribution_region WHERE code = 'T-CITY'")[0][0]
    status, answer = visitor.send_json(REGIONS, {"parent_id": city})
    assert (status, [*answer["result"][0]]) == (200, ["id", "name"])
    for value in (*NUMBERS, *TEXTS, None, True, [city], {"id": city}, 1.5, ""):
        status, answer = visitor.send_json(REGIONS, {"parent_id": value})
        assert (status, answer.get("result")) == (200, []), (value, answer)


def _visit_all(visitor, visits, secrets):
    """Return (a line for each wrong answer, the relations whose texts stood in the pages)."""
    pages = visitor.ask_all([visit.call for visit in visits])
    found = [visit.find_deviation(page, secrets) for visit, page in zip(visits, pages, strict=True)]
    told = {
        relation for relation, texts in secrets.items() if any(page.find(texts) for page in pages)
    }
    return [deviation for deviation in found if deviation], told
