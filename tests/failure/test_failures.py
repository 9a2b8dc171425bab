"""One scenario of each kind over the month, and whether the comparison sees what is wrong."""

import json
import random

import pytest

from scripts.failure_campaign import run_lanes
from tests.failure.plan import CHAPTERS, KINDS, ROUND, choose_kinds


@pytest.mark.long  # the company is made first, which takes longer than the whole suite can spare
def test_month_holds_and_comparison_sees_every_damage(monkeypatch):
    monkeypatch.setenv("SHORT", "1")
    [result] = run_lanes({"SCENARIOS": "0", "SEED": "1"}, 1)
    assert not result["failed"], json.dumps(result["failed"], ensure_ascii=False, indent=1)
    assert not result["blind"], result["blind"]
    hit = [kind for kind, figures in result["kinds"].items() if figures.get("hits")]
    assert len(hit) >= len(ROUND) - 4, f"too few faults have hit: {hit}"


def test_every_kind_has_its_turn():
    chosen = [choose_kinds(number, random.Random(number)) for number in range(200)]
    first = [kinds[0] for kinds in chosen]
    assert {kind: first.count(kind) for kind in KINDS if first.count(kind) < 3} == {}
    assert all(kinds[0] in CHAPTERS and len(set(kinds)) == len(kinds) for kinds in chosen)
