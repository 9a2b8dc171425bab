from decimal import Decimal

import pytest
from hypothesis import HealthCheck, given
from hypothesis import settings as hypothesis_settings
from hypothesis import strategies as st

from ...clients.errors import MappingError, TransportError
from . import fixtures
from .answers import UNKNOWN_FORM, refusal
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
settings = fixtures.settings
pauses = fixtures.pauses
make_client = fixtures.make_client
client = fixtures.client

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


@pytest.mark.parametrize(("count", "calls"), [(0, 1), (2, 2), (3, 2), (7, 3), (6, 3)])
def test_end_is_asked_for_only_when_no_page_shows_it(erp, client, count, calls):
    erp.script(QUERY, table(count))
    list(client.read_pages("BD_MATERIAL", KEYS))
    assert len(erp.calls) == calls


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
