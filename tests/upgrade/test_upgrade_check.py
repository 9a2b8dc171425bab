"""The short form of `make upgrade-check`: the addon of members, from the first that landed."""

import pytest

from scripts import databases, log_gate
from scripts.cluster import TEST
from scripts.upgrade_check import kept, old_database, records, schema, upgrading, versions

MEMBERS = ["distribution_member"]
NAME = "upgrade_short"


@pytest.fixture(scope="module")
def upgraded():
    """Return (the old records, what was kept before, the log) of a database that was upgraded."""
    version = versions.LANDED[0]
    if not versions.is_history_here():
        pytest.skip("the history is not in this clone: git fetch --unshallow")
    versions.check_out(version)
    try:
        old_database.build(version, NAME, addons=MEMBERS, base="tpl_deps")
    finally:
        versions.remove(version)
    old, before = records.Records(NAME, TEST, MEMBERS), kept.read(NAME, TEST)
    log, _seconds = upgrading.upgrade(NAME, MEMBERS)
    yield old, before, log
    databases.drop(NAME, TEST)


def test_log_has_nothing_to_complain_of(upgraded):
    _old, _before, log = upgraded
    assert log_gate.check([log]) == []


def test_rules_and_crons_are_those_of_a_fresh_database(upgraded):
    old, _before, _log = upgraded
    now, fresh = records.Records(NAME, TEST, MEMBERS), records.Records("tpl_all", TEST, MEMBERS)
    # What other addons add to this one's models and groups is missing.
    now.links = fresh.links = set()
    found = records.differences(old, now, fresh)
    kept_by_odoo = [line for line in found if "_rule_" in line or ".ir_cron_" in line]
    assert [line for line in kept_by_odoo if not line.endswith(": missing")] == []


def test_schema_has_nothing_else_than_a_fresh_database(upgraded):
    found = schema.differences(schema.read(NAME, TEST), schema.read("tpl_all", TEST))
    # What the other addons bring is missing.
    assert [line for line in found if not line.endswith(": missing")] == []


def test_nothing_is_lost(upgraded):
    _old, before, _log = upgraded
    assert list(kept.losses(before, kept.read(NAME, TEST), set())) == []


def test_comparison_finds_what_is_otherwise(upgraded):
    """A check that cannot fail proves nothing: change a right, a column and a row."""
    old, _before, _log = upgraded
    fresh = records.Records("tpl_all", TEST, MEMBERS)
    before = kept.read(NAME, TEST)
    broken = schema.read(NAME, TEST)
    TEST.sql(
        "ALTER TABLE distribution_level ALTER COLUMN rank DROP NOT NULL",
        "UPDATE ir_rule SET domain_force = '[]' WHERE id = (SELECT res_id FROM ir_model_data"
        " WHERE module = 'distribution_member' AND model = 'ir.rule' ORDER BY name LIMIT 1)",
        "DELETE FROM distribution_document_type",
        database=NAME,
    )
    assert list(schema.differences(schema.read(NAME, TEST), broken))
    now = records.Records(NAME, TEST, MEMBERS)
    assert [line for line in records.differences(now, now, fresh) if ".domain_force" in line]
    assert list(kept.losses(before, kept.read(NAME, TEST), set()))
    assert old.ours
