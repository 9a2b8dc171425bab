"""Connections of one client: private addresses refused, secrets kept out of logs, cut off in time.

`requests` has no total time limit and logs whole addresses; both are mended here, on the socket.
"""

import contextlib
import ipaddress
import socket
import weakref

import requests
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool

# A header that never leaves this computer: the part of the address that holds a token.
SECRET_QUERY = "X-Secret-Query"  # nosec B105: the name of a header, no password


class PrivateAddressError(Exception):
    """The name leads to an address inside a network; nothing was sent there."""


def is_never_an_erp(address: str) -> bool:
    """Tell whether nobody's server answers there: what a cloud tells its own machines about
    themselves, passwords among it, stands under an address of the link.

    >>> [is_never_an_erp(a) for a in ("169.254.169.254", "::ffff:169.254.1.1", "fe80::1%eth0")]
    [True, True, True]
    >>> [is_never_an_erp(a) for a in ("127.0.0.1", "10.0.0.1", "8.8.8.8")]
    [False, False, False]
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    parsed = getattr(parsed, "ipv4_mapped", None) or parsed
    return parsed.is_link_local or parsed.is_multicast


def is_private(address: str) -> bool:
    """Tell whether an IP address is not one of the public internet.

    >>> [is_private(a) for a in ("127.0.0.1", "169.254.169.254", "::ffff:10.0.0.1", "8.8.8.8")]
    [True, True, True, False]
    """
    parsed = ipaddress.ip_address(address.partition("%")[0])
    mapped = getattr(parsed, "ipv4_mapped", None)
    return not (mapped or parsed).is_global or parsed.is_multicast


class _GuardedConnection:
    """What our connections do besides, for http and https alike."""

    guard: "GuardedAdapter"

    def _new_conn(self) -> socket.socket:
        sock = super()._new_conn()
        # The address really connected to, so that a name may not change between check and use.
        peer = sock.getpeername()[0]
        if is_never_an_erp(peer) or not self.guard.allow_private and is_private(peer):
            sock.close()
            raise PrivateAddressError(self.host)
        self.guard.sockets.add(sock)
        return sock

    def request(self, method, url, body=None, headers=None, **options):
        headers = dict(headers or {})
        query = headers.pop(SECRET_QUERY, "")
        self.guard.is_sending = True
        return super().request(
            method, f"{url}?{query}" if query else url, body=body, headers=headers, **options
        )


class GuardedAdapter(HTTPAdapter):
    """Makes guarded connections and can end them all from another thread.

    `is_sending` turns True when a request starts to go out on an open connection.
    """

    def __init__(self, *, allow_private: bool):
        self.allow_private = allow_private
        self.is_sending = False
        self.sockets: weakref.WeakSet[socket.socket] = weakref.WeakSet()
        super().__init__(max_retries=0, pool_connections=2, pool_maxsize=1)

    def init_poolmanager(self, *args, **options):
        """Use our kind of connections."""
        made = super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {
            "http": self._pool_class(HTTPConnectionPool, HTTPConnection),
            "https": self._pool_class(HTTPSConnectionPool, HTTPSConnection),
        }
        return made

    def _pool_class(self, pool: type, connection: type) -> type:
        guarded = type(
            f"Guarded{connection.__name__}", (_GuardedConnection, connection), {"guard": self}
        )
        return type(f"Guarded{pool.__name__}", (pool,), {"ConnectionCls": guarded})

    def cut_off(self):
        """End every open connection; whoever waits on one wakes up."""
        for sock in list(self.sockets):
            # Of the plain socket: that of TLS would take its state away under the reader.
            with contextlib.suppress(OSError):
                socket.socket.shutdown(sock, socket.SHUT_RDWR)


def new_session(adapter: GuardedAdapter, ca_file: str | None) -> requests.Session:
    """Return a session that ignores the environment and verifies certificates."""
    session = requests.Session()
    session.trust_env = False
    session.verify = ca_file or True
    for scheme in ("http://", "https://"):
        session.mount(scheme, adapter)
    return session
