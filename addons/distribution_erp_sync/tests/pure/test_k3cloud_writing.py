import pickle
from decimal import Decimal

import pytest

from ...clients.errors import (
    AuthenticationError,
    BusyError,
    ErpError,
    MappingError,
    RefusedError,
    TransportError,
)
from ...clients.k3cloud_client import Saved
from . import fixtures
from .answers import DUPLICATE, FILTERED, LOCKED, LOST, login, refusal, success
from .local_server import free_port
from .scripted_server import Play

# Taken by name, see there.
erp = fixtures.erp
settings = fixtures.settings
pauses = fixtures.pauses
make_client = fixtures.make_client
client = fixtures.client

FORM = "SAL_SaleOrder"
MODEL = {"FBillNo": "N1", "FNote": "备注", "FSaleOrderEntry": [{"FQty": Decimal("2.50")}]}


def save(client):
    return client.save(FORM, MODEL)


WRITES = {
    "Save": save,
    "Submit": lambda client: client.submit(FORM, "N1"),
    "Audit": lambda client: client.audit(FORM, "N1"),
    "UnAudit": lambda client: client.unaudit(FORM, "N1"),
    "CancelAssign": lambda client: client.withdraw(FORM, "N1"),
    "Delete": lambda client: client.delete(FORM, "N1"),
    "ExcuteOperation": lambda client: client.cancel(FORM, "N1"),
}


def test_save_sends_the_model_and_returns_what_the_erp_calls_it(erp, client):
    erp.script("Save", success("N1", 140670, FDate="2026-01-15"))
    saved = client.save(FORM, MODEL, return_fields=["FDate"])
    assert saved == Saved(id="140670", number="N1", returned={"FDate": "2026-01-15"})
    [call] = erp.calls
    assert call.path.endswith(
        "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.Save.common.kdsvc"
    )
    assert call.body["formid"] == FORM
    assert call.body["data"]["NeedReturnFields"] == ["FDate"]
    assert call.body["data"]["Model"]["FSaleOrderEntry"] == [{"FQty": 2.5}]
    assert list(call.body["data"]["Model"]) == list(MODEL)
    assert b"\\u5907\\u6ce8" in call.raw


@pytest.mark.parametrize("service", [name for name in WRITES if name != "Save"])
def test_operation_names_the_document_and_returns_the_words(erp, client, service):
    erp.script(service, success("N1", "100001"))
    assert WRITES[service](client) == ("单据编号为“N1”的销售订单，成功！",)
    [call] = erp.calls
    operation = {"opNumber": "Cancel"} if service == "ExcuteOperation" else {}
    assert call.body == {"formid": FORM, "data": {"Numbers": ["N1"]}, **operation}


OUTCOME_UNKNOWN = {
    "html 500": Play(b"<html></html>", status=500),
    "html 502": Play(b"<html></html>", status=502),
    "torn json": Play(b'{"Result":{"ResponseStatus":{"IsSu'),
    "torn answer": Play(success(), how="torn"),
    "text": Play(b"service no found"),
    "filter": Play(FILTERED),
    "reset": Play(how="reset"),
    "lost session": Play(refusal(LOST, 1)),
    "lost session, number as text": Play([[refusal(LOST, "1")]]),
    "nothing said": Play({"Result": {"ResponseStatus": None}}),
    "empty": Play({}),
    "a list": Play([]),
    "success as text": Play({"Result": {"ResponseStatus": {"IsSuccess": "true", "MsgCode": 0}}}),
}


@pytest.mark.parametrize("service", WRITES)
@pytest.mark.parametrize("fault", OUTCOME_UNKNOWN)
def test_write_goes_out_once_when_its_outcome_is_unknown(erp, client, pauses, service, fault):
    erp.script(service, OUTCOME_UNKNOWN[fault])
    with pytest.raises(TransportError) as caught:
        WRITES[service](client)
    assert caught.value.is_sent
    assert (len(erp.calls), pauses) == (1, [])


def test_write_times_out_without_a_second_try(erp, make_client):
    erp.script("Save", Play(how="mute"))
    with pytest.raises(TransportError, match="timed_out") as caught:
        save(make_client(read_seconds=0.3))
    assert caught.value.is_sent
    assert erp.count("Save") == 1


def test_write_is_known_not_to_be_sent_when_nobody_listens(make_client):
    client = make_client(base_url=f"http://127.0.0.1:{free_port()}/k3cloud/")
    with pytest.raises(TransportError) as caught:
        save(client)
    assert caught.value.is_sent is False


REFUSALS = [
    (refusal(DUPLICATE, 11, "FBillNo"), RefusedError, ("FBillNo",), True),
    (refusal("字段“客户”是必填项", "11", "FCustId"), RefusedError, ("FCustId",), False),
    (refusal("单据编号为“N1”的销售出库单，单据已经审核！", 11), RefusedError, (), False),
    (refusal(LOCKED, 13), BusyError, None, None),
    (refusal("字段不存在", 9), MappingError, None, None),
    (refusal("未将对象引用设置到对象的实例", 4), RefusedError, (), False),
    ([refusal(DUPLICATE, 11, "FBillNo")], RefusedError, ("FBillNo",), True),
    (refusal(DUPLICATE, 11, "FBillNo")["Result"], RefusedError, ("FBillNo",), True),
]


@pytest.mark.parametrize(("answer", "kind", "fields", "is_duplicate"), REFUSALS)
def test_refusal_keeps_fields_and_words(erp, client, answer, kind, fields, is_duplicate):
    erp.script("Save", answer)
    with pytest.raises(kind) as caught:
        save(client)
    assert caught.value.messages
    assert caught.value.messages[0] in str(caught.value)
    if kind is RefusedError:
        assert (caught.value.fields, caught.value.is_duplicate) == (fields, is_duplicate)
    assert erp.count("Save") == 1


def test_failure_beside_a_success_is_a_failure(erp, client):
    both = [success("N1"), refusal("x", 11)]
    erp.script("Submit", both)
    with pytest.raises(RefusedError):
        client.submit(FORM, "N1")


def test_save_is_of_unknown_outcome_when_no_id_comes_back(erp, client):
    answer = success("N1")
    answer["Result"]["Id"] = ""
    answer["Result"]["ResponseStatus"]["SuccessEntitys"] = []
    erp.script("Save", answer)
    with pytest.raises(TransportError, match="not what"):
        save(client)


def test_id_is_found_among_the_entities_when_it_stands_nowhere_else(erp, client):
    answer = success("N1", "100001")
    del answer["Result"]["Id"], answer["Result"]["Number"], answer["Result"]["NeedReturnData"]
    erp.script("Save", answer)
    assert save(client) == Saved(id="100001", number="N1")


def test_number_loses_what_no_database_stores(erp, client):
    erp.script("Save", success("N\x001\ud800", "7"))
    assert save(client) == Saved(id="7", number="N1")


def test_session_lost_during_a_write_is_renewed_for_the_look_and_not_for_the_write(
    erp, make_client
):
    client = make_client(login="password")
    erp.script("ValidateUser", login("sid-1"), login("sid-2"))
    erp.script("Save", refusal(LOST, 1))
    erp.script("ExecuteBillQuery", [["N1"]])
    with pytest.raises(TransportError) as caught:
        save(client)
    assert (caught.value.is_sent, caught.value.code) == (True, 1)
    assert client.exists(FORM, "N1")
    assert [call.service for call in erp.calls] == [
        "ValidateUser",
        "Save",
        "ValidateUser",
        "ExecuteBillQuery",
    ]


def test_write_was_not_sent_when_the_login_before_it_had_no_answer(erp, make_client):
    client = make_client(login="password")
    erp.script("ValidateUser", Play(b"", status=502))
    with pytest.raises(TransportError) as caught:
        save(client)
    assert caught.value.is_sent is False
    assert erp.count("Save") == 0


def test_write_was_not_sent_when_the_login_is_refused(erp, make_client):
    client = make_client(login="password")
    erp.script("ValidateUser", login("", 0, "用户名或密码错误"))
    with pytest.raises(AuthenticationError, match="用户名或密码错误"):
        save(client)
    assert erp.count("Save") == 0


def test_every_error_is_an_erp_error():
    for kind in (TransportError, AuthenticationError, BusyError, MappingError, RefusedError):
        error = kind("x", code=4, messages=("a",), detail="y" * 600)
        assert isinstance(error, ErpError)
        assert (error.code, error.messages, len(error.detail)) == (4, ("a",), 500)
        again = pickle.loads(pickle.dumps(error))
        assert (type(again), vars(again), str(again)) == (kind, vars(error), str(error))
