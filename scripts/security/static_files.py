"""The same for what is no Python: pages that print unescaped, models without rights; and the
reasons of everything that was switched off.
"""

import ast
import csv
import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from .static_rules import Finding, find

RAW_OUTPUT = re.compile(r"\bt-raw\s*=|\bt-out\s*=\s*[\"'][^\"']*\bMarkup\(")
SWITCHED_OFF = re.compile(r"#\s*(?:noqa|nosec|pylint:\s*disable|nosem)\b(?P<rest>.*)")
# What follows the codes: `nosec B603: our own program`, `noqa: S105 - of a test`.
CODES = re.compile(
    r"^[\s:=]*(?:[A-Z]+\d+|[a-z]+(?:-[a-z]+)+)(?:[\s,]+(?:[A-Z]+\d+|[a-z]+(?:-[a-z]+)+))*"
)
SHORTEST_REASON = 8
ABOVE = 3
TESTS = "/tests/"


def source_files(folder: Path) -> list[Path]:
    """Return the Python files of addons that run in production."""
    return [path for path in sorted(folder.rglob("*.py")) if TESTS not in str(path)]


def find_all(folder: Path) -> Iterator[tuple[Finding, str]]:
    """Yield (finding, the reason given for it) of everything below a folder of addons."""
    for path in source_files(folder):
        yield from find(path, path.read_text())
    yield from ((finding, "") for finding in (*raw_output(folder), *without_rights(folder)))


def raw_output(folder: Path) -> Iterator[Finding]:
    """Yield the places where a page prints text unescaped."""
    for path in sorted(folder.rglob("*.xml")):
        for number, line in enumerate(path.read_text().splitlines(), 1):
            if RAW_OUTPUT.search(line):
                yield Finding("raw-output", path, number, "t-out escapes, this does not")


def without_rights(folder: Path) -> Iterator[Finding]:
    """Yield the models for which no addon says who may do what."""
    listed = set()
    for path in folder.rglob("ir.model.access.csv"):
        with path.open(newline="") as file:
            rows = list(csv.DictReader(file))
        listed |= {re.sub(r"^.*\bmodel_", "", row["model_id:id"]) for row in rows}
    for path in source_files(folder):
        for node in ast.walk(ast.parse(path.read_text())):
            name = _new_model(node) if isinstance(node, ast.ClassDef) else ""
            if name and name.replace(".", "_") not in listed:
                yield Finding("no-rights", path, node.lineno, f"{name}: ir.model.access.csv")


def _new_model(node: ast.ClassDef) -> str:
    """Return the name of the model that a class makes, '' when it makes none of its own."""
    kinds = {getattr(base, "attr", "") for base in node.bases}
    values = {
        target.id: statement.value
        for statement in node.body
        if isinstance(statement, ast.Assign)
        for target in statement.targets
        if isinstance(target, ast.Name)
    }
    name = getattr(values.get("_name"), "value", "")
    inherited = ast.walk(values["_inherit"]) if "_inherit" in values else ()
    is_old = any(getattr(part, "value", "") == name for part in inherited)
    return name if kinds & {"Model", "TransientModel"} and name and not is_old else ""


def suppressions(files: Iterable[Path]) -> Iterator[tuple[Path, int, str]]:
    """Yield (file, line, reason) of every check that is switched off at a place."""
    for path in files:
        lines = path.read_text().splitlines()
        for index, line in enumerate(lines):
            found = SWITCHED_OFF.search(line)
            if found:
                yield path, index + 1, _reason(found["rest"], lines[max(0, index - ABOVE) : index])


def _reason(rest: str, above: list[str]) -> str:
    """Return what is said beside the codes, or in the comment above."""
    beside = CODES.sub("", rest).strip(" :-#")
    if len(beside) >= SHORTEST_REASON:
        return beside
    comments = [line.strip("# ") for line in above if line.lstrip().startswith("#")]
    return " ".join(comments)
