"""A real database of ours: backed up, proven, damaged in every way, restored into its place."""

import os
import shutil

import pytest

from scripts import databases, odoo_process
from scripts.backup_drill import damages, settings, tools
from scripts.cluster import TEST
from scripts.paths import LOCAL

from distribution_backup import config as configurations  # isort: skip
from distribution_backup import odoo  # isort: skip
from distribution_backup.refusal import Refused  # isort: skip
from distribution_backup.restore import Copy  # isort: skip

SCRIPT = """
from tests.backup import small_company
small_company.build(env)
"""


@pytest.fixture(scope="module")
def company():
    """Return folder and configuration of a database with two dumps."""
    database = f"backup_{os.getpid()}"
    home = LOCAL / database
    shutil.rmtree(home, ignore_errors=True)
    home.mkdir()
    databases.create(database, cluster=TEST)
    odoo_process.captured_script(database, SCRIPT, cluster=TEST)
    conf = home / "odoo.conf"
    odoo_process.write_configuration(TEST, conf)
    source = settings.Source(
        database=database,
        host=TEST.socket_dir,
        odoo_data=TEST.odoo_data,
        odoo_conf=conf,
        data=TEST.home / "data",
    )
    path = settings.write(home, source)
    tools.must(path, "dump")
    again = tools.must(path, "dump")
    assert again.value("files_new") == "0"
    yield home, path
    for name in databases.names(TEST):
        if name.startswith(database):
            databases.drop(name, TEST)
    shutil.rmtree(home, ignore_errors=True)


@pytest.fixture
def in_place(company):
    """Return the configuration, and the company's own database as a copy to be looked at."""
    config = configurations.read(company[1])
    return config, Copy(database=config.database, data_dir=TEST.odoo_data)


def ask(company, query, database=""):
    name = database or configurations.read(company[1]).database
    return TEST.sql(query, database=name)[0][0]


def test_good_backup_is_proven_and_its_pages_open(company):
    outcome = tools.must(company[1], "verify")
    assert "/web/login" in outcome.value("pages")
    assert "/my/distribution/statements/" in outcome.value("pages")
    names = databases.names(TEST)
    assert not [name for name in names if name.endswith("z") and "_restore_" in name]
    assert "ok    verified" in tools.call(company[1], "status").text


@pytest.mark.parametrize("kind", [*damages.KINDS, *damages.SLOW_KINDS], ids=lambda kind: kind.name)
def test_damaged_backup_is_refused_and_the_cause_named(company, kind):
    is_refused, said = damages.suffer(*company, kind)
    assert is_refused, said


def test_ledger_that_was_changed_is_refused(company, in_place):
    change = (
        "SET session_replication_role = replica",
        "UPDATE distribution_commission_entry SET amount = amount + {}"
        " WHERE id = (SELECT MIN(id) FROM distribution_commission_entry)",
    )
    superuser = {**TEST.connection(in_place[1].database), "user": "postgres"}
    TEST.sql(change[0], change[1].format(1), "SELECT 1", connection=superuser)
    try:
        with pytest.raises(Refused, match="the ledger is not as it must be"):
            odoo.check(*in_place)
    finally:
        TEST.sql(change[0], change[1].format(-1), "SELECT 1", connection=superuser)


def test_missing_key_ring_of_sensitive_values_is_said(company, in_place):
    text = company[1].read_text()
    company[1].write_text(text.replace("key_ring = " + str(settings.KEY_RING), "key_ring = /no"))
    try:
        with pytest.raises(Refused, match="sensitive values cannot be read"):
            odoo.check(configurations.read(company[1]), in_place[1])
    finally:
        company[1].write_text(text)


def test_neutralised_copy_replaces_nothing(company):
    outcome = tools.call(company[1], "restore", "--replace", "--neutralize")
    assert outcome.code == 1
    assert "does not replace" in outcome.text


def test_neutralised_copy_can_reach_nobody(company):
    outcome = tools.must(company[1], "restore", "--neutralize")
    copy = outcome.text.split("restored as the database ")[1].partition(",")[0]
    assert ask(company, "SELECT COUNT(*) FROM distribution_erp_backend WHERE active", copy) == 0
    assert ask(company, "SELECT COUNT(*) FROM distribution_erp_backend", copy) == 1
    real = "SELECT COUNT(*) FROM ir_mail_server WHERE active AND smtp_host = 'mail.example.com'"
    assert ask(company, real, copy) == 0
    assert ask(company, real) == 1
    databases.drop(copy, TEST)


def test_restored_backup_takes_the_place_of_what_was_there(company):
    config = configurations.read(company[1])
    marked = "SELECT COUNT(*) FROM res_partner WHERE name = 'after the backup'"
    TEST.sql(
        "UPDATE res_partner SET name = 'after the backup' WHERE id = 1",
        "SELECT 1",
        database=config.database,
    )
    outcome = tools.must(company[1], "restore", "--replace")
    assert ask(company, marked) == 0
    assert config.filestore.is_dir()
    aside = outcome.text.split("what was there is now the database ")[1].split()[0]
    assert ask(company, marked, aside) == 1
