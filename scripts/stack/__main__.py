"""make stack-check: prepare, then let the environment that has the packages do the rest."""

import sys

from scripts import bootstrap, databases, odoo_process, processes
from scripts.cluster import MAIN
from scripts.paths import ROOT, VENV_PYTHON
from scripts.problem import command
from scripts.stack.settings import SOURCE


@command
def main() -> int:
    """Make the demo company's database, bring the stack up on it, test it."""
    bootstrap.prepare(with_browser=True)
    databases.create(SOURCE, "tpl_demo")
    try:
        return processes.call(
            [VENV_PYTHON, "-m", "scripts.stack.rehearse", *sys.argv[1:]],
            cwd=ROOT,
            env=odoo_process.environment(),
        )
    finally:
        databases.drop(SOURCE, MAIN)


if __name__ == "__main__":
    sys.exit(main())
