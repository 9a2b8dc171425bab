import pytest

from ...clients.errors import AuthenticationError, RefusedError, TransportError
from ...clients.login_memory import LoginMemory
from . import fixtures
from .answers import login, refusal, success
from .fixtures import APP_ID, APP_SECRET, PASSWORD
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
settings = fixtures.settings
pauses = fixtures.pauses
make_client = fixtures.make_client
assert_no_secret = fixtures.assert_no_secret

SESSION = "kdservice-sessionid"
LOGINS = {"password": "ValidateUser", "secret": "LoginByAppSecret", "sign": "LoginBySign"}
ECHO = f"user {PASSWORD} {APP_SECRET} {APP_ID}"


@pytest.mark.parametrize("kind", ["signed", *LOGINS])
def test_secrets_show_nowhere(erp, make_client, assert_no_secret, kind):
    """Let the ERP say every secret back in every kind of answer."""
    client = make_client(login=kind)
    for service in LOGINS.values():
        erp.script(service, login("sid-very-secret"))
    cookies = {SESSION: "sid-very-secret"}
    caught = []
    for answer in (
        Play(ECHO.encode(), status=500, cookies=cookies),
        Play(ECHO.encode()),
        Play({"echo": ECHO}, status=403),
        [{"actionname": "showConfirm", "params": [{"msg": ECHO}]}],
        refusal(ECHO, 11),
        refusal(ECHO, 1),
        refusal("sid-very-secret", 11),
    ):
        erp.script("Save", answer)
        with pytest.raises((TransportError, RefusedError)) as error:
            client.save("SAL_SaleOrder", {"FBillNo": "N1"})
        caught.append(error.value)
    erp.script("Submit", success(ECHO))
    words = client.submit("SAL_SaleOrder", "N1")
    things = [*caught, client, client.settings, client._session, client._session.memory, words]
    assert_no_secret(*things)
    assert_no_secret(*things, secrets=["sid-very-secret"])


def test_session_of_another_client_shows_nowhere(erp, make_client, assert_no_secret):
    memory = LoginMemory()
    memory.keep("sid-very-secret")
    client = make_client(memory, login="password")
    erp.script("Save", Play(b"sid-very-secret", status=500))
    with pytest.raises(TransportError) as caught:
        client.save("SAL_SaleOrder", {"FBillNo": "N1"})
    assert_no_secret(caught.value, client, memory, secrets=["sid-very-secret"])


@pytest.mark.parametrize("kind", LOGINS)
def test_secrets_show_nowhere_when_the_login_is_refused(erp, make_client, assert_no_secret, kind):
    client = make_client(login=kind)
    erp.script(LOGINS[kind], login("", 0, ECHO))
    with pytest.raises(AuthenticationError) as caught:
        client.read("BD_MATERIAL", ["FNumber"])
    assert_no_secret(caught.value, client)
    assert "***" in str(caught.value)
