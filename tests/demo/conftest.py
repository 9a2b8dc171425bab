"""The demo company, served for the tests of one file."""

import os

import pytest

from scripts import databases, server
from scripts.cluster import TEST
from scripts.demo_company.logins import PASSWORDS
from scripts.web_session import WebSession

DATABASE = f"demo_{os.getpid()}"  # two files may be tested at once


@pytest.fixture(scope="module")
def demo():
    """Serve a copy of the demo company for the tests of this file."""
    databases.create(DATABASE, "tpl_demo", TEST)
    with server.serving(DATABASE, cluster=TEST) as running:
        yield running
    databases.drop(DATABASE, TEST)


@pytest.fixture(scope="module")
def as_user(demo):
    """Return a function that gives the session of a login."""
    sessions = {}

    def session(login: str) -> WebSession:
        if login not in sessions:
            sessions[login] = WebSession(demo.url, DATABASE).login(login, PASSWORDS[login])
        return sessions[login]

    return session
