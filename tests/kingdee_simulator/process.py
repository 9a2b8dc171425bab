"""The simulator as a process of its own, for tests."""

import json
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Self
from urllib.error import HTTPError
from urllib.request import ProxyHandler, Request, build_opener

from scripts.processes import die_with_parent

from .refusal import AdminError

ROOT = Path(__file__).resolve().parents[2]
_opener = build_opener(ProxyHandler({}))  # never through a proxy of the environment


class Simulator:
    """Context manager: starts on a free port, waits until it listens, ends it.

    Nothing is seeded unless sizes are given (materials, warehouses, customers, fragments, seed).

    >>> with Simulator(materials=10) as erp:  # doctest: +SKIP
    ...     erp.admin("stock_set", material="M0001", warehouse="CK001", quantity=5)
    """

    def __init__(
        self,
        *,
        state: Path | str = "",
        switches: dict | None = None,
        faults: str = "",
        port: int = 0,
        **sizes: int,
    ) -> None:
        sizes.setdefault("materials", 0)
        self.words = ["--port", str(port), "--switches", json.dumps(switches or {})]
        if state:
            self.words += ["--state", str(state)]
        if faults:
            self.words += ["--faults", faults]
        for name, value in sizes.items():
            self.words += [f"--{name}", str(value)]
        self.url = ""
        self.port = 0
        self._process: subprocess.Popen | None = None
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - lives as long as we do

    @property
    def cloud(self) -> str:
        """Return the server address that clients are configured with (K/3 Cloud)."""
        return f"{self.url}/k3cloud/"

    def __enter__(self) -> Self:
        self.start()
        return self

    def __exit__(self, *_details: object) -> None:
        self.stop()

    def start(self) -> None:
        """Start the process and wait until it listens."""
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.kingdee_simulator", *self.words],
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            preexec_fn=die_with_parent,  # noqa: PLW1509 - a single system call
        )
        line = self._process.stdout.readline()
        if not line:
            self._process.wait()
            raise RuntimeError(f"the simulator did not start: {self.errors()}")
        told = json.loads(line)
        self.url, self.port = told["url"], told["port"]
        self.words[1] = str(self.port)  # a restart listens where the first start did

    def stop(self) -> None:
        """End the process."""
        if self._process:
            self._process.terminate()
            self._process.wait(timeout=20)
            self._process.stdout.close()
            self._process = None

    def kill(self) -> None:
        """End the process as a crash would; `start` begins again, with `state` if there is one."""
        self._process.kill()
        self._process.wait(timeout=20)
        self._process.stdout.close()
        self._process = None

    def is_running(self) -> bool:
        """Tell whether the process lives."""
        return self._process is not None and self._process.poll() is None

    def errors(self) -> str:
        """Return what the process complained about."""
        self._errors.seek(0)
        return self._errors.read().decode(errors="replace")

    def admin(self, action: str, **values: object) -> dict:
        """Carry out an admin action."""
        body = json.dumps(values).encode()
        return self._send(Request(f"{self.url}/admin/{action}", body, method="POST"))

    def read(self, what: str, **asked: object) -> dict:
        """Return `calls`, `documents` or `state`."""
        words = "&".join(f"{key}={value}" for key, value in asked.items())
        return self._send(Request(f"{self.url}/admin/{what}?{words}"))

    @staticmethod
    def _send(request: Request) -> dict:
        try:
            with _opener.open(request, timeout=120) as answer:
                return json.loads(answer.read())
        except HTTPError as error:
            raise AdminError(error.read().decode(errors="replace")) from None
