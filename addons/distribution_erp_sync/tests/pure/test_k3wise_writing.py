from decimal import Decimal

import pytest

from ...clients.errors import RefusedError, TransportError
from ...clients.k3wise_client import AUDIT
from . import fixtures
from .answers import FILTERED
from .local_server import free_port
from .scripted_server import Play
from .wise_answers import CODE, SECRETS, STOCK_TOKEN, failed, fine

# Taken by name, see there.
erp = fixtures.erp
pauses = fixtures.pauses
clock = fixtures.clock
make_wise = fixtures.make_wise
wise = fixtures.wise
assert_no_secret = fixtures.assert_no_secret


def order() -> dict:
    return {"Page1": [{"FBillNo": "N1"}], "Page2": [{"FAuxQty": Decimal("2.5")}]}


@pytest.mark.parametrize(
    ("message", "number"),
    [("SEORD000048", "SEORD000048"), ("Successful", "N1"), ("", "N1"), ("保存成功", "N1")],
)
def test_bill_is_saved_once_and_its_number_found(erp, wise, message, number):
    erp.script("Save", fine(None, message))
    assert wise.save_bill("SO", order()).number == number
    assert erp.count("Save") == 1
    assert erp.calls[-1].body == {
        "Data": {"Page1": [{"FBillNo": "N1"}], "Page2": [{"FAuxQty": 2.5}]}
    }


def test_saved_bill_without_any_number_is_of_unknown_outcome(erp, wise):
    erp.script("Save", fine())
    with pytest.raises(TransportError, match="not what"):
        wise.save_bill("SO", {"Page1": [{}], "Page2": []})


def test_record_is_saved_when_its_row_says_so(erp, wise):
    erp.script("Save", fine([{"FStatus": True, "FItemID": 7, "FNumber": "C1"}]))
    saved = wise.save_record("Customer", {"FNumber": "C1"})
    assert (saved.id, saved.number) == ("7", "C1")


@pytest.mark.parametrize("status", [False, "false", 0, None])
def test_record_is_refused_when_its_row_fails_inside_a_success(erp, wise, status):
    erp.script("Save", fine([{"FStatus": status, "FMessage": "代码重复"}]))
    with pytest.raises(RefusedError, match="代码重复") as caught:
        wise.save_record("Customer", {"FNumber": "C1"})
    assert caught.value.is_duplicate


@pytest.mark.parametrize("data", [None, [], [{}], "x"])
def test_record_is_of_unknown_outcome_when_no_row_says_anything(erp, wise, data):
    erp.script("Save", fine(data))
    with pytest.raises(TransportError):
        wise.save_record("Customer", {"FNumber": "C1"})


def test_bill_is_checked_in_the_name_of_a_user(erp, wise):
    erp.script("CheckBill", fine(None, "审核成功"))
    assert wise.check_bill("SO", "N1", checker="王五", direction=AUDIT) == "审核成功"
    assert erp.calls[-1].body["Data"] == {
        "FBillNo": "N1",
        "FChecker": "王五",
        "FCheckDirection": "2",
        "FDealComment": "",
    }
    with pytest.raises(ValueError):
        wise.check_bill("SO", "N1", checker="王五", direction=3)


WRITES = {
    "Save": lambda client: client.save_bill("SO", order()),
    "CheckBill": lambda client: client.check_bill("SO", "N1", checker="王五"),
}
UNKNOWN = [
    Play(b"<html></html>", status=500),
    Play(b"<html></html>"),
    Play(how="reset"),
    Play(fine(), how="torn"),
    Play(FILTERED),
    Play({}),
    Play({"StatusCode": None}),
    failed(401),
    Play(b"", status=401),
]


@pytest.mark.parametrize("service", WRITES)
@pytest.mark.parametrize("answer", UNKNOWN)
def test_write_goes_out_once_when_its_outcome_is_unknown(erp, wise, pauses, service, answer):
    erp.script(service, answer)
    with pytest.raises(TransportError) as caught:
        WRITES[service](wise)
    assert caught.value.is_sent
    assert (erp.count(service), pauses) == (1, [])


def test_write_is_refused_once_with_the_words(erp, wise):
    erp.script("Save", failed())
    with pytest.raises(RefusedError, match="已存在") as caught:
        wise.save_bill("SO", order())
    assert (caught.value.is_duplicate, caught.value.code, erp.count("Save")) == (True, 500, 1)


def test_write_was_not_sent_when_no_token_came(erp, wise):
    erp.script("Create", Play(b"", status=502))
    with pytest.raises(TransportError) as caught:
        wise.save_bill("SO", order())
    assert (caught.value.is_sent, erp.count("Save")) == (False, 0)


@pytest.mark.parametrize("answer", [*UNKNOWN, failed(500, f"{CODE} t0ken-1")])
def test_secrets_show_nowhere(erp, wise, assert_no_secret, answer):
    echo = f"{CODE} t0ken-1 {STOCK_TOKEN} c0de%2Fwith%2Bsigns"
    caught = []
    for script in (answer, Play(echo.encode(), status=500), failed(500, echo)):
        erp.script("Save", script)
        with pytest.raises((TransportError, RefusedError)) as error:
            wise.save_bill("SO", order())
        caught.append(error.value)
    erp.script("Save", fine([{"FStatus": False, "FMessage": echo}]))
    with pytest.raises(RefusedError) as error:
        wise.save_record("Customer", {"FNumber": "C1"})
    caught.append(error.value)
    erp.script("stock", Play(echo.encode()))
    with pytest.raises(TransportError) as error:
        wise.read_stock()
    things = [*caught, error.value, wise, wise.settings, wise._session, wise._session.memory]
    assert_no_secret(*things, secrets=SECRETS)


def test_secrets_show_nowhere_when_nobody_listens(make_wise, assert_no_secret):
    client = make_wise(base_url=f"http://127.0.0.1:{free_port()}/K3API/")
    with pytest.raises(TransportError) as caught:
        client.exists("SO", "N1")
    assert caught.value.is_sent is False
    assert_no_secret(caught.value, client, secrets=SECRETS)
