"""One look at a database: whatever is asked through it, pg_dump included, saw the same moment."""

import json
import subprocess
import tempfile
from types import TracebackType

from . import programs
from .config import Config


class Snapshot:
    """A read-only transaction of its own, held open by psql."""

    def __init__(self, config: Config, database: str, *, host: str = ""):
        self._errors = tempfile.TemporaryFile()  # noqa: SIM115 - closed when the look ends
        words = ("-X", "-q", "-A", "-t", "-v", "ON_ERROR_STOP=1", "-d", database)
        self._child = subprocess.Popen(
            [programs.find(config, "psql"), *words],
            env=programs.environment(config, host=host),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=self._errors,
            text=True,
            cwd="/",
            **programs.peer(config, host=host),
        )

    def __enter__(self) -> "Snapshot":
        """Begin the transaction, and give it a name that pg_dump can be told."""
        self._send("BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY;")
        self.name = self.ask("SELECT to_json(pg_export_snapshot())")
        return self

    def __exit__(
        self, _kind: type | None, _error: BaseException | None, _trace: TracebackType | None
    ) -> None:
        """End it; it has changed nothing."""
        self._child.stdin.close()
        self._child.wait()
        self._child.stdout.close()
        self._errors.close()

    def ask(self, query: str):
        """Return the one JSON value that a query gives (`to_json`, `json_agg` …)."""
        self._send(
            f"SELECT COALESCE(answer::jsonb::text, 'null') FROM ({query}) AS asked (answer);"
        )
        line = self._child.stdout.readline()
        if not line:
            self._errors.seek(0)
            said = self._errors.read().decode(errors="replace")
            raise programs.failed("psql", self._child.wait(), said)
        return json.loads(line)

    def _send(self, text: str) -> None:
        self._child.stdin.write(text.replace("\n", " ") + "\n")
        self._child.stdin.flush()
