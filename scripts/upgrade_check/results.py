"""The last result of each version: a run over some of them still prints the whole table."""

import json
from collections.abc import Iterator

from scripts import processes
from scripts.paths import LOCAL, ROOT
from scripts.upgrade_check.versions import LANDED, Version

FOLDER = LOCAL / "upgrade-results"
COUNTED = ("log", "schema", "records", "data", "ledger", "pages")
COLUMNS = (
    *("from", "commit", "of", "to", "with", "upgrade (s)"),
    *COUNTED,
    *("seals that hold", "verdict"),
)


def keep(version: Version, result: dict) -> None:
    """Remember the result of a version, and with which code it was made."""
    FOLDER.mkdir(parents=True, exist_ok=True)
    code = processes.read(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).strip()
    path = FOLDER / f"{version.commit}.json"
    path.write_text(json.dumps({"title": version.title, "of": version.date, "to": code, **result}))


def rows() -> Iterator[list]:
    """Yield a row for each version that landed or was asked for."""
    kept = {path.stem: json.loads(path.read_text()) for path in sorted(FOLDER.glob("*.json"))}
    order = {version.commit: place for place, version in enumerate(LANDED)}
    waiting = [version for version in LANDED if version.commit not in kept]
    lines = {
        version.commit: [version.title, version.commit, version.date, *[""] * 10, "not run"]
        for version in waiting
    } | {commit: _row(commit, result) for commit, result in kept.items()}
    for commit in sorted(lines, key=lambda commit: order.get(commit, len(order))):
        yield lines[commit]


def _row(commit: str, result: dict) -> list:
    counts = [result["counts"].get(kind, "") for kind in COUNTED]
    return [
        *(result["title"], commit, result["of"], result["to"], result["with"]),
        *(result["seconds"], *counts, result["sealed"], result["verdict"]),
    ]
