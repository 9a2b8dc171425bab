import logging
from dataclasses import replace

import pytest

from ...clients.k3cloud_client import K3CloudClient, K3CloudSettings
from .scripted_server import scripted_server

APP_ID = "200001_ICEnJ3ImLyB7LygoKC4pJ0IRG0BFEkIU"
APP_SECRET = "0123456789abcdef0123456789abcdef"
PASSWORD = "p4ss/wörd 金蝶"
# What must appear nowhere: also what an AppId hides.
SECRETS = (APP_SECRET, PASSWORD, APP_ID, APP_ID[7:], "EBESExQVFhcYGRobHB0eHyAhIiMkJSYn")


@pytest.fixture
def erp():
    """Serve as an ERP."""
    with scripted_server() as running:
        yield running


@pytest.fixture
def settings(erp):
    """Return the settings of the worked vector, for the server of the test."""
    return K3CloudSettings(
        base_url=erp.url,
        account_id="6500000000000a",
        user_name="集成用户",
        app_id=APP_ID,
        app_secret=APP_SECRET,
        password=PASSWORD,
        read_seconds=5.0,
        page_size=3,
    )


@pytest.fixture
def pauses():
    """Return the seconds a client wanted to wait."""
    return []


@pytest.fixture
def make_client(settings, pauses):
    """Return a function that makes a client which does not really wait."""
    made = []

    def make(memory=None, **changes) -> K3CloudClient:
        client = K3CloudClient(
            replace(settings, **changes), memory=memory, sleep=pauses.append, chance=lambda: 0.5
        )
        made.append(client)
        return client

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client):
    """Return a client with signed headers."""
    return make_client()


@pytest.fixture
def assert_no_secret(caplog):
    """Return a function that looks for secrets in texts, in every log record and in errors."""
    caplog.set_level(logging.DEBUG)

    def check(*things, secrets=SECRETS):
        texts = [record.getMessage() for record in caplog.records]
        for thing in things:
            texts += [str(thing), repr(thing), repr(getattr(thing, "__dict__", ""))]
            for chained in (
                getattr(thing, "__context__", None),
                getattr(thing, "__cause__", None),
            ):
                texts += [str(chained), repr(chained)]
        for secret in secrets:
            for text in texts:
                assert secret not in text
                assert secret.encode("unicode_escape").decode() not in text

    return check
