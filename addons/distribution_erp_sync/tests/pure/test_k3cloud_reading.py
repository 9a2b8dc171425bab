from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ...clients.errors import (
    AuthenticationError,
    BusyError,
    MappingError,
    RefusedError,
    TransportError,
)
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

QUERY = "ExecuteBillQuery"
KEYS = ["FID", "FNumber"]


def table(count: int, *, cap: int = 10_000):
    """Answer like a table with the ids 1 to count whose server gives at most `cap` rows."""

    def play(call):
        query = call.body["data"]
        assert (query["StartRow"], query["TopRowCount"]) == (0, 0)
        assert query["OrderString"] == "FID ASC"
        last = int(query["FilterString"].partition(">")[2].rstrip(")") or 0)
        end = last + min(query["Limit"] or cap, cap)
        return [[number, f"N{number}"] for number in range(last + 1, min(end, count) + 1)]

    return play


@pytest.mark.parametrize(
    ("count", "cap", "sizes"),
    [
        (0, 100, []),
        (1, 100, [1]),
        (3, 100, [3]),
        (7, 100, [3, 3, 1]),
        (6, 100, [3, 3]),
        # A server that gives less than asked: its short pages are not the end.
        (5, 2, [2, 2, 1]),
        (4, 2, [2, 2]),
        (3, 1, [1, 1, 1]),
    ],
)
def test_every_row_comes_once_when_the_server_gives_pages(erp, client, count, cap, sizes):
    erp.script(QUERY, table(count, cap=cap))
    pages = list(client.read_pages("BD_MATERIAL", KEYS))
    assert [len(page) for page in pages] == sizes
    assert [row for page in pages for row in page] == [
        (number, f"N{number}") for number in range(1, count + 1)
    ]


@hypothesis_settings(
    max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 25), st.integers(1, 6), st.integers(1, 6))
def test_every_row_comes_once_whatever_the_sizes(erp, make_client, count, size, cap):
    erp.script(QUERY, table(count, cap=cap))
    with make_client(page_size=size) as client:
        pages = list(client.read_pages("BD_MATERIAL", KEYS))
    assert [row[0] for page in pages for row in page] == list(range(1, count + 1))


def test_walk_goes_on_behind_a_key_and_keeps_the_condition(erp, client):
    erp.script(QUERY, [[8, "x"]], [])
    pages = client.read_pages("BD_MATERIAL", KEYS, where="FA=1 or FB=2", key="FID", start_after=7)
    assert list(pages) == [[(8, "x")]]
    filters = [call.body["data"]["FilterString"] for call in erp.calls]
    assert filters == ["(FA=1 or FB=2) and (FID>7)", "(FA=1 or FB=2) and (FID>8)"]


def test_text_keys_are_quoted(erp, client):
    erp.script(QUERY, [["0a-1", "x"], ["0B-2", "y"]], [])
    assert len(next(client.read_pages("STK_Inventory", KEYS, start_after="0"))) == 2
    assert erp.calls[0].body["data"]["FilterString"] == "FID>'0'"


@pytest.mark.parametrize(
    ("answer", "words"),
    [
        ([[1, "x"], [2, "y"], [3, "z"]], "repeats a page"),
        ([[5, "x"], [4, "y"]], "not in the order"),
        ([[2, "x"]], "not in the order"),
        ([[4, "x", "too much"]], "no list of 2 values"),
        ([[4]], "no list of 2 values"),
        ([[4, {"Id": 1}]], "is an object"),
        ([{"FID": 4, "FNumber": "x"}], "no list of 2 values"),
        ([[None, "x"]], "no key"),
        ([["b", "x"]], "numbers and texts"),
        ({"rows": []}, "no list"),
        ("[]]", "no list"),
    ],
)
def test_page_is_refused_when_it_cannot_be_the_next_one(erp, client, pauses, answer, words):
    erp.script(QUERY, [[1, "x"], [2, "y"], [3, "z"]], answer)
    pages = client.read_pages("BD_MATERIAL", KEYS)
    next(pages)
    with pytest.raises(TransportError, match=words):
        next(pages)
    assert len(pauses) == 2


def test_endless_first_page_is_refused_at_once_when_the_server_ignores_the_condition(erp, client):
    erp.script(QUERY, [[1, "x"], [2, "y"], [3, "z"]])
    seen = []
    with pytest.raises(TransportError):
        for page in client.read_pages("BD_MATERIAL", KEYS):
            seen += page
    assert len(seen) == 3


def test_doubled_rows_count_once_and_different_ones_with_one_key_are_a_wrong_mapping(erp, client):
    erp.script(QUERY, [[1, "x"], [1, "x"], [2, "y"]], [])
    assert list(client.read_pages("BD_MATERIAL", KEYS)) == [[(1, "x"), (2, "y")]]
    erp.script(QUERY, [[1, "x"], [1, "y"]])
    with pytest.raises(MappingError, match="id of the line") as caught:
        list(client.read_pages("SAL_SaleOrder", KEYS))
    assert caught.value.key == "FID"


def test_key_has_to_be_read_too(client):
    with pytest.raises(ValueError, match="not among"):
        client.read_pages("BD_Customer", KEYS, key="FCUSTID")


def test_numbers_are_exact(erp, client):
    raw = b"[[1, 0.1000000000], [2, 12345678901234.0123456789], [3, 1E-10]]"
    erp.script(QUERY, Play(raw))
    assert client.read("STK_Inventory", KEYS) == [
        (1, Decimal("0.1000000000")),
        (2, Decimal("12345678901234.0123456789")),
        (3, Decimal("1E-10")),
    ]


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
    from ...clients.k3cloud_client import K3CloudClient

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
    import json

    erp.script(QUERY, json.dumps(query_refusal(LOST, "1")))
    with pytest.raises(AuthenticationError):
        client.read("BD_MATERIAL", KEYS)


def test_existence_is_asked_by_the_number_of_the_kind(erp, client):
    erp.script(QUERY, [["O'Neil"]], [])
    assert client.exists("SAL_SaleOrder", "O'Neil") is True
    assert client.exists("BD_Customer", "C1") is False
    queries = [call.body["data"] for call in erp.calls]
    assert [query["FilterString"] for query in queries] == ["FBillNo='O''Neil'", "FNumber='C1'"]
    assert {query["Limit"] for query in queries} == {1}


def test_form_is_described_by_keys_and_names(erp, client):
    names = [{"Key": 1033, "Value": "No"}, {"Key": 2052, "Value": "编码"}]
    parts = [
        {
            "Key": "FBillHead",
            "Fields": [
                {"Key": "FNumber", "Name": names},
                {"Key": "FName", "Name": "名称"},
            ],
        },
        {"Key": "SubHeadEntity", "Fields": [{"Key": "FBARCODE", "Name": []}, None]},
        {"Key": "Empty", "Fields": None},
    ]
    answer = {
        "Result": {
            "ResponseStatus": {"IsSuccess": True, "MsgCode": 0, "Errors": []},
            "NeedReturnData": {"Id": "BD_MATERIAL", "Entrys": parts},
        }
    }
    erp.script("QueryBusinessInfo", answer)
    assert client.describe("BD_MATERIAL") == {
        "FNumber": "编码",
        "FName": "名称",
        "FBARCODE": "FBARCODE",
    }
    erp.script("QueryBusinessInfo", refusal(UNKNOWN_FORM, 4))
    with pytest.raises(MappingError):
        client.describe("SAL_Nope")
