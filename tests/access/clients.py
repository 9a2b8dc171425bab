"""Call methods of a served Odoo as clients do: JSON-2 and XML-RPC, both with an API key."""

import http.client
import json
import threading
import xmlrpc.client
from concurrent.futures import ThreadPoolExecutor
from urllib.parse import urlsplit

SECONDS = 120
FORBIDDEN = 403
# How XML-RPC numbers what JSON-2 says by HTTP status: an AccessDenied, an AccessError, any sentence
# for people, and everything else, which is an error of ours.
STATUS_OF_FAULT = {3: 401, 4: FORBIDDEN, 2: 422, 1: 500}
THREADS = 2


class Json2:
    """Bearer key, one path per method, connections kept."""

    def __init__(self, world, role):
        self.database = world.database
        self.key = world.facts["roles"][role]["key"]
        self.address = urlsplit(world.url).netloc
        self.local = threading.local()

    def call(self, model, method, ids=None, **named):
        """Return the status and the parsed answer (the text, when it is no JSON)."""
        body = json.dumps(named if ids is None else {"ids": ids, **named}).encode()
        headers = {
            "Authorization": f"Bearer {self.key}",
            "Content-Type": "application/json",
            "X-Odoo-Database": self.database,
        }
        connection = self._connection()
        connection.request("POST", f"/json/2/{model}/{method}", body, headers)
        response = connection.getresponse()
        text = response.read().decode()
        try:
            return response.status, json.loads(text)
        except ValueError:
            return response.status, text

    def _connection(self):
        if not hasattr(self.local, "connection"):
            self.local.connection = http.client.HTTPConnection(self.address, timeout=SECONDS)
        return self.local.connection


class XmlRpc:
    """The key in the place of the password."""

    def __init__(self, world, role):
        self.world, self.role = world, world.facts["roles"][role]
        self.local = threading.local()

    def call(self, model, method, ids=None, **named):
        """Return what JSON-2 returns for the same call."""
        positional = [] if ids is None else [ids]
        if method == "create":  # this protocol looks for the values there only
            positional = [named.pop("vals_list")]
        try:
            return 200, self._proxy().execute_kw(
                self.world.database,
                self.role["uid"],
                self.role["key"],
                model,
                method,
                positional,
                named,
            )
        except xmlrpc.client.Fault as fault:
            return STATUS_OF_FAULT[fault.faultCode], fault.faultString

    def _proxy(self):
        if not hasattr(self.local, "proxy"):
            self.local.proxy = xmlrpc.client.ServerProxy(
                f"{self.world.url}/xmlrpc/2/object", allow_none=True
            )
        return self.local.proxy


def answer_all(client, calls):
    """Make the calls `(model, method, ids, named)`, two at a time; return the answers in order."""
    with ThreadPoolExecutor(THREADS) as pool:
        return list(pool.map(lambda call: client.call(*call[:3], **call[3]), calls))
