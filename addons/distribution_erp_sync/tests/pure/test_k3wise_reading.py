import json
from decimal import Decimal

import pytest

from ...clients.des import decrypt, encrypt
from ...clients.errors import AuthenticationError, RefusedError, TransportError
from ...clients.login_memory import LoginMemory
from . import fixtures
from .scripted_server import Play
from .wise_answers import STOCK_TOKEN, failed, fine

# Taken by name, see there.
erp = fixtures.erp
pauses = fixtures.pauses
clock = fixtures.clock
make_wise = fixtures.make_wise
wise = fixtures.wise


def table(count: int, container: str, key: str = "FItemID"):
    """Answer like a table with ids 1 to count."""

    def play(call):
        asked = call.body["Data"]
        assert (asked["PageIndex"], asked["OrderBy"]) == ("1", "[FItemID] asc")
        last = int(asked["Filter"].partition(">")[2].rstrip(")") or 0)
        ids = range(last + 1, min(last + int(asked["PageSize"]), count) + 1)
        return fine({"ROWCOUNT": count, container: [{key: number} for number in ids]})

    return play


def test_token_comes_once_by_the_code_and_goes_with_every_call(erp, wise):
    erp.script("GetList", fine({"DATA": []}))
    assert not wise.exists("SO", "N1")
    assert not wise.exists("SO", "N2")
    assert [call.service for call in erp.calls] == ["Create", "GetList", "GetList"]
    assert erp.calls[0].path == "/K3API/Token/Create"
    assert [call.query for call in erp.calls] == [
        "authorityCode=c0de%2Fwith%2Bsigns",
        "token=t0ken-1",
        "token=t0ken-1",
    ]
    assert erp.calls[1].path == "/K3API/SO/GetList"
    assert erp.calls[1].body["Data"]["Filter"] == "[FBillNo]='N1'"


def test_token_is_renewed_before_it_ends(erp, wise, clock):
    erp.script("GetList", fine({"DATA": []}))
    for seconds in (0, 3299, 1):
        clock[0] += seconds
        wise.exists("SO", "N1")
    tokens = [call.query for call in erp.calls if call.service == "GetList"]
    assert tokens == ["token=t0ken-1", "token=t0ken-1", "token=t0ken-2"]


def test_token_is_shared_through_the_memory(erp, make_wise):
    memory = LoginMemory()
    erp.script("GetList", fine({"DATA": []}))
    for _worker in range(3):
        make_wise(memory).exists("SO", "N1")
    assert erp.count("Create") == 1


@pytest.mark.parametrize("container", ["DATA", "Data", "data"])
@pytest.mark.parametrize("count", [0, 1, 2, 5])
def test_every_row_comes_once_whatever_the_container_is_called(erp, wise, container, count):
    erp.script("GetList", table(count, container, "FITEMID"))
    pages = wise.read_pages("Material", key="FItemID", fields=["FItemID"])
    assert [row["FITEMID"] for page in pages for row in page] == list(range(1, count + 1))


def test_lines_are_asked_for_and_conditions_joined(erp, wise):
    erp.script("GetList", fine({"DATA": []}))
    where = "[FDate]>='2026-01-01'"
    pages = wise.read_pages(
        "Sales_Delivery", key="FDetailID2", where=where, start_after=7, has_lines=True
    )
    assert list(pages) == []
    asked = erp.calls[-1].body["Data"]
    assert (asked["SelectPage"], asked["Top"]) == ("2", "0")
    assert asked["Filter"] == "([FDate]>='2026-01-01') and ([FDetailID2]>7)"


def test_parts_of_objects_are_asked_for_as_the_whole_once(erp, wise):
    erp.script("GetList", fine({"Data": []}))
    fields = ["FItemID", "FUnitID.FNumber", "FUnitID.FName"]
    assert list(wise.read_pages("Material", key="FItemID", fields=fields)) == []
    assert erp.calls[-1].body["Data"]["Fields"] == "FItemID,FUnitID"


def test_key_has_to_be_read_too(wise):
    with pytest.raises(ValueError, match="not among"):
        wise.read_pages("Material", key="FItemID", fields=["FNumber"])


@pytest.mark.parametrize("name", ["../Token", "SO/Save", "", "SO?x"])
@pytest.mark.parametrize(
    "call",
    [
        lambda client, name: client.exists(name, "N1"),
        lambda client, name: next(client.read_pages(name, key="FItemID")),
        lambda client, name: client.get_bill(name, "N1"),
        lambda client, name: client.get_record(name, "N1"),
        lambda client, name: client.get_template(name),
        lambda client, name: client.save_bill(name, {}),
        lambda client, name: client.save_record(name, {}),
        lambda client, name: client.check_bill(name, "N1", checker="x"),
    ],
)
def test_object_is_refused_when_it_would_change_the_address(erp, wise, call, name):
    with pytest.raises(ValueError, match="not an object"):
        call(wise, name)
    assert erp.calls == []


def test_details_come_out_of_their_containers(erp, wise):
    erp.script("GetDetail", fine({"Page1": [{"FBillNo": "N1"}], "Page2": [{"a": 1}, {"a": 2}]}))
    assert wise.get_bill("SO", "N1") == ({"FBillNo": "N1"}, [{"a": 1}, {"a": 2}])
    erp.script("GetDetail", fine([{"Data": {"FNumber": "M1"}}]))
    assert wise.get_record("Material", "M1") == {"FNumber": "M1"}
    assert erp.calls[-1].body == {"Data": {"FNumber": "M1"}, "GetProperty": False}
    erp.script("GetDetail", fine([]))
    for read in (wise.get_bill, wise.get_record):
        with pytest.raises(RefusedError):
            read("SO", "N1")
    erp.script("GetTemplate", fine({"Page1": [{}]}))
    assert wise.get_template("SO") == {"Page1": [{}]}


@pytest.mark.parametrize("status", [401, 500, "401"])
def test_read_asks_for_a_new_token_once_when_an_older_one_is_refused(erp, wise, status):
    erp.script("GetList", fine({"DATA": []}), failed(status, "token"), fine({"DATA": [{}]}))
    assert not wise.exists("SO", "N1")
    assert wise.exists("SO", "N1")
    assert (erp.count("Create"), erp.count("GetList")) == (2, 3)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (failed(401), AuthenticationError),
        (Play(b"no", status=401), AuthenticationError),
        (failed(500), RefusedError),
    ],
)
def test_read_fails_at_once_when_a_new_token_is_refused(erp, wise, pauses, answer, kind):
    erp.script("GetList", answer)
    with pytest.raises(kind):
        wise.exists("SO", "N1")
    assert (erp.count("Create"), erp.count("GetList"), pauses) == (1, 1, [])


def test_tokens_that_never_work_open_the_circuit_too(erp, wise):
    erp.script("GetList", failed(401))
    for _call in range(4):
        with pytest.raises(AuthenticationError):
            wise.exists("SO", "N1")
    assert erp.count("Create") == erp.count("GetList") == 2


@pytest.mark.parametrize("answered", ["read", "write"])
def test_refusals_are_forgotten_when_the_erp_accepts_again(erp, wise, answered):
    erp.script("Save", fine(None, "N1"))
    for _round in range(3):
        erp.script("GetList", failed(401))
        with pytest.raises(AuthenticationError):
            wise.exists("SO", "N1")
        erp.script("GetList", fine({"DATA": []}))
        if answered == "read":
            wise.exists("SO", "N1")
        else:
            wise.save_bill("SO", {"Page1": [{}], "Page2": []})


@pytest.mark.parametrize(
    "answer",
    [failed(401, "错误"), fine({"Code": "N"}), fine(None), Play(b"x", status=401)],
)
def test_code_is_not_tried_a_third_time_when_it_is_refused(erp, wise, answer):
    erp.script("Create", answer)
    for _call in range(4):
        with pytest.raises(AuthenticationError):
            wise.save_bill("SO", {"Page1": [{"FBillNo": "N1"}], "Page2": []})
    assert (erp.count("Create"), erp.count("Save")) == (2, 0)


def test_stock_comes_exactly_from_the_endpoint(erp, wise):
    rows = b'[{"material":"M1","warehouse":"W1","unit":"Pcs","quantity":0.10,"locked":0}]'
    erp.script("stock", Play(b"", status=503), Play(rows))
    [row] = wise.read_stock()
    assert row["quantity"] == Decimal("0.10")
    [_failed, call] = erp.calls
    assert (call.query, call.headers["Authorization"]) == ("view=1", f"Bearer {STOCK_TOKEN}")


@pytest.mark.parametrize("answer", [{"rows": []}, [1], "x", Play(b"[{")])
def test_stock_is_refused_when_it_is_no_list_of_objects(erp, wise, answer):
    erp.script("stock", answer)
    with pytest.raises(TransportError):
        wise.read_stock()


def test_stock_fails_plainly_without_an_endpoint_or_its_right(erp, make_wise):
    for url in ("", "ftp://erp/stock", "stock"):
        with pytest.raises(TransportError, match="no address of a stock endpoint"):
            make_wise(stock_url=url).read_stock()
    erp.script("stock", Play(b"no", status=403))
    with pytest.raises(AuthenticationError):
        make_wise().read_stock()


def test_encrypted_answers_are_read_with_the_password(erp, make_wise):
    password = "des-pass"

    def locked(data) -> str:
        return encrypt(json.dumps(data), password)

    erp.script("Create", fine(locked({"Token": "t0ken-1", "Validity": 3600})))
    erp.script("GetDetail", Play(fine(locked([{"Data": {"FNumber": "M1", "FQty": 0.1}}]))))
    client = make_wise(des_password=password)
    assert client.get_record("Material", "M1") == {"FNumber": "M1", "FQty": Decimal("0.1")}
    for data in ("x", "AAAAAAAAAAA=", locked([]) + "!", encrypt("[]", "other")):
        erp.script("GetDetail", fine(data))
        with pytest.raises(TransportError):
            client.get_record("Material", "M1")


def test_des_is_the_one_of_the_standard():
    """Decrypt what OpenSSL made: printf '{"a":1}' | openssl enc -des-ecb -K 3132333435363738 -a."""
    assert decrypt("voMb9bxrG2Y=", "12345678") == '{"a":1}'
