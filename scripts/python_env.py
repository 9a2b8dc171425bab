"""The virtual environment in `.local/venv`: a suitable Python, the pinned packages, and Odoo on its
path.
"""

import glob
import os
import re
import shutil
from collections.abc import Callable, Sequence
from functools import cache
from pathlib import Path

from scripts import odoo_source, processes
from scripts.paths import CACHE, ROOT, VENV
from scripts.problem import Problem
from scripts.steps import Step

VERSIONS = ("3.12", "3.11", "3.13")  # in order of preference
# Distributions build theirs with the profile of real runs: Odoo takes a fifth less processor time
# on such a Python than on one that pyenv has compiled, so it goes first whatever its version.
SYSTEM = Path("/usr/bin")
REQUIREMENTS = (
    "requirements-odoo.txt",
    "requirements.txt",
    "requirements-forecast.txt",
    "requirements-dev.txt",
)
HASHES = re.compile(r" \\\n +--hash=\S+")
PROBE = "import sys, venv, ensurepip, ssl, sqlite3; print('%d.%d' % sys.version_info[:2])"
# Every package is pinned, also the indirect ones; Odoo's metadata asks for some that it does not
# need (psycopg2, PyPDF2).
PIP_OPTIONS = (
    *("--no-input", "--disable-pip-version-check", "--progress-bar=off"),
    *("--no-deps", "--require-hashes"),
)
STUB_METADATA = "Metadata-Version: 2.1\nName: odoo\nVersion: 19.0\n"


@cache
def choose_python() -> Path:
    """Return a Python that Odoo runs on and that can make virtual environments."""
    unfit = []
    candidates = [(path, version) for version in VERSIONS for path in _candidates(version)]
    for path, version in sorted(candidates, key=lambda one: one[0].parent != SYSTEM):
        if processes.read([path, "-I", "-c", PROBE]).strip() == version:
            return path
        unfit.append(str(path))
    raise Problem(
        f"no usable Python {', '.join(sorted(VERSIONS))} found"
        + (
            f" (these lack the venv or ensurepip module, or do not start: {', '.join(unfit)})"
            if unfit
            else ""
        ),
        "install one with its venv module (Debian: apt-get install python3 python3-venv), then "
        "run the same command again.",
    )


def _candidates(version: str) -> list[Path]:
    named = os.environ.get("PYTHON_FOR_ODOO")
    if named:
        return [Path(named)]
    home = Path(os.environ.get("PYENV_ROOT") or Path("~/.pyenv").expanduser())
    found = [
        # glob.glob passes over a home that is closed to us; Path.glob raises.
        *map(Path, sorted(glob.glob(f"{home}/versions/{version}*/bin/python{version}"))),
        Path(f"/usr/local/bin/python{version}"),
    ]
    on_path = shutil.which(f"python{version}")
    if on_path and "shims" not in on_path:  # pyenv's shims start whatever version is switched on
        found.append(Path(on_path))
    found.append(SYSTEM / f"python{version}")
    return [path for path in dict.fromkeys(found) if _is_program(path)]


def _is_program(path: Path) -> bool:
    try:
        return path.is_file() and os.access(path, os.X_OK)
    except OSError:  # somebody else's home
        return False


def steps() -> list[Step]:
    """Return the step that makes the virtual environment."""
    return [
        Step(
            title="Python packages (virtual environment)",
            target=VENV,
            inputs=_inputs,
            build=_build,
            size_gb=1.6,
        )
    ]


def _inputs() -> str:
    return repr(
        [
            *map(read_pins, REQUIREMENTS),
            str(choose_python()),
            str(odoo_source.find(choose_python())),
        ]
    )


def read_pins(name: str) -> str:
    """Return a requirements file without its hashes: they do not change what is installed."""
    return HASHES.sub("", (ROOT / name).read_text())


def _build(partial: Path) -> None:
    fill(partial, VENV, REQUIREMENTS, prepare=_put_odoo_on_path)


def fill(
    partial: Path,
    final: Path,
    requirements: Sequence[str],
    prepare: Callable[[Path], None] = lambda site: None,
) -> None:
    """Make a virtual environment with the packages of these files, each file of known hash.

    :param partial: the empty folder where it is made
    :param final: where it will be
    :param prepare: what is to be done with its site-packages first
    """
    # A folder that exists would keep its name inside scripts; `venv` fills the empty one we were
    # given.
    processes.run(
        [choose_python(), "-m", "venv", partial],
        log="python",
        what="making the virtual environment",
    )
    python = partial / "bin" / "python"
    prepare(next(partial.glob("lib/python3*/site-packages")))
    argv = [python, "-m", "pip", "install", *PIP_OPTIONS]
    processes.run(
        [*argv, *(word for name in requirements for word in ("-r", ROOT / name))],
        log="python",
        what="installing the Python packages",
        remedy=(
            "read the lines above: a version that the registry does not have is changed in "
            "the requirements file it stands in; for one without hashes, run `make pins`."
        ),
        env={"PIP_CACHE_DIR": str(CACHE / "pip"), "PYTHONPATH": None, "VIRTUAL_ENV": None},
    )
    _rename_inside(partial, final)


def _put_odoo_on_path(site: Path) -> None:
    odoo = odoo_source.find(choose_python())
    (site / "odoo19.pth").write_text(f"{odoo}\n")
    if not list(odoo.glob("odoo-19*-info")):
        _declare_odoo(site)


def _declare_odoo(site: Path) -> None:
    """Tell pip that Odoo 19.0 is here: a checkout carries no metadata, and the OCA addons require
    it.
    """
    info = site / "odoo-19.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(STUB_METADATA)
    (info / "RECORD").write_text("")
    (info / "INSTALLER").write_text("scripts\n")


def _rename_inside(partial: Path, final: Path) -> None:
    """Make the environment's scripts name the place where it will be, not the one where it was
    built.
    """
    for path in (partial / "bin").iterdir():
        if path.is_file() and not path.is_symlink():
            content = path.read_bytes()
            renamed = content.replace(os.fsencode(partial), os.fsencode(final))
            if renamed != content:
                path.write_bytes(renamed)
