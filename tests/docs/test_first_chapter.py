"""The first chapter's steps, done as they are written, on a copy of the demo company."""

import re

import pytest

from scripts.manual import chapter
from scripts.manual.walk import walk
from scripts.paths import ROOT
from scripts.problem import Problem

PAGE = ROOT / "docs" / "manual" / "start.md"


def test_every_step_at_a_screen_works(fresh_database, odoo_server):
    steps = [step for step in chapter.read(PAGE) if not step.is_shell]
    assert len(steps) >= 10
    served = odoo_server(fresh_database("tpl_demo"))
    done = list(walk(steps, served.url))
    assert [step for step in done if step["fault"]] == []
    assert len(done) == len(steps)


def test_every_command_is_one_of_the_makefile():
    """`make manual-check` runs them; here they only have to exist."""
    targets = set(re.findall(r"^([a-z-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    commands = [step.text for step in chapter.read(PAGE) if step.is_shell]
    assert commands
    assert {words.split()[1] for words in commands} <= targets


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("1. 点 **分销**。\n", "has no check"),
        ("1. 点 **分销**。\n   <!-- check: click 成员 -->\n", "leaves out"),
        ("1. 点 **分销 › 成员**。\n   <!-- check: click 分销 -->\n", "leaves out"),
    ],
    ids=["no check", "another button", "half a menu"],
)
def test_a_step_that_nobody_does_is_refused(text, complaint, tmp_path):
    page = tmp_path / "page.md"
    page.write_text(text)
    with pytest.raises(Problem, match=complaint):
        chapter.read(page)


def test_a_wrong_label_is_found(monkeypatch):
    monkeypatch.setattr("scripts.manual.screen.SECONDS", 2)
    page = "data:text/html,"
    steps = [
        chapter.Step(line=number, text="", words=(f"open <button>{label}</button>", "click Order"))
        for number, label in enumerate(("Order", "Buy"))
    ]
    right, wrong = walk(steps, page)
    assert right["fault"] == ""
    assert "nothing called 'Order'" in wrong["fault"]
