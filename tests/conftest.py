"""Fixtures for tests that cross addons: own databases, running servers, scripts inside Odoo."""

import re
import subprocess

import pytest

from scripts import databases, odoo_process, server
from scripts.cluster import TEST


@pytest.fixture
def fresh_database(request):
    """Return a function that copies a template for this test; the copy is dropped afterwards."""
    made = []

    def make(template: str = "tpl_all") -> str:
        label = re.sub(r"\W+", "_", request.node.name)[:40].lower()
        name = f"t_{label}_{len(made)}"
        databases.create(name, template, TEST)
        made.append(name)
        return name

    yield make
    for name in made:
        databases.drop(name, TEST)


@pytest.fixture
def run_in_odoo():
    """Return a function that runs Python in an Odoo shell and returns what it prints."""

    def run(database: str, script, **env: str) -> str:
        return odoo_process.captured_script(database, script, cluster=TEST, env=env)

    return run


@pytest.fixture
def odoo_server():
    """Return a function that serves a database on a free port until the test ends."""
    started = []

    def serve(database: str, *options: str) -> server.Server:
        running = server.start(database, server.free_port(), cluster=TEST, options=options)
        started.append(running)
        return running

    yield serve
    for running in started:
        server.stop(running)


@pytest.fixture
def sql():
    """Return a function that runs SQL on a database of the test cluster."""

    def run(database: str, *statements: str) -> list[list]:
        return TEST.sql(*statements, database=database)

    return run


@pytest.fixture
def command():
    """Return a function that runs a command and returns (exit code, output with errors)."""

    def run(*words, cwd=None, env=None, timeout=600) -> tuple[int, str]:
        done = subprocess.run(
            list(map(str, words)),
            cwd=cwd,
            env=env,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            timeout=timeout,
            check=False,
        )
        return done.returncode, done.stdout

    return run
