"""Packages are known by their hashes; what is known to be weak stops the audit."""

import pytest

from scripts import audit, pins
from scripts.paths import ROOT
from scripts.problem import Problem

VULNERABLE = {
    "name": "Werk_Zeug",
    "version": "1.0",
    "vulns": [{"id": "PYSEC-1", "aliases": ["CVE-2026-1"]}],
}
SOUND = {"name": "sound", "version": "2", "vulns": []}


def findings(*packages):
    """Return what is found when the source says this."""
    found = audit.Findings()
    found.add({"dependencies": packages})
    return found


def test_every_file_is_known_by_its_hashes():
    assert list(pins.without_hashes()) == []


@pytest.mark.parametrize("name", pins.FILES)
def test_a_file_is_written_as_it_is_read(name):
    text = (ROOT / name).read_text()
    assert "".join(f"{line.render()}\n" for line in pins.read(text)) == text


@pytest.mark.parametrize("line", ["new==1.0", "loose>=1.0 --hash=sha256:" + "0" * 64, "bare"])
def test_a_package_without_version_or_hash_is_named(line, tmp_path, monkeypatch):
    (tmp_path / "r.txt").write_text(f"# why\n{line}\n")
    monkeypatch.setattr(pins, "ROOT", tmp_path)
    (found,) = pins.without_hashes(["r.txt"])
    assert line.split("=")[0].split(">")[0] in found and "make pins" in found


def test_a_vulnerability_without_a_reason_fails():
    found = findings(VULNERABLE, SOUND)
    assert found.judge({}) == (["werk-zeug 1.0 PYSEC-1"], [])
    assert audit.rows(found, {})[1] == 1


def test_a_reason_for_any_of_its_names_is_enough():
    found = findings(VULNERABLE, SOUND)
    assert found.judge({("werk-zeug", "1.0", "CVE-2026-1"): "why"}) == ([], [])
    assert audit.rows(found, {("werk-zeug", "1.0", "CVE-2026-1"): "why"})[1] == 0


def test_a_reason_for_another_version_is_stale():
    open_, stale = findings(VULNERABLE).judge({("werk-zeug", "0.9", "CVE-2026-1"): "why"})
    assert open_ and stale == ["werk-zeug 0.9 CVE-2026-1"]


def test_nothing_looked_up_is_no_good_news():
    found = findings({"name": "sound", "version": "2", "skip_reason": "not found"})
    table, code = audit.rows(found, {})
    assert code == 2
    assert "no source reached" in str(table)


def test_a_package_unknown_to_the_source_fails():
    skipped = {"name": "strange", "version": "2", "skip_reason": "not found"}
    assert audit.rows(findings(SOUND, skipped), {})[1] == 1


def test_an_entry_needs_a_reason(tmp_path):
    path = tmp_path / "allowed.txt"
    path.write_text("# heading\nsound 2 CVE-2026-2: short\n")
    with pytest.raises(Problem):
        audit.read_allowed(path)


def test_the_entries_that_there_are_have_reasons():
    assert all(audit.read_allowed().values())
