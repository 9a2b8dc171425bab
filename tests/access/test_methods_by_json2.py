"""Public methods ask for rights themselves: who may not read a record can do nothing with it."""

import pytest
from odoo.addons.distribution_member.tests.figures import note

from .clients import Json2, answer_all
from .rights import model_of
from .test_rights_by_json2 import ROLES

# A value for each parameter that some public method of ours has.
ARGUMENTS = {
    "compared_ids": [],
    "date": "2026-02-01",
    "date_end": "2026-02-01",
    "date_from": "2026-02-01",
    "date_to": "2026-03-01",
    "downline_moves_on": "2026-02-01",
    "entry_ids": [],
    "field": "bank_account",
    "kind": "order",
    "level_id": 1,
    "limit": 10,
    "message": "Probe",
    "offset": 0,
    "order_ids": [1],
    "product": 1,
    "qty": 1,
    "reason": "Probe",
    "scheduled_date": "2026-02-01 00:00:00",
    "text": "Firm",
    "uom": 1,
    "upline_id": False,
    "warehouse": 1,
}
REFUSED, SENTENCE = 403, 422
# Methods of a whole model that show what the caller may read, which is nothing to some.
LOOKS = {"find_in_tree", "get_tree_page"}
# Methods that change nothing: who may read a record may call them.
READING = (
    *("action_check_totals", "action_download", "action_open", "action_print"),
    "action_show_difference",
    *("check_totals", "find_in_tree"),
    *("get_tree_page", "get_upline_chain"),
    *("action_verify_seal", "verify_seal"),
    "action_estimate",  # shows what is told to nobody but who may see commission
    "simulate",  # asks for a run, which is a record of its own; rights: test_what_if.py
    "action_distribution_ask_reason",  # as the next
    "action_measure",  # has a figure computed anew by who reads the board; nobody chooses the value
    "action_retry",  # of finance and of the owner: see test_report_delivery.py
    "reject_tier",  # opens the dialog that rejects, which is nobody's who may not
    "restart_validation",  # says only that this cannot be done
)
REVEAL = "reveal"  # has roles of its own: see test_reveal_by_rpc.py
# They may write all that they read, or read nothing.
NO_MERE_READERS = ("outsider", "admin")
PRIVATE = {
    "distribution.member": ("_decrypt", "_write_state", "_get_or_create_anything"),
    "distribution.audit": ("_record", "_erase_texts"),
    "distribution.statement": ("_build_workbook",),
    "distribution.application": ("_sign_link",),
}


def test_every_public_method_is_listed(served_world):
    facts = served_world.facts
    listed = {name: {*methods} for name, methods in facts["listed"].items()}
    unlisted = {
        (name, method)
        for name, methods in facts["methods"].items()
        for method in methods
        if not any(method in listed[base] for base in listed)
    }
    assert unlisted == set()
    named = {name for name, methods in facts["methods"].items() if name.startswith("distribution.")}
    assert named <= {*listed}


def test_every_parameter_has_an_argument(served_world):
    wanted = {
        parameter
        for methods in served_world.facts["methods"].values()
        for method in methods.values()
        for parameter in method["parameters"]
    }
    assert wanted <= {*ARGUMENTS}, "add a value to ARGUMENTS"


@pytest.mark.parametrize("role", ROLES)
def test_methods_do_nothing_with_what_may_not_be_read_by(role, served_world):
    client = Json2(served_world, role)
    calls = list(_build_calls(served_world.facts, role))
    secrets = [row[0] for row in served_world.sql("SELECT token FROM distribution_authorisation")]
    secrets += [
        row[0] for row in served_world.sql("SELECT name FROM res_partner WHERE name LIKE 'Firm %'")
    ]
    before = served_world.digest()
    answers = answer_all(client, calls)
    after = served_world.digest()
    wrong = [
        f"{model}.{method}{ids}: {status}: {_find_secrets(answer, secrets)} {answer!s:.300}"
        for (model, method, ids, _named), (status, answer) in zip(calls, answers, strict=True)
        if not _is_refusal(method, status, answer) or _find_secrets(answer, secrets)
    ]
    wrong += [f"{name} was changed" for name in after if after[name] != before[name]]
    print(f"{role}: {len(calls)} calls")
    note(calls_of_methods=len(calls))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ROLES)
def test_methods_change_nothing_for(role, served_world):
    client = Json2(served_world, role)
    calls = list(_build_changes(served_world.facts, role))
    assert bool(calls) == (role not in NO_MERE_READERS)
    before = served_world.digest()
    answers = answer_all(client, calls)
    after = served_world.digest()
    wrong = [
        f"{model}.{method}{ids}: {status}: {answer!s:.300}"
        for (model, method, ids, _named), (status, answer) in zip(calls, answers, strict=True)
        if status != REFUSED
    ]
    wrong += [f"{name} was changed" for name in after if after[name] != before[name]]
    print(f"{role}: {len(calls)} calls")
    note(calls_of_methods=len(calls))
    assert not wrong, "\n".join(wrong)


@pytest.mark.parametrize("role", ("distributor", "user", "finance", "admin"))
def test_private_methods_are_refused_to(role, served_world):
    client = Json2(served_world, role)
    own = [served_world.facts["members"]["own"]]
    calls = [(name, method, own, {}) for name, methods in PRIVATE.items() for method in methods]
    assert {status for status, _answer in answer_all(client, calls)} == {403}


def _build_calls(facts, role):
    """Yield a call of each method with a record that the role may not read."""
    for key, table in facts["models"].items():
        methods = facts["methods"].get(model_of(key), {})
        cells = table["rights"][role]
        hidden = next(
            (
                record_id
                for relation, record_id in table["records"].items()
                if "read" not in cells.get(relation, ())
            ),
            None,
        )
        for name, method in methods.items():
            named = {parameter: ARGUMENTS[parameter] for parameter in method["parameters"]}
            if method["takes_ids"] and hidden:
                yield model_of(key), name, [hidden], named
            elif not method["takes_ids"] and not any(cells.values()):
                yield model_of(key), name, None, named


def _build_changes(facts, role):
    """Yield a call of each method that changes something with a record that is shown only."""
    for key, table in facts["models"].items():
        if key.endswith("(asked to decide)"):
            continue  # whoever is asked does more than read
        shown = [
            table["records"][relation]
            for relation, cell in table["rights"][role].items()
            if "read" in cell and "write" not in cell and relation in table["records"]
        ]
        for name, method in facts["methods"].get(model_of(key), {}).items():
            if shown and method["takes_ids"] and _is_change(name):
                named = {parameter: ARGUMENTS[parameter] for parameter in method["parameters"]}
                yield model_of(key), name, shown[:1], named


def _is_change(method):
    return method != REVEAL and not method.startswith(READING)


def _find_secrets(answer, secrets):
    return [text for text in secrets if text in str(answer)]


def _is_refusal(method, status, answer):
    """Tell whether nothing was told. That nothing was done is told by the tables."""
    if status in (REFUSED, SENTENCE):
        return True
    if method in LOOKS:
        return not answer or not any(answer)
    # The address of a page or of a list is no secret: what stands there is asked for there.
    return isinstance(answer, dict) and answer.get("type", "").startswith("ir.actions.")
