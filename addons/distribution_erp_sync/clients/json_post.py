"""The one place that talks HTTP with an ERP: sends JSON, limits everything, believes nothing."""

import json
import logging
import threading
import time
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any

import requests
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError

from .errors import TransportError
from .http_pool import SECRET_QUERY, GuardedAdapter, PrivateAddressError, new_session
from .http_session import explain, find_causes
from .masking import Masker

_logger = logging.getLogger(__name__)

GOOD_STATUSES = (200, 206)
# Small, so that a packed answer cannot grow far beyond the limit within one piece.
PIECE_BYTES = 16_384
USER_AGENT = "distribution-erp-sync/1.0"


@dataclass(frozen=True, slots=True, kw_only=True)
class HttpLimits:
    """How long (seconds) and how much (bytes, unpacked) one call may take."""

    connect_seconds: float = 5.0
    # Between two pieces of the answer.
    read_seconds: float = 30.0
    # From the first connection to the last byte.
    total_seconds: float = 120.0
    body_bytes_max: int = 50_000_000
    # Certificates to trust instead of those that `certifi` ships.
    ca_file: str | None = None
    allow_private: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """What a server answered, not yet believed; its text stays out of `repr`."""

    status: int
    body: bytes = field(repr=False)
    cookies: dict[str, str] = field(repr=False)
    masker: Masker = field(repr=False)

    @property
    def text(self) -> str:
        """Return the beginning of the answer for people, without secrets."""
        return self.masker.mask(self.body[:80_000].decode("utf-8", "replace")).strip()

    def read_json(self) -> Any:
        """Return the answer as Python values, numbers with a point as exact `Decimal`.

        :raise TransportError: when it is no JSON, torn, or its status is not a success
        """
        problem = "" if self.status in GOOD_STATUSES else f"HTTP status {self.status}"
        tree = None
        if not problem:
            try:
                tree = json.loads(
                    self.body.decode("utf-8-sig"), parse_float=Decimal, parse_constant=_refuse
                )
            # Depth, size of integers and encoding count too.
            except (ValueError, RecursionError, ArithmeticError):
                problem = "the answer is no JSON"
        if problem:
            raise TransportError(problem, status=self.status, detail=self.text)
        return tree


class JsonPoster:
    """Sends requests over kept connections. One call at a time: one poster per thread.

    A second thread that calls meanwhile gets a RuntimeError instead of mixed-up answers.
    Redirects are answers like others, the environment's proxies and passwords are not used.
    """

    def __init__(self, limits: HttpLimits, masker: Masker):
        self.limits = limits
        self.masker = masker
        self._adapter = GuardedAdapter(allow_private=limits.allow_private)
        self._session = new_session(self._adapter, limits.ca_file)
        self._session.headers["User-Agent"] = USER_AGENT
        self._session.headers["Accept-Encoding"] = "gzip, deflate"
        self._busy = threading.Lock()

    def __repr__(self) -> str:
        return f"JsonPoster({self.limits!r})"

    def close(self):
        """Close the connections."""
        self._session.close()

    def forget_cookies(self):
        """Start without the server's memory of us."""
        self._session.cookies.clear()

    def post(self, url: str, body: Any, *, headers: dict[str, str] | None = None, query: str = ""):
        """Send `body` as JSON in pure ASCII and return the `Reply`.

        :param query: the secret part of the address, kept out of every log and error
        :raise TransportError: when no whole answer came
        """
        data = encode(body)
        return self._send("POST", url, data=data, headers=headers or {}, query=query)

    def get(self, url: str, *, headers: dict[str, str] | None = None, query: str = "") -> Reply:
        """Ask without a body; else as `post`."""
        return self._send("GET", url, data=None, headers=headers or {}, query=query)

    def _send(self, method: str, url: str, *, data, headers: dict[str, str], query: str) -> Reply:
        headers = {**headers, "Content-Type": "application/json"} if data else dict(headers)
        if query:
            headers[SECRET_QUERY] = query
        if not self._busy.acquire(blocking=False):
            raise RuntimeError("a client of an ERP serves one thread; make one per thread")
        try:
            outcome = self._attempt(method, url, data, headers)
        finally:
            self._busy.release()
        # Outside of any `except`: the library's error knows addresses and headers.
        if isinstance(outcome, TransportError):
            raise outcome
        return outcome

    def _attempt(self, method: str, url: str, data, headers) -> Reply | TransportError:
        limits, started = self.limits, time.monotonic()
        self._adapter.is_sending = False
        watchdog = threading.Timer(limits.total_seconds, self._adapter.cut_off)
        watchdog.daemon = True
        watchdog.start()
        try:
            with self._session.request(
                method,
                url,
                data=data,
                headers=headers,
                timeout=(limits.connect_seconds, limits.read_seconds),
                allow_redirects=False,
                stream=True,
            ) as response:
                body = self._read_body(response)
                cookies = {cookie.name.strip(): cookie.value or "" for cookie in response.cookies}
                outcome = Reply(
                    status=response.status_code, body=body, cookies=cookies, masker=self.masker
                )
        except (requests.RequestException, PrivateAddressError, OSError, ValueError) as error:
            outcome = self._describe(error)
        except TransportError as error:
            outcome = error
        finally:
            watchdog.cancel()
        seconds = time.monotonic() - started
        # A cut connection may look like the end of an answer.
        if seconds >= limits.total_seconds:
            words = f"no whole answer within {limits.total_seconds:g} s"
            outcome = TransportError(words, is_sent=self._adapter.is_sending)
        self._log(method, url, outcome, seconds)
        return outcome

    def _read_body(self, response: requests.Response) -> bytes:
        pieces, size = [], 0
        for piece in response.iter_content(PIECE_BYTES):
            size += len(piece)
            if size > self.limits.body_bytes_max:
                raise TransportError(
                    f"the answer is longer than {self.limits.body_bytes_max} bytes",
                    status=response.status_code,
                )
            pieces.append(piece)
        return b"".join(pieces)

    def _describe(self, error: Exception) -> TransportError:
        """Say what happened without quoting the library, whose errors name whole addresses."""
        causes = list(find_causes(error))
        if any(isinstance(cause, PrivateAddressError) for cause in causes):
            return TransportError(
                "the address is a private one, which is not allowed", is_sent=False
            )
        never = (ConnectTimeoutError, NewConnectionError, NameResolutionError)
        is_sent = self._adapter.is_sending and not any(isinstance(c, never) for c in causes)
        answer = explain(error)
        return TransportError(
            f"no answer ({answer.outcome})", is_sent=is_sent, detail=self.masker.mask(answer.detail)
        )

    def _log(self, method: str, url: str, outcome: Reply | TransportError, seconds: float):
        what = outcome.status if isinstance(outcome, Reply) else self.masker.mask(str(outcome))
        _logger.debug("%s %s: %s in %.3f s", method, self.masker.mask(url), what, seconds)


def encode(body: Any) -> bytes:
    """Write JSON in pure ASCII; decimals exactly.

    >>> encode({"FQty": Decimal("2.50"), "FNote": "备"})
    b'{"FQty": 2.5, "FNote": "\\\\u5907"}'
    """
    return json.dumps(body, default=_plain, allow_nan=False).encode("ascii")


def _plain(value: Any):
    """Return a decimal as a number when JSON keeps every digit, else as text, which Kingdee takes.

    >>> _plain(Decimal("3")), _plain(Decimal("0.1")), _plain(Decimal("1234567890.1234567890123"))
    (3, 0.1, '1234567890.1234567890123')
    """
    if not isinstance(value, Decimal) or not value.is_finite():
        raise TypeError(f"no value for an ERP: {type(value).__name__}")
    if value == value.to_integral_value() and abs(value) < 10**15:
        return int(value)
    number = float(value)
    return number if Decimal(repr(number)) == value else format(value, "f")


def _refuse(word: str):
    raise ValueError(f"{word} is no number")
