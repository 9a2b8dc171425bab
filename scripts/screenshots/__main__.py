"""Serve a copy of the demo company and let `shoot.py` take its pictures.

ONLY= takes just the pictures whose names contain the text; DB= another database than a fresh demo.
"""

import subprocess
import sys

from scripts import arguments, bootstrap, databases, odoo_process, server
from scripts.paths import ROOT, VENV_PYTHON
from scripts.problem import command

DATABASE = "screenshots"


@command
def main() -> int:
    """Prepare, serve, take the pictures, stop."""
    bootstrap.prepare(with_browser=True)
    name = arguments.value("DB")
    if not name:
        name = DATABASE
        databases.create(name, "tpl_demo")
    out = ROOT / arguments.value("OUT", "docs/manual/images")
    words = [VENV_PYTHON, "-m", "scripts.screenshots.shoot"]
    with server.serving(name) as running:
        return subprocess.run(
            [*map(str, words), running.url, name, str(out), arguments.value("ONLY")],
            cwd=ROOT,
            env=odoo_process.variables(),
            check=False,
        ).returncode


if __name__ == "__main__":
    sys.exit(main())
