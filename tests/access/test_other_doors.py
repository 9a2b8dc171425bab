"""Whoever may not read a record learns nothing of it through any other door of Odoo's.

Reads for screens, groups, exports, copies, messages, files and reports, each with a record that the
role may not read.
"""

import pytest
from odoo.addons.distribution_member.tests.figures import is_long_run, note

from .clients import Json2, answer_all
from .rights import model_of
from .test_rights_by_json2 import ROLES
from .visitors import Visitor

REFUSED = (403, 404, 422)
EVERY = 1 if is_long_run() else 12  # one table of so many; each role begins elsewhere


def test_doors_are_closed_to_nobody_who_may_read(served_world):
    """The doors open for whoever may: a refusal of everything would prove nothing."""
    client, facts = Json2(served_world, "admin"), served_world.facts
    table = facts["models"]["distribution.member"]
    answers = answer_all(client, _knock("distribution.member", table["records"]["own"]))
    opened = [not _is_closed(*answer) for answer in answers]
    # Messages and files are there when somebody wrote or filed some; whoever may not export does
    # not, and a member is not copied.
    assert opened[:4] == [True] * 4, answers


@pytest.mark.parametrize("role", ROLES)
def test_nothing_is_told_by_other_methods_to(role, served_world):
    client, facts = Json2(served_world, role), served_world.facts
    calls = [call for name, record_id in _hidden(facts, role) for call in _knock(name, record_id)]
    before = served_world.digest()
    answers = answer_all(client, calls)
    after = served_world.digest()
    wrong = [
        f"{model}.{method} {named}: {status} {answer!s:.200}"
        for (model, method, _ids, named), (status, answer) in zip(calls, answers, strict=True)
        if not _is_closed(status, answer)
    ]
    wrong += [f"{name} was changed" for name in after if after[name] != before[name]]
    note(other_doors=len(calls))
    assert not wrong, "\n".join(wrong)
    assert calls


@pytest.mark.parametrize("role", ("distributor", "distributor_viewer", "outsider", "user"))
def test_no_file_is_given_to(role, served_world):
    facts = served_world.facts
    visitor = Visitor(served_world, facts["roles"][role]["login"])
    addresses = [
        f"/web/{kind}/{name}/{record_id}/{field}"
        for name, record_id in _hidden(facts, role)
        for kind, field in (("content", "display_name"), ("content", "message_main_attachment_id"))
    ]
    hidden = dict(_hidden(facts, role))
    files = served_world.sql(
        "SELECT id, COALESCE(access_token, ''), res_model, res_id FROM ir_attachment"
        " WHERE res_model LIKE 'distribution.%' AND NOT COALESCE(public, FALSE)"
    )
    secret = [row for row in files if hidden.get(row[2]) == row[3]]
    addresses += [f"/web/content/{row[0]}" for row in secret]
    addresses += [f"/web/content/{row[0]}?access_token=x{row[1][1:]}" for row in secret]
    assert _find_open(visitor, addresses) == {}


@pytest.mark.parametrize("role", ("distributor", "distributor_viewer", "outsider", "user"))
def test_no_report_is_printed_for(role, served_world):
    facts = served_world.facts
    visitor = Visitor(served_world, facts["roles"][role]["login"])
    reports = served_world.sql(
        "SELECT report_name, model FROM ir_act_report_xml WHERE report_name LIKE 'distribution%'"
    )
    assert reports
    addresses = []
    for report, model in reports:
        for key, table in facts["models"].items():
            cells = table["rights"][role]
            ids = [
                (record_id, "read" in cells.get(relation, ()))
                for relation, record_id in table["records"].items()
            ]
            if model_of(key) == model and not all(may for _id, may in ids):
                # What may be read does not take along what may not.
                every = ",".join(str(record_id) for record_id, _may in ids)
                foreign = next(record_id for record_id, may in ids if not may)
                addresses += [f"/report/html/{report}/{every}", f"/report/pdf/{report}/{foreign}"]
    assert addresses
    assert _find_open(visitor, addresses) == {}


def _find_open(visitor, addresses):
    """Return the addresses whose page the visitor is given."""
    pages = visitor.ask_all([("GET", address, None) for address in addresses])
    note(other_doors=len(addresses))
    return {
        address: page.status
        for address, page in zip(addresses, pages, strict=True)
        if page.status == 200
    }


def _hidden(facts, role):
    """Yield (model, id) of one record of each table that the role may not read."""
    first = ROLES.index(role) % EVERY
    for key, table in list(facts["models"].items())[first::EVERY]:
        cells = table["rights"][role]
        for relation, record_id in table["records"].items():
            if "read" not in cells.get(relation, ()) and not table["transient"]:
                yield model_of(key), record_id
                break


def _knock(model, record_id):
    """Return calls that would tell something of a record."""
    domain = [["id", "=", record_id]]
    about = [["res_id", "=", record_id]]
    return [
        (model, "web_read", [record_id], {"specification": {"display_name": {}}}),
        (model, "web_search_read", None, {"domain": domain, "specification": {"id": {}}}),
        (model, "search_count", None, {"domain": domain}),
        (model, "name_search", None, {"domain": domain, "name": ""}),
        (
            model,
            "formatted_read_group",
            None,
            {"domain": domain, "groupby": [], "aggregates": ["__count"]},
        ),
        (model, "export_data", [record_id], {"fields_to_export": ["id", "display_name"]}),
        (model, "copy", [record_id], {}),
        (
            "mail.message",
            "search_read",
            None,
            {"domain": [["model", "=", model], *about], "fields": ["body"]},
        ),
        (
            "ir.attachment",
            "search_read",
            None,
            {"domain": [["res_model", "=", model], *about], "fields": ["name"]},
        ),
    ]


def _is_closed(status, answer):
    """Tell whether nothing was told."""
    if status in REFUSED or not answer:
        return True
    if isinstance(answer, dict):
        return not answer.get("records", True)
    if not isinstance(answer, list):
        return False
    return [row.get("__count") for row in answer if isinstance(row, dict)] == [0]
