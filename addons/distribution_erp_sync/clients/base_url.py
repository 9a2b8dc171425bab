"""The address under which an ERP answers, checked and spelt in one way."""

import re
from enum import StrEnum
from urllib.parse import SplitResult, urlsplit

USUAL_PORTS = {"http": 80, "https": 443}
SCHEMES = tuple(USUAL_PORTS)
# Letters of any script, because Chinese host names exist; an address in brackets is IPv6.
HOST = re.compile(r"[\w-]+(\.[\w-]+)*\.?|\[[0-9a-f:.]+\]", re.IGNORECASE)
# Browsers forgive these, servers do not; a host that looks different to each is a trap.
FORBIDDEN = re.compile(r"[\s\\\x00-\x1f\x7f]")


class Fault(StrEnum):
    """What is wrong with an address."""

    CHARACTERS = "characters"
    SCHEME = "scheme"
    HOST = "host"
    PORT = "port"
    CREDENTIALS = "credentials"
    QUERY = "query"


class BadBaseUrlError(ValueError):
    """The address cannot be the base of an ERP; `fault` says why."""

    def __init__(self, fault: Fault):
        super().__init__(fault)
        self.fault = fault


def normalise(text: str) -> str:
    """Return the address with scheme and host in small letters and exactly one slash at its end.

    :raise BadBaseUrlError: when it is no address that paths can be appended to

    >>> normalise(" HTTPS://Kingdee.Example:443/K3Cloud ")
    'https://kingdee.example:443/K3Cloud/'
    """
    text = text.strip()
    if FORBIDDEN.search(text):
        raise BadBaseUrlError(Fault.CHARACTERS)
    try:
        parts = urlsplit(text)
    except ValueError as error:  # brackets that do not pair
        raise BadBaseUrlError(Fault.HOST) from error
    fault = _find_fault(parts)
    if fault:
        raise BadBaseUrlError(fault)
    path = parts.path.rstrip("/") + "/"
    return f"{parts.scheme}://{parts.netloc.lower()}{path}"


def find_server(address: str | None) -> tuple[str, str, int | None]:
    """Return scheme, host and port of an address: who hears what is sent to it.

    >>> find_server("https://erp.example/a/") == find_server("https://ERP.example:443/b/")
    True
    >>> find_server("http://erp.example/") == find_server("https://erp.example/")
    False
    """
    try:
        parts = urlsplit((address or "").strip())
        port = parts.port or USUAL_PORTS.get(parts.scheme)
    except ValueError:  # not an address yet: nobody's
        return (address or "", "", None)
    return (parts.scheme, parts.hostname or "", port)


def _find_fault(parts: SplitResult) -> Fault | None:
    if parts.scheme not in SCHEMES:
        return Fault.SCHEME
    if "@" in parts.netloc:
        return Fault.CREDENTIALS
    if parts.query or parts.fragment:
        return Fault.QUERY
    host, colon, port = parts.netloc.rpartition(":")
    if not colon or parts.netloc.endswith("]"):  # the colons of an IPv6 address are no port
        return None if HOST.fullmatch(parts.netloc) else Fault.HOST
    if not HOST.fullmatch(host):
        return Fault.HOST
    is_port = port.isascii() and port.isdecimal() and 0 < int(port) < 65536
    return None if is_port else Fault.PORT
