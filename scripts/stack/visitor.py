"""A visitor of the site over TLS: keeps cookies, may come from any address of this machine."""

import http.client
import json
import re
import socket
import ssl
from collections.abc import Mapping
from dataclasses import dataclass
from http.cookies import SimpleCookie
from typing import Any
from urllib.parse import urlencode

from scripts.problem import Problem
from scripts.stack.nginx import Site

SECONDS = 120
FORM = {"Content-Type": "application/x-www-form-urlencoded"}
JSON = {"Content-Type": "application/json"}


@dataclass(frozen=True, slots=True)
class Answer:
    """What came back."""

    status: int
    headers: list[tuple[str, str]]
    body: bytes

    def all(self, name: str) -> list[str]:
        """Return the values of a header, one for each time it was sent."""
        return [value for key, value in self.headers if key.lower() == name.lower()]

    def one(self, name: str) -> str:
        """Return a header's value, '' when it was not sent."""
        return next(iter(self.all(name)), "")

    @property
    def text(self) -> str:
        """Return the body as text."""
        return self.body.decode(errors="replace")


class Visitor:
    """Somebody with a browser's memory of cookies."""

    def __init__(self, site: Site, address: str = "127.0.0.1"):
        self.site = site
        self.address = address
        self.cookies: dict[str, str] = {}

    def context(self) -> ssl.SSLContext:
        """Return TLS settings that believe the site's authority and nobody else."""
        return ssl.create_default_context(cafile=str(self.site.authority))

    def connect(self) -> ssl.SSLSocket:
        """Open a connection."""
        raw = socket.create_connection(
            ("127.0.0.1", self.site.https), timeout=SECONDS, source_address=(self.address, 0)
        )
        return self.context().wrap_socket(raw, server_hostname="localhost")

    def ask(
        self,
        path: str,
        body: bytes | None = None,
        headers: Mapping[str, str] | None = None,
        method: str | None = None,
    ) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("localhost", self.site.https, timeout=SECONDS)
        connection.sock = self.connect()
        sent = dict(headers or {})
        if self.cookies:
            sent["Cookie"] = "; ".join(f"{name}={value}" for name, value in self.cookies.items())
        try:
            connection.request(method or ("POST" if body is not None else "GET"), path, body, sent)
            reply = connection.getresponse()
            answer = Answer(reply.status, reply.getheaders(), reply.read())
        finally:
            connection.close()
        for text in answer.all("Set-Cookie"):
            for name, cookie in SimpleCookie(text).items():
                self.cookies[name] = cookie.value
        return answer

    def send(self, path: str, **form: str) -> Answer:
        """Send a form."""
        return self.ask(path, urlencode(form).encode(), FORM)

    def log_in(self, login: str, password: str) -> "Visitor":
        """Log in as a person does: by the form."""
        form = self.ask("/web/login").text
        token = re.search(r'name="csrf_token" value="([^"]+)"', form)
        if not token:
            raise Problem("the page for logging in has no form", "look at the log of Odoo.")
        answer = self.send("/web/login", csrf_token=token[1], login=login, password=password)
        if answer.status != http.client.SEE_OTHER:
            raise Problem(f"{login} could not log in: {answer.status}", "look at the log of Odoo.")
        return self

    def call(self, model: str, method: str, *args: Any, **kwargs: Any) -> Any:
        """Call a method as the back office does."""
        params = {"model": model, "method": method, "args": args, "kwargs": kwargs}
        body = json.dumps({"jsonrpc": "2.0", "method": "call", "params": params}).encode()
        answer = self.ask(f"/web/dataset/call_kw/{model}/{method}", body, JSON)
        reply = json.loads(answer.body)
        if "error" in reply:
            raise Problem(f"{model}.{method}: {reply['error']['data']['message']}", "see the log.")
        return reply["result"]
