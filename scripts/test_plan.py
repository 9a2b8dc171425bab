"""Which test files run, and in which of the processes: shares of equal length by what each file
took last time.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.paths import ADDONS, LOCAL, ROOT, addon_names
from scripts.problem import Problem

DURATIONS = LOCAL / "test-durations.json"
BYTES_PER_SECOND = 2000  # a guess for files never run


def test_files(addons: Iterable[str] = ()) -> list[Path]:
    """Return the test files of the named addons, or all of them with those that cross addons."""
    chosen = list(addons)
    unknown = sorted(set(chosen) - set(addon_names()))
    if unknown:
        raise Problem(
            f"no such addon: {', '.join(unknown)}", f"there are: {', '.join(addon_names())}"
        )
    folders = [ADDONS / name / "tests" for name in chosen or addon_names()] + (
        [] if chosen else [ROOT / "tests"]
    )
    return sorted(path for folder in folders for path in folder.rglob("test_*.py"))


def shares(files: Iterable[Path], count: int, seconds: Mapping[str, float]) -> list[list[Path]]:
    """Deal the files out, longest first, each to the share that is shortest so far; empty shares
    are left out.
    """
    piles: list[tuple[float, list[Path]]] = [(0.0, []) for _index in range(count)]

    def expected(path: Path) -> float:
        return seconds.get(str(path.relative_to(ROOT)), path.stat().st_size / BYTES_PER_SECOND)

    for path in sorted(files, key=lambda path: (-expected(path), path)):
        index = min(range(count), key=lambda number: piles[number][0])
        total, pile = piles[index]
        pile.append(path)
        piles[index] = (total + expected(path), pile)
    return [sorted(pile) for _total, pile in piles if pile]


def remembered() -> dict[str, float]:
    """Return what each file took last time."""
    try:
        return json.loads(DURATIONS.read_text())
    except (OSError, ValueError):
        return {}


def remember(results: Iterable[Mapping]) -> None:
    """Add what the files took this time."""
    took: dict[str, float] = {}
    for result in results:
        name = result["test"].split("::")[0]
        took[name] = took.get(name, 0.0) + result["seconds"]
    DURATIONS.write_text(json.dumps({**remembered(), **took}, indent=1, sort_keys=True))
