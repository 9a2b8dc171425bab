"""Stands in for Odoo behind nginx: answers with Odoo's headers, remembers what arrived."""

import contextlib
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer

PAGE = "<html><body>page</body></html>"
PICTURE = "image/svg+xml"


class Handler(BaseHTTPRequestHandler):
    """Answers like a worker of Odoo: HTTP/1.0, its version told, cookies only half guarded."""

    server_version = "Werkzeug/3.0.1"

    def do_GET(self) -> None:
        """Answer."""
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        self.server.arrived.append((self.command, self.path, list(self.headers.items())))
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


@contextlib.contextmanager
def serving() -> Iterator[ThreadingHTTPServer]:
    """Serve on a free port for the length of a block; `arrived` is what it was asked."""
    stand_in = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    stand_in.arrived = []
    thread = threading.Thread(target=stand_in.serve_forever, daemon=True)
    thread.start()
    try:
        yield stand_in
    finally:
        stand_in.shutdown()
        stand_in.server_close()
        thread.join()
