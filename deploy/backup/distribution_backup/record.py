"""What was proven last, for `status` and for `prune`."""

import json

from . import moments, safe_files
from .config import Config
from .shelf import Backup

VERIFIED = "verified.json"


def write_verified(config: Config, backup: Backup) -> None:
    """Remember that a backup was restored and found to be good."""
    with safe_files.written(config.folder / VERIFIED) as file:
        known = {"backup": backup.folder.name, "at": moments.now().isoformat()}
        file.write(json.dumps(known).encode())


def verified(config: Config) -> dict:
    """Return the backup that was proven last and when; {} when none was."""
    try:
        return json.loads((config.folder / VERIFIED).read_text())
    except (FileNotFoundError, ValueError):
        return {}
