"""The checkers find what they are for: each flaw of an addon full of flaws, and none of ours."""

import re
import subprocess
from pathlib import Path

import pytest
from odoo.addons.distribution_member.tests.figures import note

from scripts.paths import ADDONS, ROOT, VENV_PYTHON
from scripts.security import static_files
from scripts.security.static_rules import find

PLANTED = Path(__file__).with_name("planted")
FLAW = re.compile(r"flaw: (.+?)(?: -->)?$", re.MULTILINE)
# `file.py:12` of pylint and of us, `file.py:12:` of bandit's own format.
PLACE = re.compile(r"([\w/]+\.(?:py|xml)):(\d+)")
BANDIT = ("bandit", "--quiet", "--format=custom", "--msg-template={relpath}:{line}", "-r", ".")
PYLINT = ("pylint", f"--rcfile={ROOT / '.pylintrc'}", "planted_flaws")


@pytest.fixture(scope="module")
def planted(tmp_path_factory):
    """Return a folder with the addon as it would be in the wild."""
    folder = tmp_path_factory.mktemp("planted")
    for path in PLANTED.rglob("*.txt"):
        name = str(path.relative_to(PLANTED)).removesuffix(".txt")
        target = folder / "planted_flaws" / name.replace("manifest", "__manifest__")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(path.read_text())
    for package in ("", "models", "controllers"):
        names = {"": "models, controllers"}.get(package, "flaws")
        init = folder / "planted_flaws" / package / "__init__.py"
        init.write_text(f"from . import {names}\n")
    return folder


def test_each_planted_flaw_is_found(planted):
    flaws = {
        (str(path.relative_to(planted)), number): kind
        for path in planted.rglob("*.*")
        for number, line in enumerate(path.read_text().splitlines(), 1)
        for kind in FLAW.findall(line)
    }
    found = {place for words in (BANDIT, PYLINT) for place in _run(planted, *words)}
    found |= {
        (str(finding.path.relative_to(planted)), finding.line)
        for finding, reason in static_files.find_all(planted)
        if not reason
    }
    note(planted_flaws=len(flaws))
    assert len(flaws) >= 18
    missed = {kind for place, kind in flaws.items() if place not in found}
    assert missed == set()


def test_our_addons_have_none_without_a_reason():
    found = list(static_files.find_all(ADDONS))
    note(static_findings=sum(not reason for _finding, reason in found))
    note(static_reasons=len(found))
    assert [str(finding) for finding, reason in found if not reason] == []


def test_what_is_switched_off_says_why():
    found = list(static_files.suppressions(static_files.source_files(ADDONS)))
    note(suppressions=len(found))
    assert [f"{path}:{line}" for path, line, reason in found if not reason] == []


@pytest.mark.parametrize(
    ("line", "has_reason"),
    [
        ("eval(x)  # nosec B307", False),
        ("eval(x)  # nosec", False),
        ("x = 1  # noqa: S105, TID251", False),
        ("x = 1  # pylint: disable=sql-injection", False),
        ("eval(x)  # nosec B307: a constant of this module", True),
        ("x = 1  # noqa: S105 - the name of a header", True),
    ],
)
def test_a_reason_is_told_from_codes(line, has_reason, tmp_path):
    path = tmp_path / "x.py"
    path.write_text(f"{line}\n")
    ((_path, _line, reason),) = static_files.suppressions([path])
    assert bool(reason) == has_reason


def test_a_reason_counts_for_its_own_rule_only():
    text = "import random  # safe {}: spreads waiting\n"
    ((_finding, reason),) = find(Path("x.py"), text.format("guessable"))
    assert reason == "spreads waiting"
    ((_finding, reason),) = find(Path("x.py"), text.format("open-route"))
    assert reason == ""


def _run(folder, module, *words):
    """Yield the (file, line) that a checker complains about."""
    done = subprocess.run(
        [VENV_PYTHON, "-m", module, *words],
        cwd=folder,
        capture_output=True,
        text=True,
        check=False,
    )
    for name, line in PLACE.findall(done.stdout):
        yield name, int(line)
