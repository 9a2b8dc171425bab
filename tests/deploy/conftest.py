"""nginx with the production files, in front of a stand-in for Odoo."""

import pytest

from scripts import server
from scripts.stack import nginx
from tests.deploy import stand_in


@pytest.fixture(scope="module")
def odoo():
    """Return the stand-in."""
    with stand_in.serving() as running:
        yield running


@pytest.fixture(scope="module")
def site(odoo, tmp_path_factory):
    """Return the running site."""
    folder = tmp_path_factory.mktemp("nginx")
    with nginx.serving(odoo.server_port, server.free_port(), folder=folder) as running:
        yield running
