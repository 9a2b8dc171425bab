"""Who we are to K/3 WISE: the settings, the token, and one call with it.

MODELLED, NOT VERIFIED where the protocol page says so: above all, how an expired token is refused.
"""

import contextlib
import json
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Any
from urllib.parse import quote

from .base_url import normalise
from .des import decrypt
from .envelope import read_int, read_text
from .errors import AuthenticationError, TransportError
from .json_post import HttpLimits, JsonPoster, Reply
from .login_memory import LoginMemory
from .masking import Masker

SUCCESS = 200
UNAUTHORISED = 401
VALIDITY_SECONDS = 3600
# A token is renewed this long before its end: a write must not meet an expired one.
SPARE_SECONDS = 300


@dataclass(frozen=True, slots=True, kw_only=True)
class K3WiseSettings(HttpLimits):
    """Where a K/3 WISE is and by which code it knows us; secrets stay out of `repr`.

    `stock_url` is the read-only endpoint for stock, which K/3 WISE itself does not have, and
    `stock_token` its bearer token. `des_password` is set when answers come encrypted. `token_name`
    is the parameter that carries the token. Times in seconds, `page_size` in rows.
    """

    base_url: str
    authority_code: str = field(repr=False)
    stock_url: str = field(default="", repr=False)
    stock_token: str = field(default="", repr=False)
    des_password: str = field(default="", repr=False)
    token_name: str = "token"
    page_size: int = 500


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What K/3 WISE answered: its own status (200 is success), words and data."""

    status: int
    message: str
    data: Any
    # Whether the token was made for this very call: then a refusal is not its age.
    is_token_new: bool = False


class K3WiseSession:
    """Calls one K/3 WISE with a token. One thread at a time.

    :param clock: returns seconds that never go back
    """

    def __init__(
        self,
        settings: K3WiseSettings,
        memory: LoginMemory,
        clock: Callable[[], float] = time.monotonic,
    ):
        self.settings = settings
        self.memory = memory
        self.base_url = normalise(settings.base_url)
        self.masker = Masker([settings.authority_code, settings.stock_token, settings.des_password])
        self._clock = clock
        self.poster = JsonPoster(settings, self.masker)

    def __repr__(self) -> str:
        return f"K3WiseSession({self.settings!r}, {self.memory!r})"

    def call(self, path: str, body: dict) -> Answer:
        """Post to "Object/Operation" with a token.

        :raise AuthenticationError: before anything was sent, when no token is given
        :raise TransportError: when no readable answer came
        """
        token, is_new = self._token()
        query = f"{self.settings.token_name}={quote(token, safe='')}"
        reply = self.poster.post(f"{self.base_url}{path}", body, query=query)
        return self._read(reply, is_token_new=is_new)

    def forget_token(self):
        """Ask for a new token next time."""
        self.memory.forget(self.memory.session_id)

    def _token(self) -> tuple[str, bool]:
        memory = self.memory
        if memory.is_open:
            raise AuthenticationError("the code was refused; change the settings first")
        if memory.session_id and self._clock() < memory.valid_until - SPARE_SECONDS:
            self.masker.add(memory.session_id)
            return memory.session_id, False
        query = f"authorityCode={quote(self.settings.authority_code, safe='')}"
        try:
            answer = self._read(self.poster.get(f"{self.base_url}Token/Create", query=query))
        except TransportError as error:
            error.is_sent = False  # the question for a token was, but not what it was for
            raise
        data = answer.data if isinstance(answer.data, dict) else {}
        token = read_text(data.get("Token"))
        if answer.status != SUCCESS or not token:
            memory.refuse()
            raise AuthenticationError(
                "the ERP gives no token", code=answer.status, messages=(answer.message,)
            )
        self.masker.add(token)
        validity = read_int(data.get("Validity")) or VALIDITY_SECONDS
        # One that is shorter than the spare time serves one call.
        memory.keep(token, self._clock() + validity)
        return token, True

    def _read(self, reply: Reply, *, is_token_new: bool = False) -> Answer:
        if reply.status == UNAUTHORISED:
            return Answer(
                status=UNAUTHORISED, message=reply.text[:200], data=None, is_token_new=is_token_new
            )
        tree = reply.read_json()
        status = read_int(tree.get("StatusCode")) if isinstance(tree, dict) else None
        if status is None:
            raise TransportError("the answer has no StatusCode", detail=reply.text)
        return Answer(
            status=status,
            message=self.masker.mask(read_text(tree.get("Message"))),
            data=self._decrypt(tree.get("Data")),
            is_token_new=is_token_new,
        )

    def _decrypt(self, data: Any) -> Any:
        if not self.settings.des_password or not isinstance(data, str) or not data:
            return data
        plain = None
        with contextlib.suppress(ValueError, RecursionError):
            plain = json.loads(decrypt(data, self.settings.des_password), parse_float=Decimal)
        if plain is None:
            raise TransportError("the data is not encrypted with our password")
        return plain
