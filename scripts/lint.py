"""make lint: every checker, each with its verdict; the exit code is not 0 when one complains."""

import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

from scripts import arguments, bootstrap, i18n, log_gate, odoo_process, pins, tidy
from scripts.cluster import TEST
from scripts.paths import ADDONS, ROOT, VENV_PYTHON, addon_names
from scripts.problem import command, say

OLDEST_IDIOM = "17.5"
# Only our addons: the command itself would look at (and without a dry run rewrite) Odoo's own as
# well.
UPGRADE_CODE = f"""
from odoo.cli.upgrade_code import migrate
from odoo.tools.parse_version import parse_version
versions = [parse_version(text) for text in ({OLDEST_IDIOM!r}, "19.0")]
migrate([{str(ADDONS)!r}], "**/*", *versions, dry_run=True)
"""


def _output(words: Sequence[str | Path]) -> list[str]:
    """Run a checker; return its lines when it complains, and nothing when it is content."""
    done = subprocess.run(
        [VENV_PYTHON, *map(str, words)],
        cwd=ROOT,
        env=odoo_process.variables(),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
        check=False,
    )
    return done.stdout.splitlines() or [f"exit code {done.returncode}"] if done.returncode else []


def ruff_check() -> list[str]:
    """Errors, bugs, complexity, import order, banned imports."""
    return _output(["-m", "ruff", "check", "--quiet", "--output-format=concise", "."])


def ruff_format() -> list[str]:
    """One layout for all Python files."""
    return _output(["-m", "ruff", "format", "--check", "--quiet", "--diff", "."])


def pylint_odoo() -> list[str]:
    """Odoo's and OCA's conventions."""
    folders = [f"addons/{name}" for name in addon_names()]
    return _output(["-m", "pylint", "--rcfile=.pylintrc", *folders]) if folders else []


def bandit() -> list[str]:
    """Code that attackers look for; what is suppressed says why beside it."""
    return _output(["-m", "bandit", "--quiet", "--configfile=pyproject.toml", "-r", "addons"])


def upgrade_code() -> list[str]:
    """Idioms of older Odoo versions that 19 would rewrite."""
    return _listed(["-c", UPGRADE_CODE])


def _listed(words: Sequence[str]) -> list[str]:
    """Run a checker whose every output line is a finding."""
    done = subprocess.run(
        [VENV_PYTHON, *words],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode:
        return (done.stdout + done.stderr).splitlines()
    return [
        f"{line}: has an idiom of an older Odoo (odoo upgrade_code)"
        for line in done.stdout.splitlines()
    ]


def tidiness() -> Iterator[str]:
    """Short files and functions, no registry named."""
    return tidy.findings(tidy.project_files())


def translations() -> list[str]:
    """Templates fresh, Chinese complete."""
    return i18n.findings(write=False)


def pinned() -> Iterator[str]:
    """Every package has one version, and the hashes of its files."""
    return pins.without_hashes()


def allow_list() -> list[str]:
    """Every allowed log line has a reason."""
    log_gate.allowed()
    return []


CHECKERS: tuple[Callable, ...] = (
    ruff_check,
    ruff_format,
    pylint_odoo,
    bandit,
    upgrade_code,
    tidiness,
    pinned,
    allow_list,
    translations,
)


@command
def main() -> int:
    """Run the checkers (ONLY=name,name narrows them)."""
    bootstrap.prepare(TEST, with_browser=True)
    wanted = {name for name in arguments.value("ONLY").split(",") if name}
    failed = []
    for checker in CHECKERS:
        if wanted and checker.__name__ not in wanted:
            continue
        started = time.monotonic()
        found = list(checker())
        say(
            f"{'FAIL' if found else 'ok  '} {checker.__name__:<14} "
            f"{time.monotonic() - started:5.1f} s"
        )
        for line in found:
            print(f"  {line}")
        failed += [checker.__name__] if found else []
    say(f"lint: {'failed: ' + ', '.join(failed) if failed else 'all content'}")
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())
