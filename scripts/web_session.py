"""Talk to a running Odoo the way its web client does: log in, call methods, fetch pages."""

import http.cookiejar
import json
import urllib.error
import urllib.request
from typing import Any

SECONDS = 120


class WebError(Exception):
    """The server refused: `name` is the exception's class there."""

    def __init__(self, name: str, message: str):
        super().__init__(f"{name}: {message}")
        self.name = name


class WebSession:
    """One visitor's session; anonymous until `login`."""

    def __init__(self, url: str, database: str):
        self.url = url
        self.database = database
        self.user: dict[str, Any] = {}
        self.cookies = http.cookiejar.CookieJar()
        self.opener = urllib.request.build_opener(urllib.request.HTTPCookieProcessor(self.cookies))

    def login(self, login: str, password: str) -> "WebSession":
        """Log in and return the session.

        :raise WebError: when the login or the password is wrong
        """
        self.user = self._post(
            "/web/session/authenticate",
            {"db": self.database, "login": login, "password": password},
        )
        return self

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a public method.

        :raise WebError: when it refuses
        """
        return self._post(
            f"/web/dataset/call_kw/{model}/{method}",
            {"model": model, "method": method, "args": args, "kwargs": kwargs},
        )

    def load_action(self, action_id: int) -> dict[str, Any]:
        """Return what the web client learns of an action before it opens it."""
        return self._post("/web/action/load", {"action_id": action_id})

    def get(self, path: str) -> tuple[int, bytes]:
        """Fetch a page; return its status and body."""
        try:
            with self.opener.open(self.url + path, timeout=SECONDS) as answer:
                return answer.status, answer.read()
        except urllib.error.HTTPError as error:
            return error.code, error.read()

    @property
    def session_id(self) -> str:
        """Return the value of the session's cookie."""
        return next(cookie.value for cookie in self.cookies if cookie.name == "session_id")

    def _post(self, path: str, params: dict[str, Any]) -> Any:
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        request = urllib.request.Request(
            self.url + path, body, {"Content-Type": "application/json"}
        )
        with self.opener.open(request, timeout=SECONDS) as answer:
            reply = json.load(answer)
        if "error" in reply:
            data = reply["error"].get("data", {})
            raise WebError(data.get("name", "error"), data.get("message", str(reply["error"])))
        return reply.get("result")
