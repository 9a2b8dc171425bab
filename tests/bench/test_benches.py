"""Benches do not rot: each runs here with a few records, and nobody looks at its figures."""

import json

import pytest

from scripts.bench import table
from scripts.bench.__main__ import SCRIPT, names


@pytest.mark.parametrize("name", names())
def test_bench_reports_figures_when_run_short(name, fresh_database, run_in_odoo, tmp_path):
    result = tmp_path / "figures.json"
    run_in_odoo(
        fresh_database(), SCRIPT, BENCH_NAME=name, BENCH_RESULT=str(result), BENCH_SHORT="1"
    )
    figures = json.loads(result.read_text())
    assert figures
    assert all(figure["name"] and figure["value"] >= 0 for figure in figures)
    assert len({figure["name"] for figure in figures}) == len(figures)


def test_table_says_which_goals_are_met():
    figure = {"name": "walk", "value": 2.0, "unit": "s", "at_most": 3, "at_least": None}
    slow = {**figure, "name": "crawl", "value": 123456.0}
    measured = {
        "legs": [{**figure, "is_met": True}, {**slow, "is_met": False}],
        "wings": None,
    }
    assert table.render(measured).splitlines() == [
        "figure        |  value | unit | goal |",
        "--------------+--------+------+------+-------",
        "legs          |        |      |      |",
        "  walk        |      2 | s    | ≤ 3  | met",
        "  crawl       | 123456 | s    | ≤ 3  | MISSED",
        "wings: FAILED |        |      |      |",
        "1 of 2 goals met",
    ]
