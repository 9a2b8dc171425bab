"""How long the addons take to install over the data of a company that already sells."""

import time

from scripts import databases, odoo_process
from scripts.cluster import TEST
from scripts.paths import LOG, addon_names
from scripts.problem import say
from scripts.upgrade_check.old_database import QUIETLY

CUSTOMERS, ORDERS = 20_000, 100_000
BUILD = f"""
from tests.bench import old_company
old_company.build(env, {CUSTOMERS}, {ORDERS})
env.cr.commit()
"""


def measure() -> tuple[float, float]:
    """Return the seconds on an empty database, and on one with customers and orders."""
    say(f"installing over {CUSTOMERS} customers and {ORDERS} orders")
    name = "upgrade_installing"
    databases.copy("tpl_deps", name, TEST)
    empty = _install(name)
    databases.copy("tpl_deps", name, TEST)
    odoo_process.run_script(name, BUILD, cluster=TEST)
    full = _install(name)
    databases.drop(name, TEST)
    return empty, full


def _install(name: str) -> float:
    (LOG / f"{name}.log").unlink(missing_ok=True)
    started = time.monotonic()
    odoo_process.run(
        *("-d", name, "-i", ",".join(addon_names()), *QUIETLY),
        cluster=TEST,
        log=name,
        what="installing our addons",
    )
    return time.monotonic() - started
