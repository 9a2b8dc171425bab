"""make i18n [ADDON=…]: export the translation templates, update zh_CN.po, verify that nothing is
left untranslated.
"""

import shutil
import subprocess
import sys

from scripts import arguments, bootstrap, databases, odoo_process
from scripts.cluster import TEST
from scripts.paths import LOCAL, ROOT, VENV_PYTHON, addon_names
from scripts.problem import Problem, command

FRESH = LOCAL / "i18n"
DATABASE = "i18n"
EXPORT = f"""
from pathlib import Path
from odoo.tools.translate import trans_export
installed = env["ir.module.module"].search([("state", "=", "installed")]).mapped("name")
for name in {{names}}:
    assert name in installed, name
    with (Path({str(FRESH)!r}) / (name + ".pot")).open("wb") as file:
        trans_export(None, [name], file, "po", env)
"""


def findings(*, write: bool, addons: list[str] | None = None) -> list[str]:
    """Return what is stale or untranslated in the addons; with `write`, update the files first."""
    names = addons or addon_names()
    if not names:
        return []
    bootstrap.prepare(TEST)
    databases.create(DATABASE, databases.only(addons or []), TEST)
    shutil.rmtree(FRESH, ignore_errors=True)
    FRESH.mkdir(parents=True)
    odoo_process.run_script(DATABASE, EXPORT.format(names=names), cluster=TEST)
    databases.drop(DATABASE, TEST)
    empty = [name for name in names if not (FRESH / f"{name}.pot").stat().st_size]
    words = ["-m", "scripts.translations", *(["--write"] if write else []), str(FRESH)]
    done = subprocess.run(
        [VENV_PYTHON, *words, *(name for name in names if name not in empty)],
        cwd=ROOT,
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode not in (0, 1):
        raise Problem("comparing the translations failed", "its traceback stands above.")
    return [line for line in done.stdout.splitlines() if line]


@command
def main() -> int:
    """Export, then report what a translator has to do."""
    addons = [word for word in arguments.value("ADDON").split(",") if word]
    found = findings(write=True, addons=addons)
    print("\n".join(found))
    print(f"{len(found)} findings in the translations of {', '.join(addons or addon_names())}")
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main())
