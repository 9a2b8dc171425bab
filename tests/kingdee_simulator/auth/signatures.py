"""The two signatures of signed headers, and the sign of LoginBySign (protocol 2.2, 2.6)."""

import base64
import binascii
import hashlib
import hmac
from collections.abc import Mapping
from urllib.parse import quote

XOR_KEY = b"0054f397c6234378b09ca7d3e5debce7"


def client_of(app_id: str) -> tuple[str, str]:
    """Return client id and client secret that an AppId contains ("" when it is malformed).

    >>> client_of("200001_ICEnJ3ImLyB7LygoKC4pJ0IRG0BFEkIU")
    ('200001', 'EBESExQVFhcYGRobHB0eHyAhIiMkJSYn')
    """
    parts = app_id.split("_")
    if len(parts) != 2 or len(parts[1]) != 32 or "=" in parts[1]:
        return "", ""
    try:
        raw = base64.b64decode(parts[1], validate=True)
    except binascii.Error:
        return parts[0], ""
    mixed = bytes(left ^ right for left, right in zip(raw, XOR_KEY, strict=False))
    return parts[0], base64.b64encode(mixed).decode("ascii")


def keyed(key: str, text: str) -> str:
    """Return base64 of the hex text of HMAC-SHA256, as Kingdee has it."""
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return base64.b64encode(digest.encode("ascii")).decode("ascii")


def gateway_text(path: str, nonce: str, timestamp: str) -> str:
    """Return the text under X-Api-Signature; the path is what stands on the request line."""
    encoded = quote(path, safe="", encoding="utf-8")
    return f"POST\n{encoded}\n\nx-api-nonce:{nonce}\nx-api-timestamp:{timestamp}\n"


def gateway_signature(path: str, app_id: str, nonce: str, timestamp: str) -> str:
    """Return the X-Api-Signature of a request."""
    _client, secret = client_of(app_id)
    return keyed(secret, gateway_text(path, nonce, timestamp))


def app_data(dcid: str, user: str, lcid: object, organisation: object) -> str:
    """Return the plain text of X-Kd-Appdata."""
    return f"{dcid},{user},{lcid},{organisation}"


def read_app_data(header: str) -> list[str]:
    """Return dcid, user, lcid and organisation of X-Kd-Appdata ([] when unreadable)."""
    try:
        parts = base64.b64decode(header, validate=True).decode("utf-8").split(",")
    except (binascii.Error, UnicodeDecodeError):
        return []
    return parts if len(parts) >= 4 else []


def has_signature(headers: Mapping[str, str]) -> bool:
    """Return whether the request carries signed headers at all."""
    return bool(headers.get("X-Kd-Appkey") or headers.get("X-Kd-Signature"))


def gateway_ok(headers: Mapping[str, str], path: str) -> bool:
    """Return whether X-Api-Signature fits the path and the header values; some SDKs sign a path
    already percent-encoded, or upper case.
    """
    app_id = headers.get("X-Kd-Appkey", "")
    client, secret = client_of(app_id)
    if not secret or headers.get("X-Api-ClientID", "") != client:
        return False
    nonce, stamp = headers.get("x-api-nonce", ""), headers.get("x-api-timestamp", "")
    given = headers.get("X-Api-Signature", "")
    plain = gateway_text(path, nonce, stamp)
    return any(hmac.compare_digest(keyed(secret, text), given) for text in (plain,))


def login_sign(values: list[str], *, sha1: bool = False) -> str:
    """Return the sign of LoginBySign over acctID, user name, AppId, AppSecret and timestamp."""
    joined = "".join(sorted(values, key=lambda text: text.encode("utf-8"))).encode("utf-8")
    return (hashlib.sha1 if sha1 else hashlib.sha256)(joined).hexdigest()  # noqa: S324
