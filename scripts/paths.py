"""Where things are. All state lives in one git-ignored folder: deleting it is a full reset."""

import os
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
ADDONS = ROOT / "addons"
LOCAL = ROOT / ".local"

CACHE = LOCAL / "cache"  # downloads only: safe to share, safe to delete
LOG = LOCAL / "log"
RUN = LOCAL / "run"  # pid files of servers started by `make up`
ODOO = LOCAL / "odoo"  # Debian's Odoo package and what its links point to
TOOLS = LOCAL / "tools"  # unpacked Debian packages: PDF and browser tools, PostgreSQL
BIN = LOCAL / "bin"  # small wrappers around the tools
VENV = LOCAL / "venv"
VENV_PYTHON = VENV / "bin" / "python"
KEY_RING = LOCAL / "key-ring"  # encrypts the sensitive values of this folder's databases
ODOO_CONF = LOCAL / "odoo.conf"


def addon_names() -> list[str]:
    """Return our addons that exist, so that a half-written tree can be tested too."""
    return sorted(path.parent.name for path in ADDONS.glob("*/__manifest__.py"))


def tool_path() -> str:
    """Return the PATH that puts our wrappers and the virtual environment first."""
    return os.pathsep.join([str(BIN), str(VENV / "bin"), os.environ.get("PATH", os.defpath)])
