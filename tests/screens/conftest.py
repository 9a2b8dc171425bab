"""A copy of the demo company with a hostile text in every field, and a browser that looks at it."""

from pathlib import Path

import pytest

from scripts.screenshots.browser import Browser
from tests.served_script import served_script

from .attack import Attack

SCRIPT = Path(__file__).with_name("world_script.py")


@pytest.fixture(scope="session")
def hostile():
    """Return what there is to look at, with its `url` and `database`; made once."""
    with served_script("screens", "tpl_demo", SCRIPT) as (served, facts):
        yield {**facts, "url": served.url, "database": served.database, "log": served.log}


@pytest.fixture(scope="session")
def window():
    """Return one browser for all."""
    with Browser() as browser:
        yield browser


@pytest.fixture
def attack(hostile, window):
    """Return an attack that has looked at nothing yet."""
    return Attack(window, hostile["url"], hostile["database"])
