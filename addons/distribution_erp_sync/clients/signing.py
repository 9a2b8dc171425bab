"""Signatures by which K/3 Cloud recognises an application: signed headers and LoginBySign.

Proved with the vectors of `tests/pure/test_signing.py`, which the official SDK computed.
"""

import base64
import binascii
import hashlib
import hmac
from dataclasses import dataclass, field
from urllib.parse import quote

# Part of Kingdee's SDK, the same for everybody: no secret of ours.
XOR_KEY = b"0054f397c6234378b09ca7d3e5debce7"
CLIENT_SECRET_SIGNS = 32
# "https://" and at least two signs of a host: where the SDK begins to look for the path.
HOST_SIGNS = 10
SIGN_ALGORITHMS = ("sha256", "sha1")


@dataclass(frozen=True, slots=True, kw_only=True)
class Application:
    """An application registered in K/3 Cloud and the user it works for.

    `organisation` is the number sent as OrgNum, 0 for none.
    """

    account_id: str
    user_name: str
    app_id: str = field(repr=False)
    app_secret: str = field(repr=False)
    lcid: int = 2052
    organisation: int = 0


def build_signed_headers(application: Application, url: str, seconds: int) -> dict[str, str]:
    """Return the headers by which a call needs no login.

    :param url: whole address of the service
    :param seconds: unix time of the call
    """
    client_id, client_secret = split_app_id(application.app_id)
    moment = str(int(seconds))
    path = quote(_path(url), safe="")
    signed = f"POST\n{path}\n\nx-api-nonce:{moment}\nx-api-timestamp:{moment}\n"
    caller = ",".join(
        [
            application.account_id,
            application.user_name,
            str(application.lcid),
            str(application.organisation),
        ]
    )
    return {
        "X-Api-ClientID": client_id,
        "X-Api-Auth-Version": "2.0",
        "x-api-timestamp": moment,
        "x-api-nonce": moment,
        "x-api-signheaders": "x-api-timestamp,x-api-nonce",
        "X-Api-Signature": _sign(client_secret, signed),
        "X-Kd-Appkey": application.app_id,
        "X-Kd-Appdata": base64.b64encode(caller.encode()).decode(),
        "X-Kd-Signature": _sign(application.app_secret, application.app_id + caller),
    }


def build_login_sign(application: Application, seconds: int, algorithm: str = "sha256") -> str:
    """Return the sign of LoginBySign; servers before 8.0.0.202205 want "sha1".

    :param seconds: unix time, the same as in the call
    """
    assert algorithm in SIGN_ALGORITHMS, "a name of the configuration"
    parts = [application.account_id, application.user_name, application.app_id]
    parts += [application.app_secret, str(int(seconds))]
    # Ordinal order is the order of bytes, whatever the language of the server.
    text = b"".join(sorted(part.encode() for part in parts))
    return hashlib.new(algorithm, text, usedforsecurity=False).hexdigest()


def split_app_id(app_id: str) -> tuple[str, str]:
    """Return the client id and the client secret hidden in an AppId; "" twice when it is malformed.

    >>> split_app_id("200001")
    ('', '')
    """
    client_id, _underscore, hidden = app_id.partition("_")
    if app_id.count("_") != 1 or len(hidden) != CLIENT_SECRET_SIGNS:
        return (client_id if app_id.count("_") == 1 else ""), ""
    try:
        raw = base64.b64decode(hidden, validate=True)
    except (binascii.Error, ValueError):
        return client_id, ""
    mixed = bytes(sign ^ key for sign, key in zip(raw, XOR_KEY, strict=False))
    return client_id, base64.b64encode(mixed).decode()


def _path(url: str) -> str:
    start = url.find("/", HOST_SIGNS)
    return url[start:] if start >= 0 else ""


def _sign(key: str, text: str) -> str:
    """Return base64 of the hexadecimal text of an HMAC: that is how Kingdee does it."""
    digest = hmac.new(key.encode(), text.encode(), hashlib.sha256).hexdigest()
    return base64.b64encode(digest.encode()).decode()
