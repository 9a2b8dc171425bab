"""Where Odoo 19 comes from: ODOO_HOME, an importable one, else Debian's package unpacked into
`.local/odoo`.
"""

import os
import re
from pathlib import Path

from scripts import processes
from scripts.debian import NEWER, OTHER_WAYS, OWN, Apt, unpack
from scripts.paths import ODOO
from scripts.problem import Problem
from scripts.steps import Step

PACKAGE = "odoo-19"
# Odoo's fonts and two scripts are links into these packages; each from the suite whose file names
# they use.
LINKED_OWN = (
    "fonts-font-awesome",  # 4.7; newer suites have 7, which lacks the old file names
    "fonts-roboto-unhinted",
    "fonts-inconsolata",
    "fonts-ocr-b",
    "libjs-jquery",
    "libjs-jquery-form",
    "libjs-underscore",
)
LINKED_NEWER = ("fonts-montserrat",)
DIST_PACKAGES = Path("usr/lib/python3/dist-packages")
# Debian removed this file (blurred backgrounds in video calls) but not its mention in the assets:
# each page would log an error and each browser test of the back office would fail on it.
REMOVED = Path("odoo/addons/mail/static/lib/selfie_segmentation/selfie_segmentation.js")
REMOVED_STUB = "/* Removed by Debian; put here empty by scripts/odoo_source.py. */\n"


def from_home() -> Path | None:
    """Return the folder named by ODOO_HOME that holds the `odoo` package."""
    named = os.environ.get("ODOO_HOME")
    if not named:
        return None
    home = Path(named).expanduser().resolve()
    release = home / "odoo" / "release.py"
    if not release.is_file():
        raise Problem(
            f"ODOO_HOME={named} holds no odoo/release.py",
            "name the root of a checkout of Odoo's branch 19.0.",
        )
    if not re.search(r"version_info\s*=\s*\(\s*19\s*,\s*0", release.read_text()):
        raise Problem(
            f"ODOO_HOME={named} is not Odoo 19.0",
            "check out its branch 19.0 there (git switch 19.0).",
        )
    return home


def from_python(python: Path) -> Path | None:
    """Return the folder from which that Python imports Odoo 19.0, if it does."""
    code = (
        "import odoo.release as r, pathlib; "
        "print(pathlib.Path(r.__file__).parent.parent if r.version_info[:2] == (19, 0) else '')"
    )
    found = processes.read([python, "-I", "-c", code]).strip()
    return Path(found) if found else None


def find(python: Path) -> Path:
    """Return the folder to put on `sys.path`; it need not exist yet when it is ours."""
    return from_home() or from_python(python) or ODOO / DIST_PACKAGES


def is_ours(python: Path) -> bool:
    """Tell whether we have to fetch Odoo ourselves."""
    return find(python) == ODOO / DIST_PACKAGES


def steps() -> list[Step]:
    """Return the step that brings Odoo."""
    return [
        Step(
            title="Odoo 19 from Debian's packages (download 130 MB, unpack)",
            target=ODOO,
            inputs=lambda: repr((PACKAGE, LINKED_OWN, LINKED_NEWER, REMOVED_STUB)),
            build=_build,
            size_gb=1.5,
        )
    ]


def _build(partial: Path) -> None:
    newer, own = Apt(NEWER), Apt(OWN)
    newer.update()
    own.update()
    try:
        files = newer.fetch(newer.named([PACKAGE, *LINKED_NEWER])) + own.fetch(
            own.named(LINKED_OWN)
        )
    except Problem as problem:
        if (
            "Unable to locate" in problem.tail
            or "No packages found" in problem.tail
            or "can't find" in problem.tail.lower()
        ):
            raise Problem(
                "Debian's suite no longer carries a package that is needed",
                OTHER_WAYS,
                tail=problem.tail,
            ) from problem
        raise
    unpack(files, partial)
    removed = partial / DIST_PACKAGES / REMOVED
    if not removed.exists():
        removed.parent.mkdir(parents=True, exist_ok=True)
        removed.write_text(REMOVED_STUB)
    broken = [path for path in partial.rglob("*") if path.is_symlink() and not path.exists()]
    if broken:
        names = "\n".join(str(path.relative_to(partial)) for path in broken[:10])
        raise Problem(
            f"{len(broken)} links in the unpacked Odoo lead nowhere, so its pages would fail",
            OTHER_WAYS,
            tail=names,
        )
