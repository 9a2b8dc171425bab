"""JSON-2 with an API key: named arguments, errors as exceptions, tries again what may be tried."""

import os
import time

import requests

TRANSIENT = {409, 429, 502, 503, 504}  # 409: another transaction held the same row
TRIES = 5


class Refused(Exception):
    """The server said no, and will say no again: read the message, change the request."""

    def __init__(self, status, answer):
        super().__init__(f"{status} {answer.get('name')}: {answer.get('message')}")
        self.status = status


class Json2:
    def __init__(self, url=None, database=None, key=None):
        self.url = url or os.environ["ODOO_URL"]
        self.session = requests.Session()
        self.session.headers["Authorization"] = f"Bearer {key or os.environ['ODOO_KEY']}"
        self.session.headers["X-Odoo-Database"] = database or os.environ["ODOO_DB"]

    def call(self, model, method, **arguments):
        """Call a method; `ids` in the arguments are the records it is called on.

        It is sent again after a lost answer: give what you create a key that is unique there.
        """
        for attempt in range(TRIES):
            try:
                answer = self.session.post(
                    f"{self.url}/json/2/{model}/{method}", json=arguments, timeout=60
                )
            except requests.RequestException:
                if attempt == TRIES - 1:
                    raise
            else:
                if answer.ok:
                    return answer.json()
                if answer.status_code not in TRANSIENT or attempt == TRIES - 1:
                    raise Refused(answer.status_code, answer.json())
            time.sleep(2**attempt)
