"""Reads the tables of the manual whose figures are computed by the system in a test."""

from pathlib import Path

CHAPTER = Path(__file__).parents[3] / "docs" / "manual" / "commission"


def read_table(page, mark):
    """Return the rows of the table below `<!-- mark -->`, as dicts by the headings."""
    lines = (CHAPTER / page).read_text(encoding="utf-8").splitlines()
    at = lines.index(f"<!-- {mark} -->") + 1
    rows = []
    for line in lines[at:]:
        if not line.startswith("|"):
            break
        rows.append([cell.strip() for cell in line.strip("|").split("|")])
    headings, _rule, *cells = rows
    return [dict(zip(headings, row, strict=True)) for row in cells]


def read_number(text):
    """Return the number that a cell shows; its minus is that of print."""
    return float(text.replace(",", "").replace("−", "-"))
