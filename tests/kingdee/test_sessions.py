"""Who comes in: signatures, logins, sessions, rights."""

import json

import pytest
import requests

from ..kingdee_simulator import tenant
from ..kingdee_simulator.auth import signatures
from .conftest import Sdk, status_of
from .posting import AUTH, FORM, LOST, PASSWORD, QUERY, login, post, query


def test_signatures_are_those_of_the_worked_vector():
    path = (
        "/k3cloud/Kingdee.BOS.WebApi.ServicesStub.DynamicFormService.ExecuteBillQuery.common.kdsvc"
    )
    stamp = "1767225600"
    assert signatures.client_of(tenant.APP_ID) == ("200001", "EBESExQVFhcYGRobHB0eHyAhIiMkJSYn")
    assert signatures.gateway_text(path, stamp, stamp) == (
        "POST\n%2Fk3cloud%2FKingdee.BOS.WebApi.ServicesStub.DynamicFormService."
        "ExecuteBillQuery.common.kdsvc\n\nx-api-nonce:1767225600\nx-api-timestamp:1767225600\n"
    )
    assert signatures.gateway_signature(path, tenant.APP_ID, stamp, stamp) == (
        "YTcxYTc4ZTI4ZmI1YWFjNDE4ZmJmZjU0MDMzM2E0MWE2NDRhOWEwYjViN2RjNjk3Zjg4YzZkNzUyNDU2NzY0NA=="
    )
    data = signatures.app_data(tenant.DCID, tenant.USER, 2052, 100)
    assert signatures.read_app_data("NjUwMDAwMDAwMDAwMGEs6ZuG5oiQ55So5oi3LDIwNTIsMTAw") == [
        *data.split(",")
    ]
    assert signatures.keyed(tenant.APP_SECRET, tenant.APP_ID + data) == (
        "ZDM1MDAxOTdhYTkxOGE4NTdlNmQ0ZWI4MzkyODNiYWRjYzg0M2RiZjUyMWZhODQ0MGM2YTZkMzM2NjhkZDUxMQ=="
    )


def test_login_sign_is_that_of_the_worked_vector():
    values = [tenant.DCID, tenant.USER, tenant.APP_ID, tenant.APP_SECRET, "1767225600"]
    assert signatures.login_sign(values) == (
        "4096380a9ba359f9079ff441388da10a6950e709c0a7030221811e62f93f8e82"
    )
    assert signatures.login_sign(values, sha1=True) == "c28cd5754c04512db37a6a76229df3a316944944"


def test_malformed_app_id_has_no_secret():
    for broken in ("", "200001", "1_2_3", "200001_short", "200001_" + "=" * 32):
        assert signatures.client_of(broken)[1] == ""


def test_first_signed_call_makes_a_session_and_the_next_ones_use_it(erp, sdk):
    before = erp.read("state")["sessions_made"]
    for _turn in range(3):
        assert sdk.query("BD_UNIT", "FNumber", OrderString="FNumber") == [["Carton"], ["Pcs"]]
    assert erp.read("state")["sessions_made"] == before + 1
    # What the SDK makes of two Set-Cookie headers: a second name with a leading blank.
    assert " ASP.NET_SessionId" in sdk.raw.cookiesStore.cookies


@pytest.mark.parametrize(
    "changed",
    [
        {"app_secret": "0" * 32},
        {"user_name": "nobody"},
        {"lcid": 9999},
        {"app_id": "200001_AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA"},
    ],
)
def test_wrong_credentials_are_msgcode_1_in_nested_lists(erp, changed):
    wrong = Sdk(erp, **changed)
    answer = wrong.query("BD_UNIT", "FNumber")
    assert isinstance(answer[0][0], dict) and status_of(answer)["MsgCode"] == 1
    assert status_of(answer)["Errors"][0]["Message"] == LOST
    plain = wrong.View("BD_UNIT", {"Number": "Pcs"})
    assert status_of(plain)["MsgCode"] == 1 and isinstance(plain, dict)
    assert wrong.raw.cookiesStore.SID  # a session id is handed out, and is worth nothing
    assert erp.read("state")["sessions"] == 0


def test_lost_session_may_have_its_code_as_text(erp):
    erp.admin("switches", lost_code_as_text=True)
    wrong = Sdk(erp, app_secret="0" * 32)
    assert status_of(wrong.query("BD_UNIT", "FNumber"))["MsgCode"] == "1"
    assert status_of(wrong.query("BD_UNIT", "FNumber", ""))["IsSuccess"] is False


def test_unknown_account_set_is_no_business_answer(erp):
    with pytest.raises(RuntimeError, match="Fail to verify thirty passport"):
        Sdk(erp, acct_id="6500000000000b").query("BD_UNIT", "FNumber")


def test_gateway_signature_is_checked_unless_switched_off(erp, sdk):
    headers = sdk.raw.BuildHeader(f"{erp.cloud}{FORM}ExecuteBillQuery.common.kdsvc")
    assert query(erp, **headers) == [["Carton"], ["Pcs"]]
    forged = {**headers, "X-Api-Signature": headers["X-Api-Signature"][::-1]}
    assert status_of(query(erp, **forged))["MsgCode"] == 1
    elsewhere = sdk.raw.BuildHeader(f"{erp.cloud}{FORM}Save.common.kdsvc")
    assert status_of(query(erp, **elsewhere))["MsgCode"] == 1
    erp.admin("switches", check_gateway_signature=False)
    assert query(erp, **forged) == [["Carton"], ["Pcs"]]


def test_milliseconds_and_any_nonce_are_signed_too(erp, sdk):
    path = f"/k3cloud/{FORM}ExecuteBillQuery.common.kdsvc"
    headers = sdk.raw.BuildHeader(erp.url + path)
    nonce, stamp = "8e6e-4b", "1767225600123"
    headers |= {"x-api-nonce": nonce, "x-api-timestamp": stamp}
    headers["X-Api-Signature"] = signatures.gateway_signature(path, tenant.APP_ID, nonce, stamp)
    assert query(erp, **headers) == [["Carton"], ["Pcs"]]


def test_wrong_secret_hides_behind_a_live_session(erp, sdk):
    assert sdk.query("BD_UNIT", "FNumber")
    erp.admin("wrong_secret_on")
    assert sdk.query("BD_UNIT", "FNumber", OrderString="FNumber") == [["Carton"], ["Pcs"]]
    erp.admin("expire_sessions")
    assert status_of(sdk.query("BD_UNIT", "FNumber"))["MsgCode"] == 1
    erp.admin("wrong_secret_off")
    assert sdk.query("BD_UNIT", "FNumber", OrderString="FNumber") == [["Carton"], ["Pcs"]]


def test_expired_session_is_replaced_silently_with_a_signature(erp, sdk):
    sdk.query("BD_UNIT", "FNumber")
    first = sdk.raw.cookiesStore.SID
    erp.admin("expire_sessions")
    assert sdk.query("BD_UNIT", "FNumber", OrderString="FNumber") == [["Carton"], ["Pcs"]]
    assert first != sdk.raw.cookiesStore.SID


def test_cookie_only_tenants_answer_msgcode_1_to_signatures(erp, sdk):
    erp.admin("switches", cookie_only=True)
    assert status_of(sdk.query("BD_UNIT", "FNumber"))["MsgCode"] == 1
    sid = login(erp)["KDSVCSessionId"]
    assert query(erp, **{"kdservice-sessionid": sid}) == [["Carton"], ["Pcs"]]


def _sign(sha1: bool = False) -> list:
    stamp = "1767225600"
    values = [tenant.DCID, tenant.USER, tenant.APP_ID, tenant.APP_SECRET, stamp]
    sign = signatures.login_sign(values, sha1=sha1)
    return [tenant.DCID, tenant.USER, tenant.APP_ID, int(stamp), sign, 2052]


LOGINS = {
    "ValidateUser": PASSWORD,
    "ValidateUser2": [*PASSWORD, True],
    "ValidateUserByOrgNumber": [*PASSWORD, "100"],
    "LoginByAppSecret": [tenant.DCID, tenant.USER, tenant.APP_ID, tenant.APP_SECRET, 2052],
    "LoginBySign": _sign(),
}


@pytest.mark.parametrize("name", LOGINS)
def test_every_login_makes_a_session_by_header_or_cookie(erp, name):
    answer = login(erp, name, LOGINS[name])
    assert answer["LoginResultType"] == 1 and answer["IsSuccessByAPI"] is True
    sid = answer["KDSVCSessionId"]
    assert answer["Context"]["DBid"] == tenant.DCID
    assert query(erp, **{"kdservice-sessionid": sid}) == [["Carton"], ["Pcs"]]
    cookie = f"Theme=standard;kdservice-sessionid={sid}; ASP.NET_SessionId=x"
    assert query(erp, Cookie=cookie) == [["Carton"], ["Pcs"]]
    ended = post(erp, AUTH + "Logout", {}, headers={"kdservice-sessionid": sid})
    assert ended.text == "true"
    assert status_of(query(erp, **{"kdservice-sessionid": sid}))["MsgCode"] == 1


def test_login_takes_named_json_forms_and_the_old_envelope(erp):
    named = {"acctID": tenant.DCID, "username": tenant.USER, "password": tenant.PASSWORD}
    assert post(erp, AUTH + "ValidateUser", {**named, "lcid": 2052}).json()["LoginResultType"] == 1
    envelope = {"format": 1, "useragent": "ApiClient", "parameters": json.dumps(PASSWORD)}
    assert post(erp, AUTH + "ValidateUser", envelope).json()["LoginResultType"] == 1
    with requests.Session() as session:
        session.trust_env = False
        url = f"{erp.cloud}{AUTH}ValidateUser.common.kdsvc"
        answer = session.post(url, data={**named, "lcid": 2052}, timeout=10)
        assert answer.json()["LoginResultType"] == 1
        # Cookies work as a browser handles them.
        url = f"{erp.cloud}{FORM}ExecuteBillQuery.common.kdsvc"
        assert session.post(url, json=QUERY, timeout=10).json() == [["Carton"], ["Pcs"]]


def test_wrong_logins_say_what_kind_of_wrong_and_lock_the_user(erp):
    wrong_centre = login(erp, parameters=["x", *PASSWORD[1:]])
    assert wrong_centre["LoginResultType"] == -1 and wrong_centre["Context"] is None
    assert "数据中心无法获取到" in wrong_centre["Message"]
    for _turn in range(5):
        refused = login(erp, parameters=[tenant.DCID, tenant.USER, "no", 2052])
        assert refused["LoginResultType"] == 0 and refused["KDSVCSessionId"] is None
    assert "锁定" in login(erp)["Message"]
    erp.admin("unlock_user")
    assert login(erp)["LoginResultType"] == 1


def test_old_servers_sign_with_sha1(erp):
    erp.admin("switches", sign_sha1=True)
    assert login(erp, "LoginBySign", _sign())["LoginResultType"] == 0
    assert login(erp, "LoginBySign", _sign(sha1=True))["LoginResultType"] == 1


def test_session_of_a_password_ends_after_idle_minutes(erp):
    erp.admin("switches", session_minutes=0)
    sid = login(erp)["KDSVCSessionId"]
    assert status_of(query(erp, **{"kdservice-sessionid": sid}))["MsgCode"] == 1


def test_data_centres_are_listed_without_credentials(erp):
    answer = Sdk(erp, app_secret="x" * 32).GetDataCenters()
    assert [centre["Id"] for centre in answer] == [tenant.DCID]


def test_switch_org_moves_the_whole_session(erp, sdk):
    erp.admin("organisation_add", number="102")
    assert status_of(sdk.SwitchOrg({"OrgNumber": "102"}))["IsSuccess"]
    assert status_of(sdk.SwitchOrg({"OrgNumber": "999"}))["MsgCode"] == 10


def test_rights_that_are_missing_have_their_codes(erp, sdk):
    assert sdk.query("BD_UNIT", "FNumber")
    for switch, value, code in (
        ("user_allowed", False, 11),
        ("denied_forms", ["bd_unit"], 2),
        ("unlicensed_forms", ["BD_UNIT"], 7),
    ):
        before = erp.read("state")["switches"][switch]
        erp.admin("switches", **{switch: value})
        assert status_of(sdk.query("BD_UNIT", "FNumber"))["MsgCode"] == code
        erp.admin("switches", **{switch: before})
    assert sdk.query("BD_UNIT", "FNumber", OrderString="FNumber") == [["Carton"], ["Pcs"]]
