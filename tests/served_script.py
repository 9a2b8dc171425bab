"""A database that a script has filled, served for a whole test session."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from scripts import databases, odoo_process, server
from scripts.cluster import TEST


@contextmanager
def served_script(label: str, template: str, script: Path) -> Iterator[tuple[server.Server, dict]]:
    """Serve a copy of a template without scheduled jobs: what changes, a test has changed.

    :param script: run in an Odoo shell; the last line that it prints is JSON
    :return: the server, and what the script has printed
    """
    database = f"t_{label}_{os.getpid()}"
    databases.create(database, template, TEST)
    try:
        printed = odoo_process.captured_script(database, script, cluster=TEST)
        facts = json.loads(printed.splitlines()[-1])
        with server.serving(database, cluster=TEST, options=("--max-cron-threads=0",)) as served:
            yield served, facts
    finally:
        databases.drop(database, TEST)
