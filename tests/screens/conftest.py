"""A copy of the demo company with a hostile text in every field, and a browser that looks at it."""

import json
import os
from pathlib import Path

import pytest

from scripts import databases, odoo_process, server
from scripts.cluster import TEST
from scripts.screenshots.browser import Browser

from .attack import Attack

SCRIPT = Path(__file__).with_name("world_script.py")


@pytest.fixture(scope="session")
def hostile():
    """Return what there is to look at, with its `url` and `database`; made once."""
    database = f"t_screens_{os.getpid()}"
    databases.create(database, "tpl_demo", TEST)
    try:
        printed = odoo_process.captured_script(database, SCRIPT, cluster=TEST)
        facts = json.loads(printed.splitlines()[-1])
        with server.serving(database, cluster=TEST, options=("--max-cron-threads=0",)) as served:
            yield {**facts, "url": served.url, "database": database, "log": served.log}
    finally:
        databases.drop(database, TEST)


@pytest.fixture(scope="session")
def window():
    """Return one browser for all."""
    with Browser() as browser:
        yield browser


@pytest.fixture
def attack(hostile, window):
    """Return an attack that has looked at nothing yet."""
    return Attack(window, hostile["url"], hostile["database"])
