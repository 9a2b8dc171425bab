"""Whatever an ERP answers, our errors come out and nothing else, and texts can be stored."""

import copy
import json
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...clients.envelope import find_status, read_result
from ...clients.errors import ErpError
from ...clients.json_post import Reply
from ...clients.k3cloud_client import K3CloudClient, K3CloudSettings, Saved
from ...clients.k3wise_client import K3WiseClient, K3WiseSettings
from ...clients.login_memory import LoginMemory
from ...clients.masking import Masker
from ...mappers import customer, delivery, material, sales_order, sales_return, stock, values, wise
from .answers import FILTERED, login, query_refusal, refusal, success

KEYS = st.sampled_from(
    ["Result", "ResponseStatus", "IsSuccess", "MsgCode", "Errors", "FieldName", "Message"]
    + ["DIndex", "Id", "Number", "SuccessEntitys", "SuccessMessages", "NeedReturnData", "Entrys"]
    + ["Fields", "Key", "Name", "actionname", "params", "msg", "KDSVCSessionId", "LoginResultType"]
    + ["StatusCode", "Data", "DATA", "Page1", "Page2", "FStatus", "FMessage", "FNumber", "FItemID"]
    + ["Token", "Validity"]
)
LEAVES = (
    st.none()
    | st.booleans()
    | st.integers(-2, 600)
    | st.decimals(allow_nan=False, allow_infinity=False)
    | st.sampled_from(
        ["1", "13", "9", "", " ", "***", "a\x00b", "a\ud800b", "true", "冲突", "[", "{}"]
    )
    | st.text(max_size=5)
)
TREES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(KEYS, inner, max_size=4),
    max_leaves=25,
)


REAL = [
    success("N1", 7, FBillNo="N1"),
    [success("N1", "7")],
    refusal("x", 11, "FBillNo"),
    query_refusal("x", 1),
    login("sid"),
    [["a", 1], ["b", 2]],
    FILTERED,
    {"Result": {"NeedReturnData": {"Entrys": [{"Fields": [{"Key": "F", "Name": [{"Key": 1}]}]}]}}},
    {"StatusCode": 200, "Message": "N1", "Data": {"Token": "t", "Validity": 3600}},
    {"StatusCode": 200, "Message": "x", "Data": [{"FStatus": True, "FNumber": "C1"}]},
    {"StatusCode": 200, "Message": "x", "Data": {"DATA": [{"FItemID": 1}, {"FItemID": 2}]}},
    {"StatusCode": 200, "Message": "x", "Data": {"Page1": [{"FBillNo": "N1"}], "Page2": [{}]}},
]


@st.composite
def bent(draw):
    """Return a real answer, one part of which is something else or gone."""
    whole = copy.deepcopy([draw(st.sampled_from(REAL))])
    place, key = whole, 0
    while isinstance(place[key], dict | list) and place[key] and draw(st.integers(0, 5)):
        place = place[key]
        key = draw(st.sampled_from(list(place) if isinstance(place, dict) else range(len(place))))
    if draw(st.booleans()):
        place[key] = draw(TREES)
    return whole[0]


ANSWERS = TREES | bent()


def reply_of(tree) -> Reply:
    """Return an answer as it would arrive."""
    body = json.dumps(tree, default=str).encode()
    return Reply(status=200, body=body, cookies={}, masker=Masker())


def assert_storable(*texts: str):
    """Check that a database would take the texts."""
    for text in texts:
        assert "\x00" not in text
        text.encode("utf-8")


def attempt(function, *arguments):
    """Return what a call returns, or None after one of our errors."""
    try:
        return function(*arguments)
    except ErpError as error:
        assert_storable(str(error), error.detail, *error.messages)
        return None


@pytest.fixture(scope="module")
def cloud():
    settings = K3CloudSettings(base_url="http://erp.invalid/k3cloud", account_id="a", user_name="u")
    with K3CloudClient(settings, sleep=lambda _seconds: None) as client:
        yield client


@pytest.fixture(scope="module")
def classic():
    settings = K3WiseSettings(base_url="http://erp.invalid/K3API", authority_code="secret-code")
    with K3WiseClient(settings, sleep=lambda _seconds: None) as client:
        yield client


@given(ANSWERS)
def test_client_of_k3_cloud_raises_nothing_but_its_errors(cloud, tree):
    cloud._session._poster.post = lambda *_words, **_more: reply_of(tree)
    cloud._session.memory = LoginMemory()
    rows = attempt(cloud.read, "STK_Inventory", ["FID", "FBaseQty"])
    assert rows is None or all(type(row) is tuple and len(row) == 2 for row in rows)
    walked = attempt(lambda: list(cloud.read_pages("STK_Inventory", ["FID"])))
    assert walked is None or walked == []
    saved = attempt(cloud.save, "SAL_SaleOrder", {"FBillNo": "N1"})
    assert saved is None or (type(saved) is Saved and saved.id not in ("", "0"))
    if saved:
        assert_storable(saved.id, saved.number)
        assert find_status(json.loads(json.dumps(tree, default=str))).is_success is True
    attempt(cloud.audit, "SAL_SaleOrder", "N1")
    attempt(cloud.describe, "SAL_SaleOrder")


@given(ANSWERS)
def test_login_of_k3_cloud_raises_nothing_but_its_errors(cloud, tree):
    settings = K3CloudSettings(
        base_url="http://erp.invalid/k3cloud", account_id="a", user_name="u", login="password"
    )
    with K3CloudClient(settings, sleep=lambda _seconds: None) as client:
        client._session._poster.post = lambda *_words, **_more: reply_of(tree)
        attempt(client.read, "STK_Inventory", ["FID"])


@given(ANSWERS)
def test_client_of_k3_wise_raises_nothing_but_its_errors(classic, tree):
    answer = {"StatusCode": 200, "Message": "Successful", "Data": tree}
    for play in (tree, answer):
        memory = LoginMemory()
        memory.keep("token")
        classic._session.memory = memory
        classic._session.poster.post = lambda *_words, play=play, **_more: reply_of(play)
        classic._session.poster.get = lambda *_words, play=play, **_more: reply_of(play)
        attempt(classic.exists, "SO", "N1")
        attempt(lambda: list(classic.read_pages("Material", key="FItemID")))
        attempt(classic.get_bill, "SO", "N1")
        attempt(classic.get_record, "Material", "M1")
        attempt(classic.save_bill, "SO", {"Page1": [{"FBillNo": "N1"}]})
        attempt(classic.save_record, "Customer", {"FNumber": "C1"})
        classic._session.memory = LoginMemory()
        attempt(classic.exists, "SO", "N1")


@given(ANSWERS)
def test_result_is_always_an_object(tree):
    assert isinstance(read_result(tree), dict)


def read_or_refuse(read, *arguments):
    """Return records, or None when a value was refused as ours refuse."""
    try:
        return read(*arguments)
    except values.BadValueError:
        return None


@given(st.data())
def test_mappers_raise_nothing_but_bad_values(data):
    kinds = (stock, material, customer, delivery, sales_return, sales_order)
    kind = data.draw(st.sampled_from(kinds))
    row = data.draw(st.lists(LEAVES, min_size=len(kind.FIELDS), max_size=len(kind.FIELDS)))
    for record in read_or_refuse(kind.read, [row]) or []:
        for name in record.__dataclass_fields__:
            value = getattr(record, name)
            assert isinstance(value, str | Decimal | bool | tuple | values.Masked)
            if isinstance(value, str):
                assert_storable(value)


@given(st.dictionaries(st.sampled_from([*wise.DELIVERY_FIELDS.values(), "FROB"]), TREES))
def test_mappers_of_k3_wise_raise_nothing_but_bad_values(row):
    read_or_refuse(wise.read_movements, [row])
    read_or_refuse(wise.read_materials, [row])
    read_or_refuse(wise.read_customers, [row])
    read_or_refuse(wise.read_order, row, [row])
    read_or_refuse(wise.read_stock, [{"material": "M", "warehouse": "W", "unit": "U", **row}])
