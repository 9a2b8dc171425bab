"""Calls without the SDK: any body, any header."""

import requests

from ..kingdee_simulator import tenant

AUTH = "Kingdee.BOS.WebApi.ServicesStub.AuthService."
FORM = "Kingdee.BOS.WebApi.ServicesStub.DynamicFormService."
QUERY = {"data": {"FormId": "BD_UNIT", "FieldKeys": "FNumber", "OrderString": "FNumber"}}
PASSWORD = [tenant.DCID, tenant.USER, tenant.PASSWORD, 2052]
LOST = "会话信息已丢失，请重新登录"


def post(erp, service: str, body: object, **more: object) -> requests.Response:
    with requests.Session() as session:
        session.trust_env = False
        url = f"{erp.cloud}{service}.common.kdsvc"
        return session.post(url, json=body, timeout=10, **more)


def query(erp, **headers: str) -> list:
    return post(erp, FORM + "ExecuteBillQuery", QUERY, headers=headers).json()


def login(erp, name: str = "ValidateUser", parameters: list | None = None) -> dict:
    return post(erp, AUTH + name, {"parameters": parameters or PASSWORD}).json()


def ask(erp, data: dict, **headers: str) -> list:
    """Return the rows of a query."""
    return post(erp, FORM + "ExecuteBillQuery", {"data": data}, headers=headers).json()
