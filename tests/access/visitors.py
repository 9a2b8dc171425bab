"""Visit the pages of a served Odoo as a browser does: a session, forms, nothing followed."""

import http.client
import io
import json
import re
import threading
import zipfile
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit

from .clients import SECONDS, THREADS

TOKEN_PAGE = "/distribution/join/thanks"  # noqa: S105 - everybody may see it


@dataclass(frozen=True, slots=True)
class Page:
    """What came back."""

    status: int
    location: str
    text: str

    @property
    def outcome(self):
        """Return the status, or the path one is sent to, or which refusal a page shows."""
        if self.location:
            return "login" if "/web/login" in self.location else urlsplit(self.location).path
        if self.status == http.client.OK and "o_distribution_empty" in self.text:
            return next((name for name, mark in REFUSALS.items() if mark in self.text), "shown")
        return "shown" if self.status == http.client.OK else self.status

    def find(self, texts):
        """Return those of the texts that stand in the page, as whole words."""
        return [
            text
            for text in texts
            if text in self.text and re.search(rf"(?<!\w){re.escape(text)}(?!\w)", self.text)
        ]


REFUSALS = {
    "no member": 'class="btn btn-primary" href="/distribution/join"',
    "frozen": "fa-lock fa-3x",
    "no role": "fa-user-times fa-3x",
}


class Visitor:
    """Somebody with a session; nobody is logged in without a login."""

    def __init__(self, world, login=None):
        self.world, self.local = world, threading.local()
        self.address = urlsplit(world.url).netloc
        self.cookie, self.csrf_token = "", ""
        if login:
            params = {
                "db": world.database,
                "login": login,
                "password": world.facts["password"],
            }
            self._log_in({"jsonrpc": "2.0", "params": params})
        page = self.ask("GET", TOKEN_PAGE)
        self.csrf_token = re.search(r'csrf_token: "([^"]+)"', page.text).group(1)

    def ask(self, method, url, form=None, *, with_token=True):
        """Return the page; a form is sent with its token unless told otherwise."""
        body, headers = None, {"Cookie": self.cookie}
        if method == "POST":
            token = {"csrf_token": self.csrf_token} if with_token else {}
            body = urlencode({**(form or {}), **token})
            headers["Content-Type"] = "application/x-www-form-urlencoded"
        response = self._send(method, url, body, headers)
        return Page(response.status, response.getheader("Location") or "", _read(response))

    def ask_all(self, calls):
        """Return the pages of calls `(method, url, form)`, asked for two at a time."""
        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(lambda call: self.ask(*call), calls))

    def send_all(self, requests):
        """Return the pages of requests that are sent as they are, two at a time."""

        def send(request):
            headers = {"Cookie": self.cookie}
            if request.content_type:
                headers["Content-Type"] = request.content_type
            response = self._send(request.method, request.address, request.body, headers)
            return Page(response.status, response.getheader("Location") or "", _read(response))

        with ThreadPoolExecutor(THREADS) as pool:
            return list(pool.map(send, requests))

    def send_json(self, url, params):
        """Return the status and the parsed answer of a JSON route."""
        headers = {"Cookie": self.cookie, "Content-Type": "application/json"}
        body = json.dumps({"jsonrpc": "2.0", "params": params})
        response = self._send("POST", url, body, headers)
        return response.status, json.loads(response.read())

    def _log_in(self, body):
        headers = {"Content-Type": "application/json"}
        response = self._send("POST", "/web/session/authenticate", json.dumps(body), headers)
        answer = json.loads(response.read())
        assert answer.get("result", {}).get("uid"), answer
        self._keep_cookie(response)

    def _send(self, method, url, body, headers):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection(self.address, timeout=SECONDS)
        self.local.connection.request(method, url, body, headers)
        response = self.local.connection.getresponse()
        if not self.cookie:
            self._keep_cookie(response)
        return response

    def _keep_cookie(self, response):
        found = re.search(r"session_id=[^;]+", response.getheader("Set-Cookie") or "")
        self.cookie = found.group() if found else self.cookie


def _read(response):
    """Return the body as text; what is packed in a workbook or an archive is unpacked."""
    body = response.read()
    if not body.startswith(b"PK"):
        return body.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(body)) as archive:
        return "\n".join(archive.read(name).decode(errors="replace") for name in archive.namelist())
