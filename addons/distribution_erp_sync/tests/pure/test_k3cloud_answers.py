import json

import pytest

from ...clients.errors import (
    AuthenticationError,
    BusyError,
    MappingError,
    RefusedError,
    TransportError,
)
from ...clients.k3cloud_client import K3CloudClient
from . import fixtures
from .answers import (
    FILTERED,
    LOCKED,
    LOST,
    UNKNOWN_FIELD,
    UNKNOWN_FORM,
    query_refusal,
    refusal,
)
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
settings = fixtures.settings
pauses = fixtures.pauses
make_client = fixtures.make_client
client = fixtures.client

QUERY = "ExecuteBillQuery"
KEYS = ["FID", "FNumber"]


ERRORS = [
    (query_refusal(UNKNOWN_FIELD, 9), MappingError, 9),
    (query_refusal(UNKNOWN_FIELD, "9"), MappingError, 9),
    (query_refusal(UNKNOWN_FORM, 4), MappingError, 4),
    (query_refusal("当前查询串无法解析--FFoo", 4), MappingError, 4),
    (query_refusal(LOCKED, 13), BusyError, 13),
    (query_refusal("数据库执行异常，请联系系统管理员", 6), RefusedError, 6),
    (query_refusal("您没有该功能的操作权限", 2), RefusedError, 2),
    # Words about sessions mean nothing; numbers do.
    (query_refusal("当前用户会话 session 设置不允许", 11), RefusedError, 11),
    ([refusal("x", 8)], RefusedError, 8),
    (refusal("x", 8), RefusedError, 8),
    (refusal("x", 8)["Result"], RefusedError, 8),
    ({"Result": [[refusal("x", 8)]]}, RefusedError, 8),
    ([[[[refusal("x", 8)]]]], RefusedError, 8),
]


@pytest.mark.parametrize(("answer", "kind", "code"), ERRORS)
def test_refusal_is_no_row_however_deep_it_hides(erp, client, pauses, answer, kind, code):
    erp.script(QUERY, answer)
    with pytest.raises(kind) as caught:
        list(client.read_pages("BD_MATERIAL", KEYS[:1]))
    assert caught.value.code == code
    assert caught.value.messages
    assert (len(erp.calls), pauses) == (1, [])


@pytest.mark.parametrize(
    ("message", "code", "key"),
    [
        (UNKNOWN_FIELD, 9, "FNope"),
        (UNKNOWN_FORM, 4, "SAL_Nope"),
        (
            "ResolveFiled_InnerEx解析字段(Key:FX...)...实体不存在此属性！[EntityType：BillHead]",
            4,
            "FX...",
        ),
        ("字段或值不存在", 9, ""),
    ],
)
def test_mapping_error_names_the_key_when_the_text_does(erp, client, message, code, key):
    erp.script(QUERY, query_refusal(message, code))
    with pytest.raises(MappingError) as caught:
        client.read("BD_MATERIAL", KEYS)
    assert caught.value.key.rstrip(".") == key.rstrip(".")


UNREADABLE = [
    Play(b"<html><h1>Runtime Error</h1></html>", status=500),
    Play(b"<html>502 Bad Gateway</html>", status=502),
    Play(b"<html>welcome</html>"),
    Play(b"service no found"),
    Play(b"401 Forbidden ByRspRetStatusCode -- N001: Unexpectable request."),
    Play(b'[[1,"x"],[2,'),
    Play(b"\xff\xfe[["),
    Play(b'[[NaN,"x"]]'),
    Play(b"[" * 100_000),
    Play(b"[[" + b"1" * 5000 + b',"x"]]'),
    Play(b'[[1,"x"]]', how="torn"),
    Play(how="reset"),
    Play(b"", status=302, headers={"Location": "/elsewhere/"}),
    Play(FILTERED),
]


@pytest.mark.parametrize("play", UNREADABLE)
def test_read_is_tried_three_times_when_the_answer_is_unreadable(erp, client, pauses, play):
    erp.script(QUERY, play)
    with pytest.raises(TransportError) as caught:
        client.read("BD_MATERIAL", KEYS)
    assert caught.value.is_sent
    assert erp.count(QUERY) == len(erp.calls) == 3
    assert pauses == [0.5, 1.0]


@pytest.mark.parametrize("play", UNREADABLE)
def test_read_heals_when_only_one_answer_was_unreadable(erp, client, play):
    erp.script(QUERY, play, [[1, "x"]])
    assert client.read("BD_MATERIAL", KEYS) == [(1, "x")]


def test_pauses_differ_between_workers(erp, settings):
    erp.script(QUERY, Play(b"", status=503))
    waits = []
    for chance in (0.0, 0.999):
        with (
            K3CloudClient(settings, sleep=waits.append, chance=lambda c=chance: c) as client,
            pytest.raises(TransportError),
        ):
            client.read("BD_MATERIAL", KEYS)
    assert waits == pytest.approx([0.25, 0.5, 0.75, 1.5], abs=0.01)


def test_request_filter_is_quoted_and_unreadable_text_is_kept(erp, client):
    erp.script(QUERY, Play(FILTERED))
    with pytest.raises(TransportError) as caught:
        client.read("BD_MATERIAL", KEYS)
    assert "caller_in_less_Point_Bracket" in caught.value.messages[0]
    erp.script(QUERY, Play(b"x" * 600, status=500))
    with pytest.raises(TransportError) as caught:
        client.read("BD_MATERIAL", KEYS)
    assert (caught.value.status, caught.value.detail) == (500, "x" * 500)


def test_account_set_is_named_when_it_is_unknown(erp, client, pauses):
    erp.script(QUERY, Play(b"Fail to verify thirty passport", status=500))
    with pytest.raises(AuthenticationError, match="account set"):
        client.read("BD_MATERIAL", KEYS)
    assert (len(erp.calls), pauses) == (1, [])


def test_row_may_talk_about_passports(erp, client):
    erp.script(QUERY, [[1, "Fail to verify thirty passport"]])
    assert len(client.read("BD_MATERIAL", KEYS)) == 1


def test_message_of_a_lost_session_inside_a_text_is_found(erp, client):
    erp.script(QUERY, json.dumps(query_refusal(LOST, "1")))
    with pytest.raises(AuthenticationError):
        client.read("BD_MATERIAL", KEYS)
