"""Where an Odoo with workers listens: a socket as systemd would open it, of `odoo.socket`."""

import re

from scripts.paths import ROOT, VENV_PYTHON
from scripts.problem import Problem

UNIT = ROOT / "deploy" / "systemd" / "odoo.socket"
LAUNCHER = ROOT / "scripts" / "launcher" / "with_door.py"


def backlog() -> int:
    """Return how many may wait in line.

    :raise Problem: when the unit does not say it
    """
    found = re.search(r"^Backlog=(\d+)$", UNIT.read_text(encoding="utf-8"), re.MULTILINE)
    if not found:
        raise Problem(f"{UNIT.name} says no Backlog", "mend deploy/systemd.")
    return int(found[1])


def opened(port: int, interface: str = "127.0.0.1") -> list[str]:
    """Return the words before a command line that open the socket and hand it to the program."""
    return [str(word) for word in (VENV_PYTHON, LAUNCHER, interface, port, backlog())]
