"""The shapes of bodies, and what is no body at all."""

import json
from http.client import HTTPConnection

import pytest
import requests

from .conftest import order_model, status_of
from .posting import FORM, QUERY, login, post


@pytest.mark.parametrize(
    "body",
    [
        {"data": QUERY["data"]},
        {"data": json.dumps(QUERY["data"])},
        {"parameters": [QUERY["data"]]},
        {"parameters": [json.dumps(QUERY["data"])]},
        {"parameters": json.dumps([json.dumps(QUERY["data"])])},
        {"format": 1, "useragent": "ApiClient", "parameters": [json.dumps(QUERY["data"])]},
        {"Data": {key.upper(): value for key, value in QUERY["data"].items()}},
    ],
)
def test_all_body_shapes_are_taken(erp, body):
    sid = login(erp)["KDSVCSessionId"]
    answer = post(erp, FORM + "ExecuteBillQuery", body, headers={"kdservice-sessionid": sid})
    assert answer.json() == [["Carton"], ["Pcs"]]


def test_form_bodies_and_positions_with_a_form_id_are_taken(erp):
    sid = login(erp)["KDSVCSessionId"]
    headers = {"kdservice-sessionid": sid}
    with requests.Session() as session:
        session.trust_env = False
        url = f"{erp.cloud}{FORM}ExecuteBillQuery.common.kdsvc"
        body = {"data": json.dumps(QUERY["data"])}
        assert session.post(url, data=body, headers=headers, timeout=10).json() == [
            ["Carton"],
            ["Pcs"],
        ]
    body = {"parameters": ["SAL_SaleOrder", json.dumps({"Model": order_model("P1")})]}
    assert status_of(post(erp, FORM + "Save", body, headers=headers).json())["IsSuccess"]
    body = {"FormId": "SAL_SaleOrder", "Data": {"Numbers": ["P1"]}}
    assert status_of(post(erp, FORM + "Submit", body, headers=headers).json())["IsSuccess"]


def test_bare_arrays_and_nonsense_are_rejected(erp):
    for body in (b'["SAL_SaleOrder","{}"]', b"{", b"\xff\xfe", b'{"data":"{"}'):
        answer = requests.post(
            f"{erp.cloud}{FORM}Save.common.kdsvc", data=body, timeout=10, headers={}
        )
        assert answer.status_code == 500
    assert "Additional text found in JSON string" in post(erp, FORM + "Save", ["a"]).text


def test_unknown_service_is_a_text(erp):
    answer = post(erp, FORM + "UnSubmit", {"formid": "SAL_SaleOrder", "data": {}})
    assert "service no found" in answer.text
    assert requests.get(f"{erp.cloud}{FORM}Save.common.kdsvc", timeout=10).status_code == 405


def test_missing_data_is_msgcode_8(erp):
    sid = login(erp)["KDSVCSessionId"]
    answer = post(erp, FORM + "ExecuteBillQuery", {}, headers={"kdservice-sessionid": sid})
    assert status_of(answer.json())["MsgCode"] == 8


def test_connections_are_kept(erp):
    sid = login(erp)["KDSVCSessionId"]
    connection = HTTPConnection("127.0.0.1", erp.port, timeout=10)
    path, sockets = f"/k3cloud/{FORM}ExecuteBillQuery.common.kdsvc", []
    for _turn in range(3):
        headers = {"kdservice-sessionid": sid, "Content-Type": "application/json"}
        connection.request("POST", path, json.dumps(QUERY), headers)
        assert json.loads(connection.getresponse().read()) == [["Carton"], ["Pcs"]]
        sockets.append(connection.sock)
    assert sockets[0] is not None and sockets == [sockets[0]] * 3
    connection.close()
