"""Ask a web server whether it answers, and say what was found instead of raising.

Kingdee's own SDK switches the verification of certificates off and hides time-outs; here both are
the point.
"""

import socket
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from http.client import responses
from urllib.parse import urljoin, urlsplit

import requests

CONNECT_SECONDS = 5.0
READ_SECONDS = 15.0
REDIRECTS_MAX = 3
REDIRECTS = (301, 302, 303, 307, 308)
PORTS = {"http": 80, "https": 443}


class Outcome(StrEnum):
    """What became of a request."""

    ANSWERED = "answered"
    REDIRECTED_AWAY = "redirected_away"
    DNS_FAILED = "dns_failed"
    REFUSED = "refused"
    TIMED_OUT = "timed_out"
    TLS_FAILED = "tls_failed"
    FAILED = "failed"


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """What was found at an address."""

    outcome: Outcome
    # Set when a server answered.
    status: int | None = None
    # Where the server sends us, when we did not go there.
    redirect: str = ""
    # What the network or TLS library says, for technicians.
    detail: str = ""

    def __post_init__(self):
        answered = self.outcome in (Outcome.ANSWERED, Outcome.REDIRECTED_AWAY)
        assert answered == (self.status is not None), (
            "a status belongs to an answer, and only there"
        )

    @property
    def phrase(self) -> str:
        """Return the status in words: ours, because the server's may be anything.

        >>> Answer(outcome=Outcome.ANSWERED, status=404).phrase
        '404 Not Found'
        """
        return f"{self.status} {responses.get(self.status, '')}".strip()


def fetch_answer(
    url: str,
    *,
    connect_seconds: float = CONNECT_SECONDS,
    read_seconds: float = READ_SECONDS,
    ca_file: str | None = None,
) -> Answer:
    """Request `url` and return what was found; nothing is raised for a server's behaviour.

    Redirects are followed on the same host only. Of the response only status and headers are
    read, so its size does not matter.

    :param ca_file: certificates to trust instead of those that Python's `certifi` ships
    """
    try:
        with requests.Session() as session:
            # Neither a proxy nor a password from the environment: we report on this very server.
            session.trust_env = False
            session.verify = ca_file or True
            return _follow(session, url, (connect_seconds, read_seconds))
    except (requests.RequestException, OSError, ValueError) as error:
        return explain(error)


def _follow(session: requests.Session, url: str, timeout: tuple[float, float]) -> Answer:
    for _hop in range(REDIRECTS_MAX + 1):
        with session.get(url, timeout=timeout, allow_redirects=False, stream=True) as response:
            status, location = response.status_code, response.headers.get("Location")
        if status not in REDIRECTS or not location:
            return Answer(outcome=Outcome.ANSWERED, status=status)
        target = urljoin(url, location)
        if not is_same_server(url, target):
            redirect = _without_secrets(target)
            return Answer(outcome=Outcome.REDIRECTED_AWAY, status=status, redirect=redirect)
        url = target
    return Answer(outcome=Outcome.FAILED, detail=f"more than {REDIRECTS_MAX} redirects")


def is_same_server(url: str, target: str) -> bool:
    """Tell whether a redirect stays on the host and port; going over to https is welcome.

    >>> is_same_server("http://erp.example/k3cloud/", "https://erp.example/k3cloud/html5/")
    True
    >>> is_same_server("https://erp.example/", "http://erp.example/")
    False
    """
    old, new = _origin(url), _origin(target)
    is_upgrade = (
        old[0] == "http"
        and new[0] == "https"
        and old[1] == new[1]
        and old[2] == PORTS["http"]
        and new[2] == PORTS["https"]
    )
    return old == new or is_upgrade


def _without_secrets(url: str) -> str:
    """Drop what may be a password or a token.

    >>> _without_secrets("https://me:secret@login.example:8443/sso?ticket=1")
    'https://login.example:8443/sso'
    """
    parts = urlsplit(url)
    return f"{parts.scheme}://{parts.netloc.rpartition('@')[2]}{parts.path}"


def _origin(url: str) -> tuple[str, str | None, int | None]:
    parts = urlsplit(url)
    return parts.scheme, parts.hostname, parts.port or PORTS.get(parts.scheme)


def explain(error: Exception) -> Answer:
    """Find in the chain of an exception what really happened."""
    causes = list(find_causes(error))
    outcome = Outcome.FAILED
    if isinstance(error, requests.Timeout):
        outcome = Outcome.TIMED_OUT
    elif any(isinstance(cause, ssl.SSLError | requests.exceptions.SSLError) for cause in causes):
        outcome = Outcome.TLS_FAILED
    elif any(isinstance(cause, socket.gaierror) for cause in causes):
        outcome = Outcome.DNS_FAILED
    elif any(isinstance(cause, ConnectionRefusedError) for cause in causes):
        outcome = Outcome.REFUSED
    return Answer(outcome=outcome, detail=_detail(causes))


def _detail(causes: list[BaseException]) -> str:
    """Return the shortest true words about the innermost cause.

    >>> _detail([OSError(104, "Connection reset by peer")])
    'Connection reset by peer'
    """
    for cause in causes:
        if isinstance(cause, ssl.SSLCertVerificationError):
            return cause.verify_message
    innermost = causes[-1]
    words = getattr(innermost, "strerror", None) or str(innermost) or type(innermost).__name__
    return words[:200]


def find_causes(error: BaseException) -> Iterator[BaseException]:
    """Yield the exception and what it wraps; libraries keep the cause in four different places."""
    waiting, seen = [error], set()
    while waiting:
        cause = waiting.pop(0)
        if id(cause) in seen:
            continue
        seen.add(id(cause))
        yield cause
        wrapped = (cause.__cause__, cause.__context__, getattr(cause, "reason", None), *cause.args)
        waiting += [inner for inner in wrapped if isinstance(inner, BaseException)]
