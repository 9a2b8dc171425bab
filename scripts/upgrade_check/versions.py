"""The versions that landed: the last commit of each stop, and the first that installs."""

import os
import shutil
from dataclasses import dataclass
from pathlib import Path

from scripts import processes
from scripts.paths import LOCAL, ROOT
from scripts.problem import Problem

WORKTREES = LOCAL / "upgrade"


@dataclass(frozen=True, slots=True)
class Version:
    """A commit, and what it was the end of."""

    commit: str
    title: str

    @property
    def home(self) -> Path:
        """Return where its files are checked out."""
        return WORKTREES / self.commit

    @property
    def addons(self) -> list[str]:
        """Return the addons it has."""
        return sorted(path.parent.name for path in self.home.glob("addons/*/__manifest__.py"))

    @property
    def date(self) -> str:
        """Return the day of the commit."""
        return processes.read(
            ["git", "-C", ROOT, "log", "-1", "--format=%cs", self.commit], check=True
        ).strip()


LANDED = (
    Version("73e024f", "first that installs: members, orders"),
    Version("06d3fe4", "foundation: five addons, demo"),
    Version("f0aed47", "hierarchy"),
    Version("87db164", "members and roles"),
    Version("57dcce1", "privacy, renewals"),
    Version("c49eb44", "applications"),
    Version("76cdb38", "ordering and approvals"),
    Version("1841429", "commission engine, what-if"),
    Version("878b138", "returns, settlement, payouts"),
    Version("ed9adf8", "Kingdee"),
    Version("43d426d", "stop 15: Kingdee, mended"),
    Version("c4ce9f9", "stop 16: reports"),
)


def chosen(commits: list[str]) -> list[Version]:
    """Return the versions asked for; all that landed when none is named."""
    known = {version.commit: version for version in LANDED}
    return [known.get(commit, Version(commit, "as asked")) for commit in commits] or list(LANDED)


def is_history_here() -> bool:
    """Tell whether the commits are there: a shallow clone has only the last."""
    return all(_exists(version.commit) for version in LANDED)


def check_out(version: Version) -> None:
    """Put the files of a version beside ours."""
    if not _exists(version.commit):
        raise Problem(
            f"the commit {version.commit} is not in this clone",
            "get the whole history: git fetch --unshallow",
        )
    remove(version)
    version.home.parent.mkdir(parents=True, exist_ok=True)
    _git("worktree", "add", "--detach", "--force", version.home, version.commit)


def remove(version: Version) -> None:
    """Forget the files of a version."""
    shutil.rmtree(version.home, ignore_errors=True)
    _git("worktree", "prune")


def _exists(commit: str) -> bool:
    read = ["git", "-C", ROOT, "cat-file", "-t", commit]
    return processes.read(read).strip() == "commit"


def _git(*words: str | os.PathLike) -> None:
    processes.run(["git", "-C", ROOT, *words], log="upgrade-git", what=f"git {words[0]}")
