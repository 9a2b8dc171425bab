"""Named steps that survive `kill -9`: build beside, then rename.

A step builds into `x.partial-<pid>`, writes a stamp (the hash of its inputs) into it, and only then
becomes `x` by an atomic rename. Whatever is found without the right stamp is built again; whatever
a killed process left is removed.
"""

import hashlib
import os
import shutil
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts.lock import locked
from scripts.paths import LOCAL
from scripts.problem import DISK_FULL_REMEDY, Problem, say
from scripts.progress import shown

STAMP = ".stamp"
SPARE_GB = 1.0


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One thing in `.local/`.

    :param inputs: returns the text whose change makes the step run again
    :param build: fills the directory it is given
    :param size_gb: what it takes on the disk, to refuse early when there is no room
    :param keeps_data: holds a person's data (a database cluster): never rebuilt once it exists
    """

    title: str
    target: Path
    inputs: Callable[[], str]
    build: Callable[[Path], None]
    size_gb: float = 0.0
    keeps_data: bool = False

    def stamp(self) -> str:
        """Return the hash of the inputs."""
        return hashlib.sha256(self.inputs().encode()).hexdigest()

    def is_done(self) -> bool:
        """Tell whether the finished thing is there and its inputs are still the same."""
        path = self.target / STAMP
        return path.exists() and (self.keeps_data or path.read_text() == self.stamp())


def run_steps(steps: Sequence[Step]) -> None:
    """Run the steps that are not done, in order, under the project's lock."""
    if all(step.is_done() for step in steps):
        return
    with locked():
        todo = [step for step in steps if not step.is_done()]
        check_space(sum(step.size_gb for step in todo))
        started = time.monotonic()
        for number, step in enumerate(steps, 1):
            if not step.is_done():
                with shown(f"[{number}/{len(steps)}] {step.title}"):
                    build(step)
        if todo:
            say(f"Prepared .local/ in {time.monotonic() - started:.0f} s.")


def build(step: Step) -> None:
    """Build one step beside its target and put it in place by renaming."""
    remove_leftovers(step.target)
    partial = step.target.with_name(f"{step.target.name}.partial-{os.getpid()}")
    partial.mkdir(parents=True)
    try:
        step.build(partial)
    except BaseException:
        remove_tree(partial)
        raise
    (partial / STAMP).write_text(step.stamp())
    replace(partial, step.target)


def replace(partial: Path, target: Path) -> None:
    """Put a finished directory in place; between the renames it is absent, never half there."""
    if target.is_symlink():  # somebody shares the one of another folder: only the link is ours
        target.unlink()
    if target.exists():
        target.rename(target.with_name(f"{target.name}.partial-old-{os.getpid()}"))
    partial.rename(target)
    remove_leftovers(target)


def remove_leftovers(target: Path) -> None:
    """Remove what killed runs left beside the target; safe because we hold the lock."""
    for leftover in target.parent.glob(f"{target.name}.partial-*"):
        remove_tree(leftover)


def remove_tree(path: Path) -> None:
    """Delete a directory, also one with read-only folders in it."""
    shutil.rmtree(path, ignore_errors=True)
    if path.exists():
        for folder, _names, _files in os.walk(path):
            Path(folder).chmod(0o700)
        shutil.rmtree(path)


def check_space(needed_gb: float) -> None:
    """Refuse to start when the disk cannot hold the result: failing after minutes helps nobody."""
    if not needed_gb:
        return
    free_gb = shutil.disk_usage(LOCAL).free / 1e9
    if free_gb < needed_gb + SPARE_GB:
        raise Problem(
            f"not enough disk space: about {needed_gb + SPARE_GB:.1f} GB are needed in {LOCAL}, "
            f"{free_gb:.1f} GB are free",
            DISK_FULL_REMEDY,
        )
