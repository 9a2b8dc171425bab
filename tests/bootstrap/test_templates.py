"""Templates and copies: complete or absent, also after a kill; stamps tell when they are stale."""

import pytest

from scripts import databases, template_contents
from scripts.cluster import TEST
from scripts.lock import locked
from scripts.problem import Problem


def test_copy_has_the_files_of_its_template(fresh_database, run_in_odoo):
    name = fresh_database("tpl_all")
    printed = run_in_odoo(
        name,
        "a = env['ir.attachment'].search([('store_fname', '!=', False)])\n"
        "print(sum(1 for r in a if not r.raw and r.file_size))",
    )
    assert printed.strip() == "0"


def test_templates_say_what_they_are_made_from_and_nothing_half_made_is_left():
    assert len(databases.stamp_of("tpl_deps", TEST)) == 64
    with locked():  # whoever builds one holds the lock
        assert not {name for name in databases.names(TEST) if name.endswith("_partial")}


def test_killed_template_build_is_started_over(monkeypatch):
    """What a killed build leaves (a partial database, with files) does not stand in the way."""
    template = databases.Template("tpl_probe", "probe", None, lambda: "1", _leave_trace)
    monkeypatch.setitem(databases.TEMPLATES, "tpl_probe", template)
    TEST.sql('CREATE DATABASE "tpl_probe_partial"')
    left = TEST.odoo_data / "filestore" / "tpl_probe_partial" / "ab"
    left.mkdir(parents=True)
    try:
        databases.ensure("tpl_probe", TEST)
        assert TEST.sql("SELECT x FROM trace", database="tpl_probe") == [[1]]
        assert not (TEST.odoo_data / "filestore" / "tpl_probe" / "ab").exists()
    finally:
        databases.drop("tpl_probe", TEST)


def _leave_trace(name, cluster):
    cluster.sql("CREATE TABLE trace AS SELECT 1 AS x", database=name)


def test_stamp_changes_with_what_leaves_a_trace_only(tmp_path, monkeypatch):
    addon = tmp_path / "addons" / "distribution_probe"
    (addon / "tests").mkdir(parents=True)
    (addon / "__manifest__.py").write_text("{'depends': []}")
    monkeypatch.setattr(template_contents, "ADDONS", tmp_path / "addons")
    monkeypatch.setattr(template_contents, "ROOT", tmp_path)
    before = template_contents.addons_digest(["distribution_probe"])
    (addon / "tests" / "test_x.py").write_text("")
    assert template_contents.addons_digest(["distribution_probe"]) == before
    (addon / "data.xml").write_text("<odoo/>")
    assert template_contents.addons_digest(["distribution_probe"]) != before


def test_template_names_are_protected():
    with pytest.raises(Problem, match="overwrite a template"):
        databases.create("tpl_all", "tpl_deps", TEST)
