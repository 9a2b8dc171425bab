"""TLS: what is spoken and what is refused, whom a visitor can be sure to talk to."""

import http.client
import socket
import ssl
import warnings

from scripts.stack.checks.finding import Finding, equal
from scripts.stack.nginx import Site
from scripts.stack.visitor import Visitor

# Without forward secrecy, with CBC, without encryption, without a certificate.
WEAK = (
    "AES128-SHA",
    "AES256-SHA",
    "AES128-GCM-SHA256",
    "AES256-GCM-SHA384",
    "ECDHE-ECDSA-AES128-SHA",
    "ECDHE-ECDSA-AES256-SHA384",
    "ECDHE-ECDSA-NULL-SHA",
    "AECDH-AES128-SHA",
    "ADH-AES128-GCM-SHA256",
)
REFUSED = "refused"


def check(site: Site) -> list[Finding]:
    """Return the findings."""
    versions = ssl.TLSVersion
    return [
        equal("plain HTTP leads to the same page by HTTPS", *_redirect(site)),
        equal("TLS 1.0", _version(site, versions.TLSv1), REFUSED),
        equal("TLS 1.1", _version(site, versions.TLSv1_1), REFUSED),
        equal("TLS 1.2", _version(site, versions.TLSv1_2), "TLSv1.2"),
        equal("TLS 1.3", _version(site, versions.TLSv1_3), "TLSv1.3"),
        equal("weak ciphers accepted", _weak(site), "none"),
        equal("certificate checked against the CA file", _verified(site), "localhost"),
        equal("… by somebody who does not know that CA", _stranger(site), REFUSED),
        equal("another host name", _handshake(site, _any(), "other.example"), REFUSED),
        equal("HTTP/2 offered", _protocol(site), "h2"),
        equal("second visit saves the handshake", _reuse(site), True),
    ]


def _redirect(site: Site) -> tuple[str, str]:
    connection = http.client.HTTPConnection("localhost", site.http, timeout=20)
    connection.request("GET", "/my/orders?page=2")
    answer = connection.getresponse()
    seen = f"{answer.status} {answer.getheader('Location')}"
    connection.close()
    return seen, f"301 {site.url}/my/orders?page=2"


def _any() -> ssl.SSLContext:
    """Return a client that speaks everything and believes everybody: what is refused, nginx did."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    context.set_ciphers("ALL:COMPLEMENTOFALL:@SECLEVEL=0")
    return context


def _handshake(site: Site, context: ssl.SSLContext, name: str = "localhost") -> str:
    with socket.create_connection(("127.0.0.1", site.https), timeout=20) as raw:
        try:
            with context.wrap_socket(raw, server_hostname=name) as connection:
                return connection.version()
        except (ssl.SSLError, ConnectionError):
            return REFUSED


def _version(site: Site, version: ssl.TLSVersion) -> str:
    context = _any()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)
        context.minimum_version = context.maximum_version = version
    return _handshake(site, context)


def _weak(site: Site) -> str:
    accepted = []
    for cipher in WEAK:
        context = _any()
        context.maximum_version = ssl.TLSVersion.TLSv1_2
        context.set_ciphers(f"{cipher}:@SECLEVEL=0")
        if _handshake(site, context) != REFUSED:
            accepted.append(cipher)
    return ", ".join(accepted) or "none"


def _verified(site: Site) -> str:
    with Visitor(site).connect() as connection:
        return dict(pair[0] for pair in connection.getpeercert()["subject"])["commonName"]


def _stranger(site: Site) -> str:
    return _handshake(site, ssl.create_default_context())


def _protocol(site: Site) -> str:
    context = _any()
    context.set_alpn_protocols(["h2", "http/1.1"])
    with _connected(site, context) as connection:
        return connection.selected_alpn_protocol()


def _reuse(site: Site) -> bool:
    context = _any()
    context.maximum_version = ssl.TLSVersion.TLSv1_2
    with _connected(site, context) as first:
        session = first.session
    with _connected(site, context, session) as second:
        return second.session_reused


def _connected(site: Site, context: ssl.SSLContext, session=None) -> ssl.SSLSocket:
    raw = socket.create_connection(("127.0.0.1", site.https), timeout=20)
    return context.wrap_socket(raw, server_hostname="localhost", session=session)
