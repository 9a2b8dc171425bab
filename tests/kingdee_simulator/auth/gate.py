"""Who may come in: session first, signature second (protocol 2.1)."""

import hmac
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import CookieError, SimpleCookie

from .. import tenant
from ..refusal import Refusal
from ..store.switches import Switches
from . import signatures
from .sessions import Session, Sessions

LOST = "会话信息已丢失，请重新登录"


class UnknownAccountSet(Exception):
    """The account set of signed headers does not exist: not even a business answer."""


@dataclass(slots=True)
class Entrance:
    """The outcome: a session, and the cookies to set if it is new."""

    session: Session | None
    fresh: Session | None = None


class Gate:
    """Checks requests against the tenant; `secret_ok` off means somebody changed the AppSecret."""

    def __init__(self, sessions: Sessions, switches: Switches) -> None:
        self.sessions = sessions
        self.switches = switches
        self.secret_ok = True

    @property
    def app_secret(self) -> str:
        """Return the secret that is valid now."""
        return tenant.APP_SECRET if self.secret_ok else tenant.APP_SECRET[::-1] + "x"

    def enter(self, headers: Mapping[str, str], path: str) -> Entrance:
        """Return who comes in; `session` is None when nobody does."""
        sid = session_id(headers)
        live = self.sessions.find(sid, self.switches["session_minutes"]) if sid else None
        if live:
            return Entrance(live)
        if not signatures.has_signature(headers) or self.switches["cookie_only"]:
            return Entrance(None, Sessions.useless())
        parts = signatures.read_app_data(headers.get("X-Kd-Appdata", ""))
        if parts and parts[0] != tenant.DCID:
            raise UnknownAccountSet("Fail to verify thirty passport")
        if not self._signed(headers, path, parts):
            return Entrance(None, Sessions.useless())
        organisation = parts[3] if parts[3] not in ("", "0") else ""
        session = self.sessions.create(organisation)
        return Entrance(session, session)

    def _signed(self, headers: Mapping[str, str], path: str, parts: list[str]) -> bool:
        app_id = headers.get("X-Kd-Appkey", "")
        if not parts or parts[1:3] != [tenant.USER, str(tenant.LCID)] or app_id != tenant.APP_ID:
            return False
        expected = signatures.keyed(self.app_secret, app_id + ",".join(parts))
        if not hmac.compare_digest(expected, headers.get("X-Kd-Signature", "")):
            return False
        return not self.switches["check_gateway_signature"] or signatures.gateway_ok(headers, path)

    def check_rights(self, form_id: str) -> None:
        """Refuse what the user has no right to."""
        if not self.switches["user_allowed"]:
            raise Refusal(11, "当前用户未指定允许调用WebAPI接口")
        name = form_id.lower()
        if name in [item.lower() for item in self.switches["denied_forms"]]:
            raise Refusal(2, "您没有该功能的操作权限")
        if name in [item.lower() for item in self.switches["unlicensed_forms"]]:
            raise Refusal(7, "许可检查失败：没有该子系统的许可")


def session_id(headers: Mapping[str, str]) -> str:
    """Return the session id of header or cookie; blanks before cookie names do not matter."""
    given = headers.get("kdservice-sessionid")
    if given:
        return given.strip()
    for piece in (headers.get("Cookie") or "").split(";"):
        name, _equals, value = piece.strip().partition("=")
        if name.lower() == "kdservice-sessionid":
            return _unquoted(value)
    return ""


def _unquoted(value: str) -> str:
    try:
        jar = SimpleCookie()
        jar.load(f"sid={value}")
        return jar["sid"].value
    except (CookieError, KeyError):
        return value
