from dataclasses import replace

import pytest

from ...clients.errors import AuthenticationError, RefusedError, TransportError
from ...clients.k3cloud_client import K3CloudClient, K3CloudSettings
from ...clients.login_memory import LoginMemory, shared_memory
from . import fixtures
from .answers import LOST, login, query_refusal, refusal, success
from .fixtures import APP_ID, APP_SECRET, PASSWORD
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
settings = fixtures.settings
pauses = fixtures.pauses
make_client = fixtures.make_client
client = fixtures.client

QUERY = "ExecuteBillQuery"
SESSION = "kdservice-sessionid"
LOGINS = {"password": "ValidateUser", "secret": "LoginByAppSecret", "sign": "LoginBySign"}
SIGN_AT_1767225600 = "4096380a9ba359f9079ff441388da10a6950e709c0a7030221811e62f93f8e82"


def read(client):
    return client.read("BD_MATERIAL", ["FNumber"])


def sessions(erp, service: str = QUERY) -> list[str | None]:
    """Return the session ids that calls of a service carried."""
    return [call.headers.get(SESSION) for call in erp.calls if call.service == service]


def test_signed_call_needs_no_login_and_keeps_the_session_it_is_given(erp, client):
    erp.script(QUERY, Play([["a"]], cookies={SESSION: "sid-1", "ASP.NET_SessionId": "asp"}), [])
    read(client)
    read(client)
    assert [call.service for call in erp.calls] == [QUERY, QUERY]
    assert sessions(erp) == [None, "sid-1"]
    for call in erp.calls:
        assert call.headers["X-Kd-Appkey"] == APP_ID
        assert call.headers["X-Api-Signature"]
    assert "sid-1" in erp.calls[1].headers["Cookie"]


def test_connection_is_kept_between_calls(erp, client):
    erp.script(QUERY, [])
    for _call in range(5):
        read(client)
    assert len(erp.ports) == 1


@pytest.mark.parametrize("kind", LOGINS)
def test_login_comes_once_and_its_session_serves_every_call(erp, settings, kind):
    erp.script(LOGINS[kind], login("sid-1"))
    erp.script(QUERY, [["a"]])
    with K3CloudClient(replace(settings, login=kind), clock=lambda: 1767225600.25) as client:
        read(client)
        read(client)
    assert [call.service for call in erp.calls] == [LOGINS[kind], QUERY, QUERY]
    assert sessions(erp) == ["sid-1", "sid-1"]
    assert not any("X-Api-Signature" in call.headers for call in erp.calls)
    who = ["6500000000000a", "集成用户"]
    assert erp.calls[0].body == {
        "parameters": {
            "password": [*who, PASSWORD, 2052],
            "secret": [*who, APP_ID, APP_SECRET, 2052],
            "sign": [*who, APP_ID, 1767225600, SIGN_AT_1767225600, 2052],
        }[kind]
    }


@pytest.mark.parametrize("code", [1, "1"])
def test_read_logs_in_again_once_when_the_session_is_over(erp, make_client, code):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1"), login("sid-2"))
    erp.script(QUERY, query_refusal(LOST, code), [["a"]])
    assert read(client) == [("a",)]
    assert sessions(erp) == ["sid-1", "sid-2"]


def test_read_gives_up_when_the_new_session_is_lost_too(erp, make_client, pauses):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1"))
    erp.script(QUERY, query_refusal(LOST, 1))
    with pytest.raises(AuthenticationError) as caught:
        read(client)
    assert (caught.value.code, caught.value.messages) == (1, (LOST,))
    assert (erp.count("ValidateUser"), erp.count(QUERY), pauses) == (2, 2, [])


def test_signature_is_refused_at_once_when_no_session_is_to_blame(erp, client, pauses):
    useless = {SESSION: "good-for-nothing"}
    erp.script(QUERY, Play(query_refusal(LOST, 1), cookies=useless))
    with pytest.raises(AuthenticationError):
        read(client)
    assert (len(erp.calls), pauses) == (1, [])


def test_signed_read_leaves_its_session_once_when_that_may_be_to_blame(erp, client):
    erp.script(
        QUERY,
        Play([["a"]], cookies={SESSION: "sid-1"}),
        query_refusal(LOST, 1),
        Play([["b"]], cookies={SESSION: "sid-2"}),
        [["c"]],
    )
    assert [read(client) for _call in range(3)] == [[("a",)], [("b",)], [("c",)]]
    assert sessions(erp) == [None, "sid-1", None, "sid-2"]
    assert "Cookie" not in erp.calls[2].headers


def test_useless_session_of_a_refused_signature_is_not_used_again(erp, client):
    useless = {SESSION: "good-for-nothing"}
    erp.script(QUERY, Play(query_refusal(LOST, 1), cookies=useless), [["a"]])
    with pytest.raises(AuthenticationError):
        read(client)
    assert read(client) == [("a",)]
    assert sessions(erp) == [None, None]


REFUSED_LOGINS = [
    login("", 0, "用户名或密码错误"),
    login("", -1, "当前尝试登录的数据中心无法获取到"),
    login("sid", -3, "密码已过期"),
    login("sid", -6),
    login("sid", -7),
    login("", 1),
    login("sid", 1, "expired", IsSuccessByAPI=False),
    login("sid", None),
    refusal("当前用户未指定允许调用WebAPI接口", 11),
    Play(b"Fail to verify thirty passport", status=500),
]


@pytest.mark.parametrize("answer", REFUSED_LOGINS)
def test_login_is_not_tried_a_third_time_when_it_is_refused(erp, make_client, pauses, answer):
    client = make_client(login="password")
    erp.script("ValidateUser", answer)
    for _call in range(5):
        with pytest.raises(AuthenticationError):
            read(client)
    assert (erp.count("ValidateUser"), erp.count(QUERY), pauses) == (2, 0, [])


@pytest.mark.parametrize("result", [1, "1", -2, -4, -5])
def test_login_with_a_warning_is_one(erp, make_client, result):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1", result, "密码即将过期"))
    erp.script(QUERY, [["a"]])
    assert read(client) == [("a",)]


def test_wrong_signature_opens_the_circuit_too(erp, client):
    erp.script(QUERY, query_refusal(LOST, 1))
    for _call in range(5):
        with pytest.raises(AuthenticationError):
            read(client)
    assert len(erp.calls) == 2


def test_sessions_that_never_work_open_the_circuit_too(erp, make_client):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1"))
    erp.script(QUERY, query_refusal(LOST, 1))
    for _call in range(4):
        with pytest.raises(AuthenticationError):
            read(client)
    assert erp.count("ValidateUser") == erp.count(QUERY) == 4


def test_useless_session_of_a_refused_write_is_not_used_for_the_look(erp, client):
    erp.script("Save", Play(refusal(LOST, 1), cookies={SESSION: "good-for-nothing"}))
    erp.script(QUERY, [["a"]])
    with pytest.raises(TransportError):
        client.save("SAL_SaleOrder", {"FBillNo": "N1"})
    read(client)
    assert sessions(erp) == [None]


def test_refusals_are_forgotten_when_the_erp_accepts_again(erp, client):
    lost = query_refusal(LOST, 1)
    erp.script(QUERY, lost, [["a"]], lost, [["a"]], lost, lost)
    for _round in range(2):
        with pytest.raises(AuthenticationError):
            read(client)
        read(client)
    for _round in range(3):
        with pytest.raises(AuthenticationError):
            read(client)
    assert len(erp.calls) == 6


def test_refusals_are_forgotten_when_a_write_is_accepted(erp, client):
    erp.script("Save", success())
    erp.script(QUERY, query_refusal(LOST, 1))
    for _round in range(4):
        with pytest.raises(AuthenticationError):
            read(client)
        client.save("SAL_SaleOrder", {"FBillNo": "N1"})
    assert erp.count(QUERY) == 4


def test_business_refusal_is_no_reason_to_log_in_again(erp, make_client):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1"))
    erp.script(QUERY, query_refusal("您没有该功能的操作权限", 2))
    with pytest.raises(RefusedError):
        read(client)
    assert (erp.count("ValidateUser"), erp.count(QUERY)) == (1, 1)


def test_lost_answer_to_a_login_is_tried_again_for_a_read(erp, make_client, pauses):
    client = make_client(login="password")
    erp.script("ValidateUser", Play(b"", status=502), login("sid-1"))
    erp.script(QUERY, [["a"]])
    assert read(client) == [("a",)]
    assert pauses == [0.5]


@pytest.mark.parametrize("answer", [[], "x", 7])
def test_login_answer_of_another_kind_is_no_refusal(erp, make_client, answer):
    client = make_client(login="password")
    erp.script("ValidateUser", answer)
    with pytest.raises(TransportError):
        read(client)
    assert erp.count("ValidateUser") == 3


def test_memory_is_shared_by_equal_settings_and_new_for_changed_ones(settings):
    first = shared_memory(settings)
    assert shared_memory(replace(settings)) is first
    for changes in ({"app_secret": "x"}, {"password": "x"}, {"lcid": 1033}, {"user_name": "x"}):
        assert shared_memory(replace(settings, **changes)) is not first


def test_session_is_shared_through_the_memory(erp, make_client):
    memory = LoginMemory()
    erp.script("ValidateUser", login("sid-1"))
    erp.script(QUERY, [])
    for _worker in range(3):
        with make_client(memory, login="password") as client:
            read(client)
    assert erp.count("ValidateUser") == 1
    assert sessions(erp) == ["sid-1"] * 3


def test_newer_session_survives_when_an_older_one_is_given_up():
    memory = LoginMemory()
    memory.keep("new")
    memory.forget("old")
    assert memory.session_id == "new"


def test_session_ends_on_purpose_only(erp, make_client):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1"))
    erp.script("Logout", True)
    erp.script(QUERY, [])
    read(client)
    client.close()
    assert erp.count("Logout") == 0
    client.log_out()
    client.log_out()
    assert sessions(erp, "Logout") == ["sid-1"]
    read(client)
    assert erp.count("ValidateUser") == 2


@pytest.mark.parametrize("changes", [{"login": "ticket"}, {"page_size": 0}, {"page_size": 10001}])
def test_settings_are_refused_when_they_make_no_sense(changes):
    with pytest.raises(ValueError):
        K3CloudSettings(base_url="http://erp/k3cloud", account_id="a", user_name="u", **changes)
