"""The HTTP server: keep-alive, one thread per connection, and connections that break on order."""

import json
import os
import socket
import struct
import sys
import time
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import urlsplit

from ..admin.api import handle_admin
from ..refusal import AdminError
from ..services.context import Context
from ..wise.api import handle_wise
from .answer import Answer, json_answer, text_answer
from .cloud import handle_cloud

SUFFIX = ".common.kdsvc"
RESET = struct.pack("ii", 1, 0)  # SO_LINGER 0: close() sends RST
MOST = 64 * 1024 * 1024


class Server(ThreadingHTTPServer):
    """Listens for one tenant."""

    daemon_threads = True
    request_queue_size = 128
    allow_reuse_address = True

    def __init__(self, erp: Context, host: str, port: int) -> None:
        self.erp = erp
        super().__init__((host, port), Handler)

    def handle_error(self, request, client_address) -> None:
        """Stay quiet about clients that went away; show everything else."""
        if not isinstance(sys.exception(), ConnectionError):
            super().handle_error(request, client_address)


class Handler(BaseHTTPRequestHandler):
    """Routes requests; answers in one write."""

    protocol_version = "HTTP/1.1"
    server_version = "Microsoft-IIS/8.5"
    sys_version = ""
    disable_nagle_algorithm = True
    wbufsize = -1
    server: Server

    def log_message(self, format, *args) -> None:  # noqa: A002 - the library's name
        """Stay quiet; GET /admin/calls has the log."""

    def do_GET(self) -> None:
        """Answer GET."""
        self._respond()

    def do_POST(self) -> None:
        """Answer POST."""
        self._respond()

    def _respond(self) -> None:
        length = int(self.headers.get("Content-Length") or 0)
        if length > MOST:
            self.close_connection = True
            return self._send(text_answer("Maximum request length exceeded.", 413))
        raw = self.rfile.read(length) if length else b""
        try:
            answer = self._route(raw)
        except AdminError as error:
            answer = json_answer({"error": str(error)}, 400)
        except Exception:
            self._send(text_answer("Object reference not set to an instance of an object.", 500))
            raise
        self._deliver(answer)

    def _route(self, raw: bytes) -> Answer:
        erp = self.server.erp
        parts = urlsplit(self.path)
        path = parts.path
        lowered = path.lower()
        if lowered.startswith("/admin/"):
            body = json.loads(raw) if raw.strip() else {}
            return handle_admin(erp, self.command, path[len("/admin/") :], parts.query, body)
        if lowered.startswith("/k3cloud/") and lowered.endswith(SUFFIX):
            if self.command != "POST":
                return text_answer("Method Not Allowed", 405)
            service = path[len("/k3cloud/") : -len(SUFFIX)]
            return handle_cloud(erp, service, self.path, self.headers, raw)
        if lowered.startswith(("/k3api/", "/stock/")):
            return handle_wise(erp, self.command, path, parts.query, raw, self.headers)
        return text_answer("<html><body>404 - File or directory not found.</body></html>", 404)

    def _deliver(self, answer: Answer) -> None:
        if answer.delay:
            time.sleep(answer.delay)
        if answer.breaks == "reset":
            return self._reset()
        if answer.breaks == "silence":
            return self._reset(gracefully=True)
        if answer.breaks == "middle":
            self._head(answer)
            self.wfile.write(answer.body[: max(1, len(answer.body) // 2)])
            self.wfile.flush()
            return self._reset()
        self._send(answer)

    def _head(self, answer: Answer) -> None:
        self.send_response(answer.status)
        self.send_header("Content-Type", answer.content_type)
        self.send_header("Content-Length", str(len(answer.body)))
        for name, value in answer.headers:
            self.send_header(name, value)
        self.end_headers()

    def _send(self, answer: Answer) -> None:
        self._head(answer)
        self.wfile.write(answer.body)
        self.wfile.flush()

    def _reset(self, *, gracefully: bool = False) -> None:
        """Break the connection: with RST, or by a close without an answer."""
        self.close_connection = True
        if not gracefully:
            self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, RESET)
        # The library's close would first shut the connection down in good order.
        os.close(self.connection.detach())
