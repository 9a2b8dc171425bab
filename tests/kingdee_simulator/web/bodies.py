"""The body shapes a server accepts for the same operation (protocol 1.1)."""

import json
from urllib.parse import parse_qs

FORM_DATA = ("formid", "data")
POSITIONS: dict[str, tuple[str, ...]] = {
    "ExecuteBillQuery": ("data",),
    "BillQuery": ("data",),
    "QueryBusinessInfo": ("data",),
    "SwitchOrg": ("data",),
    "WorkflowAudit": ("data",),
    "ExcuteOperation": ("formid", "opnumber", "data"),
    "ExecuteOperation": ("formid", "opnumber", "data"),
    "QueryAsyncResult": ("queryinfo",),
    "GetInventoryData": ("data",),
    "ValidateUser": ("acctid", "username", "password", "lcid"),
    "ValidateUser2": ("acctid", "username", "password", "lcid", "iskickoff"),
    "ValidateUserByOrgNumber": ("acctid", "username", "password", "lcid", "orgnumber"),
    "LoginByAppSecret": ("acctid", "username", "appid", "appsecret", "lcid"),
    "LoginBySign": ("acctid", "username", "appid", "timestamp", "sign", "lcid"),
    "LoginBySimplePassport": ("passport", "lcid"),
}


class BadBody(Exception):
    """The body cannot be read at all: 500 with a .NET message."""


def read_body(raw: bytes, content_type: str, service: str) -> dict:
    """Return the arguments by lower-case name; `data` and `queryinfo` decoded to objects."""
    text = _decode(raw)
    if "urlencoded" in content_type.lower():
        given = {key: values[0] for key, values in parse_qs(text, keep_blank_values=True).items()}
    else:
        given = _parse(text) if text.strip() else {}
    if not isinstance(given, dict):
        raise BadBody("Additional text found in JSON string after finishing deserializing object.")
    arguments = {str(key).lower(): value for key, value in given.items()}
    if "parameters" in arguments:
        arguments |= _positional(arguments.pop("parameters"), service)
    for name in ("data", "queryinfo"):
        if isinstance(arguments.get(name), str) and arguments[name].strip():
            arguments[name] = _parse(arguments[name])
    return arguments


def _decode(raw: bytes) -> str:
    try:
        return raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise BadBody("Unable to translate bytes at index 0 from specified code page to Unicode.")


def _parse(text: str) -> object:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        raise BadBody(f"Unexpected character encountered while parsing value: {text[:1]}.")


def _positional(parameters: object, service: str) -> dict:
    values = _parse(parameters) if isinstance(parameters, str) else parameters
    if not isinstance(values, list):
        values = [values]
    return dict(zip(POSITIONS.get(service, FORM_DATA), values, strict=False))
