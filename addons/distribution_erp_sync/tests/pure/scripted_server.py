"""A web server on this computer that plays an ERP: what it answers is written down beforehand."""

import contextlib
import json
import socket
import struct
import threading
import time
from collections import defaultdict
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import urlsplit


@dataclass
class Call:
    """A request as it arrived."""

    service: str
    path: str
    query: str
    headers: dict[str, str]
    raw: bytes

    @property
    def body(self) -> Any:
        """Return the JSON that was sent."""
        return json.loads(self.raw)


@dataclass
class Play:
    """One answer: whole, or torn in some way."""

    body: Any = None
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)
    cookies: dict[str, str] = field(default_factory=dict)
    # "reset" before answering, "torn" in the middle, "slow" in drops, "mute" until time is up
    how: str = ""
    seconds: float = 0.0

    @property
    def content(self) -> bytes:
        """Return the bytes of the answer."""
        return self.body if isinstance(self.body, bytes) else json.dumps(self.body).encode()


class Handler(BaseHTTPRequestHandler):
    """Looks up the answer under the last part of the path."""

    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True

    def do_POST(self):
        """Play the next answer of this service; the last one repeats."""
        parts = urlsplit(self.path)
        raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
        service = parts.path.replace(".common.kdsvc", "").replace(".", "/").rpartition("/")[2]
        call = Call(service, parts.path, parts.query, dict(self.headers), raw)
        play = self.server.next_play(call)
        time.sleep(play.seconds)
        getattr(self, f"send_{play.how or 'whole'}")(play)

    do_GET = do_POST

    def send_head(self, play: Play, length: int):
        """Send status and headers."""
        self.send_response(play.status)
        self.send_header("Content-Length", str(length))
        for name, value in play.headers.items():
            self.send_header(name, value)
        for name, value in play.cookies.items():
            expires = "Thu, 28-Aug-2036 10:00:00 GMT"
            self.send_header("Set-Cookie", f"{name}={value}; expires={expires}; path=/")
        self.end_headers()

    def send_whole(self, play: Play):
        """Answer as a server should."""
        self.send_head(play, len(play.content))
        self.wfile.write(play.content)

    def send_torn(self, play: Play):
        """Promise more than comes."""
        self.send_head(play, len(play.content) + 100)
        self.wfile.write(play.content)
        self.close_connection = True

    def send_reset(self, _play: Play):
        """Hang up without a word, as a firewall does."""
        linger = struct.pack("ii", 1, 0)
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, linger)
        self.close_connection = True
        # The file of the connection holds it open.
        self.rfile.close()
        self.connection.close()

    def send_slow(self, play: Play):
        """Send a sign now and then, often enough for every read time-out."""
        self.send_head(play, 10_000)
        self.close_connection = True
        with contextlib.suppress(OSError):
            for _sign in range(10_000):
                self.wfile.write(b" ")
                if self.server.is_over.wait(0.05):
                    return

    def send_mute(self, _play: Play):
        """Do not answer."""
        self.server.is_over.wait(30)
        self.close_connection = True

    def log_message(self, *_args):
        """Keep the output of the tests clean."""


class ScriptedServer(ThreadingHTTPServer):
    """Remembers the calls; answers in the order of the script of each service."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.calls: list[Call] = []
        self.ports: set[int] = set()
        self.is_over = threading.Event()
        self._scripts: dict[str, list] = defaultdict(list)

    def process_request(self, request, client_address):
        """Note each connection."""
        self.ports.add(client_address[1])
        return super().process_request(request, client_address)

    def handle_error(self, *_args):
        """Hung-up connections are part of the play."""

    @property
    def url(self) -> str:
        """Return the base address."""
        return f"http://127.0.0.1:{self.server_port}/k3cloud/"

    def script(self, service: str, *plays: Any):
        """Answer so, one after another: a Play, a function of the call, or what becomes JSON."""
        self._scripts[service] = list(plays)

    def next_play(self, call: Call) -> Play:
        """Return the next answer."""
        self.calls.append(call)
        plays = self._scripts[call.service]
        if not plays:
            return Play({"unscripted": call.service}, status=404)
        play = plays[0] if len(plays) == 1 else plays.pop(0)
        if isinstance(play, Callable):
            play = play(call)
        return play if isinstance(play, Play) else Play(play)

    def count(self, service: str) -> int:
        """Return how often a service was called."""
        return sum(call.service == service for call in self.calls)


@contextlib.contextmanager
def scripted_server() -> Iterator[ScriptedServer]:
    """Play until the block ends."""
    server = ScriptedServer()
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()
