"""What looks after the pinned packages, in an environment of its own in `.local/audit`: pip-audit
and uv.
"""

import os
import subprocess
from collections.abc import Sequence
from pathlib import Path

from scripts import processes
from scripts.bootstrap import make_home
from scripts.paths import LOCAL, ROOT
from scripts.problem import Problem
from scripts.python_env import choose_python, fill
from scripts.steps import Step, run_steps

REQUIREMENTS = "requirements-audit.txt"
HOME = LOCAL / "audit"
PYTHON = HOME / "bin" / "python"


def prepare(*, is_any_enough: bool = False) -> None:
    """Make the environment when it is missing or out of date.

    :param is_any_enough: an older one will do: what is to be renewed may be its own pins
    """
    if is_any_enough and PYTHON.exists():
        return
    make_home()
    step = Step(
        title="tools that look after the pinned packages",
        target=HOME,
        inputs=lambda: repr([(ROOT / REQUIREMENTS).read_text(), str(choose_python())]),
        build=lambda partial: fill(partial, HOME, [REQUIREMENTS]),
        size_gb=0.2,
    )
    run_steps([step])


def run_uv(words: Sequence[str | Path]) -> str:
    """Run uv against the index that pip is set up for; return what it says to people."""
    done = _run(["-m", "uv", "--no-progress", *words])
    if done.returncode:
        raise processes.explain("asking the index", done.returncode, done.stderr, None, "")
    return done.stderr


def run_pip_audit(words: Sequence[str | Path]) -> str:
    """Run pip-audit; return what it prints. It ends with 1 when it has found something."""
    done = _run(["-m", "pip_audit", *words])
    if done.returncode not in (0, 1) or not done.stdout:
        raise Problem("pip-audit failed", "its own words stand above.", tail=done.stderr[-2000:])
    return done.stdout


def _run(words: Sequence[str | Path]) -> subprocess.CompletedProcess:
    return subprocess.run(
        [PYTHON, *map(str, words)],
        cwd=ROOT,
        env={**os.environ, **_settings_of_pip()},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
    )


def _settings_of_pip() -> dict[str, str]:
    """Return, as uv wants them, the index and the certificates that pip is set up with."""
    wanted = {"global.index-url": "UV_DEFAULT_INDEX", "global.cert": "SSL_CERT_FILE"}
    found = {
        variable: processes.read([PYTHON, "-m", "pip", "config", "get", name]).strip()
        for name, variable in wanted.items()
    }
    return {variable: value for variable, value in found.items() if value}
