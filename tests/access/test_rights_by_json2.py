"""What the access tables say holds for clients that speak JSON-2."""

import pytest
from odoo.addons.distribution_member.tests.figures import note

from .clients import Json2, answer_all
from .rights import build_probes, count, find_deviations, find_untried, model_of

ROLES = (
    "distributor",
    "distributor_buyer",
    "distributor_finance",
    "distributor_viewer",
    "outsider",
    "user",
    "reviewer",
    "manager",
    "finance",
    "admin",
)


def test_every_role_and_model_is_in_the_tables(served_world):
    facts = served_world.facts
    assert {*facts["roles"]} == {*ROLES}
    note(roles=len(ROLES))
    assert {*facts["own_models"]} <= {model_of(key) for key in facts["models"]}


@pytest.mark.parametrize("role", ROLES)
def test_rights_of(role, served_world):
    client, models = Json2(served_world, role), served_world.facts["models"]
    refused, allowed = build_probes(models, role)
    before = served_world.digest()
    deviations = find_deviations(client, refused)
    after = served_world.digest()
    deviations += [f"{name} was changed" for name in after if after[name] != before[name]]
    deviations += find_deviations(client, allowed)
    print(f"{role}: {count(refused)} refused, {count(allowed)} allowed")
    note(probes_by_json2=len(refused) + len(allowed), refused_by_json2=len(refused))
    assert not deviations, "\n".join(deviations)
    assert find_untried(models, refused + allowed) == set()


@pytest.mark.parametrize("role", ROLES)
def test_search_finds_what_may_be_read_by(role, served_world):
    client = Json2(served_world, role)
    models = served_world.facts["models"]
    answers = answer_all(client, [_search(key, table) for key, table in models.items()])
    for (key, table), (status, answer) in zip(models.items(), answers, strict=True):
        cells = table["rights"][role]
        allowed = {
            record_id
            for relation, record_id in table["records"].items()
            if "read" in cells.get(relation, ())  # nobody is allowed a stranger's wizard
        }
        found = {row["id"] for row in answer} if status == 200 else set()
        assert status == 200 or status == 403 and not allowed, (key, status, answer)
        assert found == allowed, key


def test_calls_without_a_valid_key_are_refused(served_world):
    stranger = Json2(served_world, "admin")
    stranger.key = "0" * 40
    models = {model_of(key) for key in served_world.facts["models"]}
    calls = [(name, "search_read", None, {"domain": []}) for name in sorted(models)]
    assert {status for status, _answer in answer_all(stranger, calls)} == {401}


def _search(key, table):
    domain = [["id", "in", list(table["records"].values())]]
    return model_of(key), "search_read", None, {"domain": domain, "fields": ["display_name"]}
