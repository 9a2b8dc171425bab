"""Which test files run, and in which of the processes: shares of equal length by what each file
took last time.
"""

import json
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts.paths import ADDONS, LOCAL, ROOT, addon_names
from scripts.problem import Problem

DURATIONS = LOCAL / "test-durations.json"
# Of a whole run, for machines that never ran one: `python -m scripts.test_plan` writes it anew.
USUAL_DURATIONS = Path(__file__).with_name("test_durations.json")
NOTEWORTHY_SECONDS = 3
BYTES_PER_SECOND = 2000  # a guess for files never run
# Their files share what the first of them makes, each process anew: a folder is not dealt out.
TOGETHER = ("tests/access/", "tests/screens/")


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
    known = [(_expected(paths, seconds), paths) for paths in _together(files)]
    for took, paths in sorted(known, key=lambda pair: (-pair[0], pair[1])):
        index = min(range(count), key=lambda number: piles[number][0])
        total, pile = piles[index]
        piles[index] = (total + took, pile + paths)
    return [sorted(pile) for _total, pile in piles if pile]


def _together(files: Iterable[Path]) -> list[list[Path]]:
    """Return the files one by one, those of a folder of `TOGETHER` as one."""
    groups: dict[str, list[Path]] = {}
    for path in files:
        name = str(path.relative_to(ROOT))
        folder = next((one for one in TOGETHER if name.startswith(one)), name)
        groups.setdefault(folder, []).append(path)
    return list(groups.values())


def _expected(paths: Iterable[Path], seconds: Mapping[str, float]) -> float:
    return sum(
        seconds[name] if name in seconds else path.stat().st_size / BYTES_PER_SECOND
        for path in paths
        for name in [str(path.relative_to(ROOT))]
    )


def remembered() -> dict[str, float]:
    """Return what each file took last time, here or elsewhere."""
    return {**_read(USUAL_DURATIONS), **_read(DURATIONS)}


def remember(results: Iterable[Mapping]) -> None:
    """Add what the files took this time."""
    took: dict[str, float] = {}
    for result in results:
        name = result["test"].split("::")[0]
        took[name] = took.get(name, 0.0) + result["seconds"]
    _write(DURATIONS, {**_read(DURATIONS), **took})


def publish() -> None:
    """Make what the files took here what they usually take; short ones are guessed well enough."""
    took = {
        name: round(seconds)
        for name, seconds in _read(DURATIONS).items()
        if seconds >= NOTEWORTHY_SECONDS and (ROOT / name).exists()
    }
    _write(USUAL_DURATIONS, took)


def _read(path: Path) -> dict[str, float]:
    try:
        return json.loads(path.read_text())
    except (OSError, ValueError):
        return {}


def _write(path: Path, seconds: Mapping[str, float]) -> None:
    path.write_text(json.dumps(seconds, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    publish()
