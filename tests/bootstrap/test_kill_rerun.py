"""The real set-up, killed in the middle of each step and started again: never a half state.

Runs on a copy of the tree that shares only the downloads, so it costs unpacking, not the network.
"""

import os
import re
import shutil
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from scripts.paths import CACHE, ROOT
from scripts.steps import STAMP

COPIED = ("Makefile", "odoo.conf", "pyproject.toml", "scripts", "addons")
STARTED = re.compile(r"\[(\d+)/(\d+)\] (.*?) … 00:00$")
SECONDS_INTO_STEP = {"Odoo": 4.0, "Python": 6.0, "PDF": 2.0, "browser": 2.0, "PostgreSQL": 0.3}
PROGRAM = """
from scripts import bootstrap
from scripts.cluster import TEST
bootstrap.prepare(TEST, with_browser=True)
"""


@pytest.fixture
def tree(tmp_path):
    """Return a copy of the project with an empty `.local/` but the downloads."""
    copy = tmp_path / "project"
    copy.mkdir()
    for name in COPIED:
        source = ROOT / name
        if source.is_dir():
            shutil.copytree(source, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        else:
            shutil.copy(source, copy / name)
    for path in ROOT.glob("requirements*.txt"):
        shutil.copy(path, copy / path.name)
    (copy / ".local").mkdir()
    CACHE.mkdir(parents=True, exist_ok=True)
    (copy / ".local" / "cache").symlink_to(CACHE)
    yield copy
    subprocess.run([sys.executable, "-m", "scripts.stop"], cwd=copy, check=False, timeout=60)
    shutil.rmtree(copy)


def start(tree: Path, program: str = PROGRAM) -> subprocess.Popen:
    """Start the set-up in that tree."""
    return subprocess.Popen(
        [sys.executable, "-c", program], cwd=tree, stderr=subprocess.PIPE, text=True
    )


def kill_in_step(child: subprocess.Popen, number: int) -> str | None:
    """Kill the set-up in the middle of a step; return the step's title, None if there is none."""
    said = []
    for line in child.stderr:
        said.append(line)
        match = STARTED.search(line)
        if match and int(match[1]) == number:
            time.sleep(next(s for key, s in SECONDS_INTO_STEP.items() if key in match[3]))
            os.kill(child.pid, signal.SIGKILL)
            child.wait()
            return match[3]
    assert child.wait() == 0, "".join(said)
    return None


def half_states(tree: Path) -> list[Path]:
    """Return finished-looking things without a stamp."""
    local = tree / ".local"
    things = [local / name for name in ("odoo", "venv", "pg-test")]
    return [path for path in things if path.exists() and not (path / STAMP).exists()]


def test_setup_killed_in_each_step_is_whole_in_the_end(tree, command):
    killed = []
    for number in range(1, 7):
        title = kill_in_step(start(tree), number)
        assert half_states(tree) == []
        if title:
            killed.append(title)
    assert len(killed) >= 4, killed  # a machine with PostgreSQL has no step for its server
    last = start(tree)
    _output, errors = last.communicate(timeout=300)
    assert last.returncode == 0, errors
    assert not list((tree / ".local").glob("*.partial-*"))
    code, output = command(tree / ".local/venv/bin/python", "-c", "import odoo, odoo.release")
    assert code == 0, output
    broken = [
        path
        for path in (tree / ".local/odoo").rglob("*")
        if path.is_symlink() and not path.exists()
    ]
    assert broken == []
    code, output = command(tree / ".local/venv/bin/pytest", "--version", cwd=tree)
    assert code == 0, output  # its first line names the final place, not where it was built


def test_changed_requirements_rebuild_only_the_python_step(monkeypatch):
    from scripts import odoo_source, python_env, tools

    (python,) = python_env.steps()
    assert python.is_done()
    before = python.stamp()
    original = Path.read_text

    def changed(path, *words, **options):
        text = original(path, *words, **options)
        return text + "# changed\n" if path.name == "requirements.txt" else text

    monkeypatch.setattr(Path, "read_text", changed)
    assert python.stamp() != before
    assert all(step.is_done() for step in odoo_source.steps() + tools.steps(with_browser=True))
