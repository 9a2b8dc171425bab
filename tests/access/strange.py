"""Input that nobody types: for every parameter of every route, from a fixed corpus by a seed."""

import random
import re
from dataclasses import dataclass
from urllib.parse import quote, urlencode

from scripts.paths import ADDONS

from .sweep import PARAMETER, QUERY, Builder

READ = re.compile(r"\b(?:post|query|kwargs|params|form|values)\.get\(\s*\"(\w+)\"")
DEEP = 1000
VALUES = (
    *("", " ", "0", "-1", "-0", "1e308", "1e400", "NaN", "Infinity", "-Infinity", "0x10", "1_000"),
    *("9" * 400, "٣", "²", "½", "1,5", "True", "None", "null", "[]", "{}", "[[]]", '{"a": NaN}'),
    *("0001-01-01", "9999-12-31", "2026-02-30", "-0001-01-01", "2026-11-30T25:61:61", "99999-1"),
    *("a\x00b", "\x00", "😀" * 50, "\u202etxt.exe", "\ufeff", "\u2028", "ｆｕｌｌ", "e\u0301"),
    *("' OR 1=1 --", "1; DROP TABLE res_users", "%s%s%n%(x)s", "{0.__class__}", "${7*7}{{7*7}}"),
    *("<script>alert(1)</script>", "../../etc/passwd", "C:\\", "=1+1", "\r\nSet-Cookie: a=b"),
    *("[" * DEEP + "]" * DEEP, '{"a":' * DEEP + "1" + "}" * DEEP, "[" * 100 * DEEP),
    *('[{"product_id": "x", "quantity": -1}]', '[{"product_id": 1e99, "quantity": NaN}]'),
    *("x" * 1_000_000, "界" * 300_000, "1" * 5_000),
)
# Not "self": any route of Odoo answers 500 to it, before anything of ours is asked.
NAMES = ("__proto__", "kwargs", "a[b]", "", "a\x00b", "uid", "context", "website_id")
RAW = (  # (body, its type)
    (b"", "application/x-www-form-urlencoded"),
    (b"\xff\xfe\xed\xa0\x80=%ED%A0%80&%=%zz", "application/x-www-form-urlencoded"),
    (b"a=1&a=2&a=3&b", "application/x-www-form-urlencoded; charset=utf-16"),
    (b"{}", "application/json"),
    (b"[" * DEEP + b"]" * DEEP, "application/json"),
    (b'{"params": ' + b"[" * DEEP + b"]" * DEEP + b"}", "application/json"),
    (b'{"params": {"parent_id": 1e400}}', "application/json"),
    (b"not json", "application/json"),
    (b"--x\r\nContent-Disposition: form-data\r\n\r\n1\r\n", "multipart/form-data; boundary=x"),
    (b"x", "multipart/form-data"),
    (b"<a/>", "text/xml"),
)
BOUNDARY = "strange"


@dataclass(frozen=True, slots=True)
class Request:
    """One request as it is sent."""

    url: str  # of the route
    method: str
    address: str
    body: bytes | None = None
    content_type: str = ""

    def __str__(self):
        return f"{self.method} {self.address[:200]} {self.content_type} {(self.body or b'')[:200]}"


def find_names():
    """Return every name that a controller of ours reads."""
    texts = (path.read_text() for path in ADDONS.glob("*/controllers/*.py"))
    return sorted({*QUERY, *NAMES, *(name for text in texts for name in READ.findall(text))})


class Maker:
    """Makes requests of one visitor; the same ones for the same seed."""

    def __init__(self, facts, visitor, *, token, forms, seed):
        """:param forms: {url of a route: [(address, values)] as people fill it in}"""
        self.facts, self.visitor, self.token, self.forms = facts, visitor, token, forms
        self.random = random.Random(seed)  # noqa: S311
        self.names = find_names()

    def make(self, count):
        """Return so many requests, each route's turn coming round."""
        routes = self.facts["portal"]["routes"]
        return [self._make_one(routes[number % len(routes)]) for number in range(count)]

    def _make_one(self, route):
        method = self.random.choice(route["methods"])
        if method == "GET":
            address = f"{self._address(route)}?{urlencode(self._values(3, limit=2000))}"
            return Request(route["url"], "GET", address)
        if self.random.random() < 0.2 or route["kind"] != "http":
            return Request(route["url"], "POST", self._address(route), *self.random.choice(RAW))
        address, values = self._filled(route)
        values |= {name: self._value() for name in self._choose(list(values), 2)}
        values |= self._values(2)
        values["csrf_token"] = self.token
        encode = self._as_files if self.random.random() < 0.15 else self._as_form
        return Request(route["url"], "POST", address, *encode(values))

    def _filled(self, route):
        known = self.forms.get(route["url"])
        if not known or self.random.random() < 0.2:
            return self._address(route), {}
        address, values = self.random.choice(known)
        return address, dict(values)

    def _address(self, route):
        builder = Builder(self.facts, self.visitor, route)
        address = self.random.choice(builder.build_plain()).address
        if "<" not in route["url"] or self.random.random() < 0.7:
            return address
        strange = quote(self._value(limit=2000), safe="") or "0"
        return PARAMETER.sub(lambda _match: strange, route["url"])

    def _values(self, count, limit=None):
        return {name: self._value(limit) for name in self._choose(self.names, count)}

    def _choose(self, names, count):
        return self.random.sample(names, min(count, len(names)))

    def _value(self, limit=None):
        return self.random.choice(VALUES)[:limit]

    def _as_form(self, values):
        return urlencode(values).encode(), "application/x-www-form-urlencoded"

    def _as_files(self, values):
        """Send files where texts are expected; the token stays a text."""
        parts = []
        for name, value in values.items():
            is_file = name != "csrf_token"
            extra = '; filename="a\\"<b>.pdf"\r\nContent-Type: text/html' if is_file else ""
            safe = re.sub(r"[\x00\r\n\"]", "_", name)
            parts.append(
                f'--{BOUNDARY}\r\nContent-Disposition: form-data; name="{safe}"{extra}'
                f"\r\n\r\n{value}\r\n"
            )
        body = "".join(parts) + f"--{BOUNDARY}--\r\n"
        return body.encode(errors="replace"), f"multipart/form-data; boundary={BOUNDARY}"
