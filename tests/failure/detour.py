"""A way to the server that loses an answer: the request is done, and nobody hears of it."""

import contextlib
import socket
import threading

LARGEST = 65536
SECONDS = 60


class Detour:
    """A proxy on a port of its own; the first answer to a POST is swallowed, then it is honest."""

    def __init__(self, server_port: int):
        """Listen."""
        self.server_port = server_port
        self.cuts = 0
        self._is_armed = True
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.url = f"http://127.0.0.1:{self._socket.getsockname()[1]}"
        threading.Thread(target=self._serve, daemon=True).start()

    def close(self) -> None:
        """Listen no longer."""
        self._socket.close()

    def _serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _address = self._socket.accept()
                threading.Thread(target=self._pass_on, args=[client], daemon=True).start()

    def _pass_on(self, client: socket.socket) -> None:
        with (
            contextlib.suppress(OSError),
            client,
            socket.create_connection(("127.0.0.1", self.server_port), SECONDS) as server,
        ):
            client.settimeout(SECONDS)
            request = client.recv(LARGEST)
            is_lost = self._is_armed and request.startswith(b"POST")
            server.sendall(request)
            threading.Thread(target=self._pipe, args=(client, server), daemon=True).start()
            while answer := server.recv(LARGEST):
                if is_lost:  # the server has committed before it answers
                    self._is_armed = False
                    self.cuts += 1
                    client.shutdown(socket.SHUT_RDWR)  # closing waits for who still reads from it
                    return
                client.sendall(answer)

    @staticmethod
    def _pipe(source: socket.socket, target: socket.socket) -> None:
        with contextlib.suppress(OSError):
            while part := source.recv(LARGEST):
                target.sendall(part)
