"""Who we are to K/3 Cloud: the settings, and the four ways to say it."""

import logging
import time
from dataclasses import dataclass, field
from typing import Any

from .base_url import normalise
from .envelope import find_filter_refusal, find_status, read_int, read_text
from .errors import AuthenticationError, TransportError
from .json_post import HttpLimits, JsonPoster, Reply
from .login_memory import LoginMemory
from .masking import Masker
from .signing import Application, build_login_sign, build_signed_headers, split_app_id

_logger = logging.getLogger(__name__)

LOGINS = ("signed", "secret", "sign", "password")
SERVICES = "Kingdee.BOS.WebApi.ServicesStub."
SESSION = "kdservice-sessionid"
# Success; a password near its end; warning; a form that administrators may pass by.
ACCEPTED_RESULTS = (1, -2, -4, -5)
UNKNOWN_ACCOUNT = "fail to verify thirty passport"


@dataclass(frozen=True, slots=True, kw_only=True)
class K3CloudSettings(HttpLimits):
    """Where a K/3 Cloud is and who works there; secrets stay out of `repr`.

    `login` is "signed" (headers, no login), "secret" (LoginByAppSecret), "sign" (LoginBySign) or
    "password" (ValidateUser). `organisation` is the OrgNum of the signature, 0 for none.
    Times in seconds, `body_bytes_max` in bytes, `page_size` in rows (a server gives 2000 at most,
    unless its administrator raised that).
    """

    base_url: str
    account_id: str
    user_name: str
    app_id: str = field(default="", repr=False)
    app_secret: str = field(default="", repr=False)
    password: str = field(default="", repr=False)
    login: str = "signed"
    lcid: int = 2052
    organisation: int = 0
    page_size: int = 2000
    sign_algorithm: str = "sha256"

    def __post_init__(self):
        if self.login not in LOGINS:
            raise ValueError(f"no way to log in: {self.login}")
        if not 0 < self.page_size <= 10_000:
            raise ValueError(f"no page size: {self.page_size}")

    @property
    def application(self) -> Application:
        """Return what signatures are made of."""
        return Application(
            account_id=self.account_id,
            user_name=self.user_name,
            app_id=self.app_id,
            app_secret=self.app_secret,
            lcid=self.lcid,
            organisation=self.organisation,
        )

    def build_masker(self) -> Masker:
        """Return a masker of these secrets; half of an AppId is one."""
        hidden = self.app_id.partition("_")[2]
        return Masker(
            [self.app_secret, self.password, self.app_id, hidden, split_app_id(self.app_id)[1]]
        )


class K3CloudSession:
    """Posts to the services of one K/3 Cloud as the user of the settings. One thread at a time."""

    def __init__(self, settings: K3CloudSettings, memory: LoginMemory, clock=time.time):
        self.settings = settings
        self.memory = memory
        self.masker = settings.build_masker()
        self.base_url = normalise(settings.base_url)
        self._clock = clock
        self._poster = JsonPoster(settings, self.masker)

    def __repr__(self) -> str:
        return f"K3CloudSession({self.settings!r}, {self.memory!r})"

    @property
    def is_signed(self) -> bool:
        """Tell whether calls carry a signature, so that no login is needed."""
        return self.settings.login == "signed"

    def close(self):
        """Close the connections; the session in the ERP lives on for 20 minutes."""
        self._poster.close()

    def call(self, service: str, body: dict) -> tuple[Any, str]:
        """Post to a service, after a login where one is needed, and return (answer, session used).

        :raise AuthenticationError: before anything was sent, when logins are refused
        :raise TransportError: when no readable answer came
        """
        self._ensure_may_try()
        if not self.is_signed and not self.memory.session_id:
            self._log_in()
        session_id = self.memory.session_id
        return self._read(self._post(service, body)), session_id

    def lose(self, session_id: str):
        """Note that the ERP did not accept us in this session."""
        # With the refusal of a signature comes a session that is good for nothing.
        self.memory.forget(self.memory.session_id if self.is_signed else session_id)
        self._poster.forget_cookies()

    def log_out(self):
        """End the session in the ERP, for every client that shares it."""
        session_id = self.memory.session_id
        if session_id:
            self._post("AuthService.Logout", {})
            self.lose(session_id)

    def _ensure_may_try(self):
        if self.memory.is_open:
            raise AuthenticationError("logins were refused; change the settings before another try")

    def _post(self, service: str, body: dict) -> Reply:
        url = f"{self.base_url}{SERVICES}{service}.common.kdsvc"
        headers = {}
        if self.is_signed:
            headers = build_signed_headers(self.settings.application, url, int(self._clock()))
        session_id = self.memory.session_id
        if session_id:
            headers[SESSION] = session_id
            self.masker.add(session_id)
        reply = self._poster.post(url, body, headers=headers)
        for name, value in reply.cookies.items():
            self.masker.add(value)
            if self.is_signed and name.lower() == SESSION and value:
                self.memory.keep(value)
        return reply

    def _read(self, reply: Reply) -> Any:
        if reply.body[:1] not in (b"[", b"{") and UNKNOWN_ACCOUNT in reply.text.lower():
            self.memory.refuse()
            raise AuthenticationError("the ERP does not know the account set", detail=reply.text)
        tree = reply.read_json()
        refusal = find_filter_refusal(tree)
        if refusal is not None:
            raise TransportError(
                "a request filter in front of the ERP refused",
                messages=(self.masker.mask(refusal),),
                status=reply.status,
                detail=reply.text,
            )
        return tree

    def _log_in(self):
        self._poster.forget_cookies()
        service, parameters = self._credentials()
        try:
            reply = self._post(f"AuthService.{service}", {"parameters": parameters})
            answer = self._read(reply)
            if not isinstance(answer, dict):
                raise TransportError("the answer to the login is no object", detail=reply.text)
        except TransportError as error:
            error.is_sent = False  # the login was, but not what it was for
            raise
        session_id = read_text(answer.get("KDSVCSessionId"))
        accepted = read_int(answer.get("LoginResultType")) in ACCEPTED_RESULTS
        if accepted and session_id and answer.get("IsSuccessByAPI") is not False:
            self.masker.add(session_id)
            # Accepted is only who can work with the session; a call will tell.
            self.memory.keep(session_id)
            return
        self._refuse_login(answer)

    def _refuse_login(self, answer: dict):
        self.memory.refuse()
        status = find_status(answer)
        said = [read_text(answer.get("Message"))]
        said += [problem.message for problem in status.problems] if status else []
        messages = tuple(self.masker.mask(words) for words in said if words)
        _logger.info("K/3 Cloud refuses %s: %s", self.settings.user_name, "; ".join(messages))
        raise AuthenticationError(
            "the ERP refuses the login", code=status.code if status else None, messages=messages
        )

    def _credentials(self) -> tuple[str, list]:
        mine = self.settings
        if mine.login == "password":
            return "ValidateUser", [mine.account_id, mine.user_name, mine.password, mine.lcid]
        who = [mine.account_id, mine.user_name, mine.app_id]
        if mine.login == "secret":
            return "LoginByAppSecret", [*who, mine.app_secret, mine.lcid]
        seconds = int(self._clock())
        sign = build_login_sign(mine.application, seconds, mine.sign_algorithm)
        self.masker.add(sign)
        return "LoginBySign", [*who, seconds, sign, mine.lcid]
