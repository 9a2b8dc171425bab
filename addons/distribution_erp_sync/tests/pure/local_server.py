"""A web server on this computer that behaves as badly as a test asks for."""

import contextlib
import socket
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

ENDLESS_CHUNK = b"x" * 65536


class Handler(BaseHTTPRequestHandler):
    """The path says what happens."""

    def do_GET(self):
        """Answer as the first part of the path says."""
        self.server.seen.append(self.path)
        behaviour = self.path.strip("/").partition("/")[0] or "fine"
        getattr(self, f"be_{behaviour.replace('-', '_')}")()

    def be_fine(self):
        """An ordinary page."""
        self.answer(200)

    def be_error(self):
        """A server error with an HTML page."""
        self.answer(500, body=b"<html><body><h1>Runtime Error</h1></body></html>")

    def be_missing(self):
        """No such page."""
        self.answer(404)

    def be_inside(self):
        """A redirect on the same server."""
        self.answer(302, location="/fine/html5")

    def be_outside(self):
        """A redirect to somebody else, with a token in it."""
        self.answer(302, location="http://other.example/login?ticket=secret")

    def be_circle(self):
        """A redirect to itself."""
        self.answer(301, location="/circle/")

    def be_silent(self):
        """No answer until the test is over."""
        self.server.is_over.wait(30)

    def be_endless(self):
        """A page that never ends."""
        self.send_response(200)
        self.end_headers()
        with contextlib.suppress(OSError):
            while not self.server.is_over.is_set():
                self.wfile.write(ENDLESS_CHUNK)

    def be_rubbish(self):
        """Something that is not HTTP."""
        self.wfile.write(b"SSH-2.0-OpenSSH_9.2\r\n")

    def answer(self, status: int, *, body: bytes = b"<html></html>", location: str = ""):
        """Send a whole response."""
        self.send_response(status)
        self.send_header("Content-Type", "text/html")
        self.send_header("Content-Length", str(len(body)))
        if location:
            self.send_header("Location", location)
        self.end_headers()
        self.wfile.write(body)

    def log_message(self, *_args):
        """Keep the output of the tests clean."""


class LocalServer(ThreadingHTTPServer):
    """Remembers which paths were asked for."""

    daemon_threads = True

    def __init__(self):
        super().__init__(("127.0.0.1", 0), Handler)
        self.seen: list[str] = []
        self.is_over = threading.Event()

    def url(self, behaviour: str = "fine", scheme: str = "http") -> str:
        """Return the address at which the server behaves so."""
        return f"{scheme}://localhost:{self.server_port}/{behaviour}/"


@contextlib.contextmanager
def local_server(tls=None) -> Iterator[LocalServer]:
    """Serve until the block ends, with TLS when a context is given."""
    server = LocalServer()
    if tls:
        server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = threading.Thread(target=server.serve_forever, args=(0.05,), daemon=True)
    thread.start()
    try:
        yield server
    finally:
        server.is_over.set()
        server.shutdown()
        server.server_close()
        thread.join()


def free_port() -> int:
    """Return a port on which nobody listens."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
