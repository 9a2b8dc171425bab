"""An upgrade, as the manual says it is done."""

import time
from pathlib import Path

from scripts import odoo_process
from scripts.cluster import TEST
from scripts.paths import LOG
from scripts.upgrade_check.old_database import QUIETLY


def upgrade(name: str, addons: list[str]) -> tuple[Path, float]:
    """Update everything of ours, install what is new; return the log and the seconds.

    :param addons: that there shall be afterwards
    """
    log = LOG / f"{name}.log"
    log.unlink(missing_ok=True)
    started = time.monotonic()
    odoo_process.run(
        *("-d", name, "-u", "distribution_member", "-i", ",".join(addons)),
        *("--i18n-overwrite", *QUIETLY),
        cluster=TEST,
        log=log.stem,
        what=f"upgrading {name}",
    )
    return log, time.monotonic() - started
