"""Stands in for Odoo behind nginx: answers with Odoo's headers, remembers what arrived."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "<html><body>page</body></html>"
PICTURE = "image/svg+xml"
SLOW = "/slow/"  # paths that are answered when the server goes on


class Handler(BaseHTTPRequestHandler):
    """Answers like a worker of Odoo: HTTP/1.0, its version told, cookies only half guarded."""

    server_version = "Werkzeug/3.0.1"

    def do_GET(self) -> None:
        """Answer."""
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.arrived.append((self.command, self.path, list(self.headers.items())))
        if self.path.startswith(SLOW):
            self.server.wait(self.headers["X-Real-IP"])
        is_picture = self.path.startswith("/web/image")
        body = PAGE.encode()
        self.send_response(200)
        self.send_header("Content-Type", PICTURE if is_picture else "text/html; charset=utf-8")
        self.send_header("Content-Length", str(len(body)))
        self.send_header("X-Content-Type-Options", "nosniff")
        self.send_header("X-Frame-Options", "SAMEORIGIN")
        policy = "default-src 'none'" if is_picture else "frame-ancestors 'self'"
        self.send_header("Content-Security-Policy", policy)
        self.send_header("Set-Cookie", "session_id=abc; HttpOnly; Path=/")
        self.send_header("Set-Cookie", "frontend_lang=zh_CN; Path=/")
        if self.path.startswith("/web/assets/"):
            self.send_header("Cache-Control", "public, max-age=31536000, immutable")
        self.end_headers()
        self.wfile.write(body)

    do_POST = do_GET

    def log_message(self, *_words) -> None:
        """Say nothing."""


class Server(ThreadingHTTPServer):
    """Remembers what it was asked, and can keep those who ask for something slow waiting.

    :ivar arrived: method, path and headers of all requests
    :ivar waiting: addresses of the visitors who have been made to wait
    """

    request_queue_size = 1024  # as odoo.socket

    def __init__(self) -> None:
        super().__init__(("127.0.0.1", 0), Handler)
        self.arrived: list[tuple[str, str, list[tuple[str, str]]]] = []
        self.waiting: list[str] = []
        self._goes_on = threading.Event()
        self._goes_on.set()

    @contextlib.contextmanager
    def holding(self) -> Iterator[list[str]]:
        """Let nobody who asks for something slow go before the block ends; give who waits."""
        self.waiting.clear()
        self._goes_on.clear()
        try:
            yield self.waiting
        finally:
            self._goes_on.set()

    def wait(self, address: str) -> None:
        """Wait as a visitor."""
        self.waiting.append(address)
        self._goes_on.wait()


@contextlib.contextmanager
def serving() -> Iterator[Server]:
    """Serve on a free port for the length of a block."""
    stand_in = Server()
    thread = threading.Thread(target=stand_in.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.shutdown()
        stand_in.server_close()
        thread.join()
