"""make test [ADDON=…] [K=…] [AT=…]: all tests, in two processes with a copy of the template each.

With AT (`2028-02-29 17:30`, in UTC) everything, PostgreSQL too, lives at that time: what passes at
noon must pass on the last evening of a month, when in Shanghai it is the next.

The last line is `N passed, N failed, N skipped`; the exit code is not 0 when a test failed, when
the log of the run or of the installation holds an unjustified warning, or when nothing ran.
"""

import json
import subprocess
import sys
import time
from dataclasses import dataclass
from pathlib import Path
from typing import IO

from scripts import (
    arguments,
    bootstrap,
    databases,
    log_gate,
    odoo_process,
    processes,
    template_contents,
    test_plan,
    wall_clock,
)
from scripts.cluster import TEST
from scripts.lock import locked, take_slot
from scripts.paths import LOCAL, LOG, ROOT, VENV_PYTHON
from scripts.problem import Problem, command, say

PROCESSES = 2
SECONDS_BETWEEN_LINES = 10
PYTEST_OK = {0, 5}  # 5: this process's share had nothing to run


@dataclass(slots=True)
class Worker:
    """One pytest process with its own database, configuration, port and logs."""

    number: int
    slot: IO  # holds the number for us until the process ends
    files: list[Path]
    template: str
    child: subprocess.Popen | None = None

    @property
    def database(self) -> str:
        """Return the database's name."""
        return f"test_{self.number}"

    @property
    def results(self) -> Path:
        """Return the file with a line of JSON per test."""
        return LOCAL / f"test-{self.number}.results"

    @property
    def odoo_log(self) -> Path:
        """Return Odoo's log of this process."""
        return LOG / f"test-{self.number}-odoo.log"

    @property
    def output(self) -> Path:
        """Return what pytest prints."""
        return LOG / f"test-{self.number}-pytest.log"

    def start(self, pytest_options: list[str]) -> None:
        """Copy the database and start pytest on it."""
        databases.copy(self.template, self.database, TEST)
        for path in (self.results, self.odoo_log, self.output):
            path.unlink(missing_ok=True)
        configuration = odoo_process.write_configuration(
            TEST,
            LOCAL / "conf" / f"test-{self.number}.conf",
            db_name=self.database,
            dbfilter=f"^{self.database}$",
            logfile=self.odoo_log,
            screenshots=LOCAL / "screenshots",
            http_interface="127.0.0.1",
            # What tests start, a whole PostgreSQL among it, would inherit Odoo's limit.
            limit_memory_hard=0,
        )
        words = [
            "-m",
            "pytest",
            "-p",
            "scripts.pytest_results",
            "--odoo-http",
            "--odoo-log-level=info",
            *pytest_options,
        ]
        changes = {
            **odoo_process.environment(),
            "ODOO_RC": str(configuration),
            "TEST_RESULTS": str(self.results),
            "TEST_DATABASE": self.database,
            databases.FIXED: f"tpl_deps,{self.template}",
        }
        self.child = processes.spawn(
            [VENV_PYTHON, *words, *(path.relative_to(ROOT) for path in self.files)],
            log=self.output,
            env=changes,
            cwd=ROOT,
        )

    def records(self) -> list[dict]:
        """Return what has been written so far; a killed process may leave half a line."""
        lines = self.results.read_text().splitlines() if self.results.exists() else []
        return [json.loads(line) for line in lines if line.endswith("}")]


def main_run(addons: list[str], pytest_options: list[str]) -> int:
    """Run the tests and print the summary; return the exit code."""
    started = time.monotonic()
    files = test_plan.test_files(addons)
    if not files:
        raise Problem(
            "there are no tests to run",
            "tests are files named test_*.py in addons/*/tests and tests/.",
        )
    template = databases.only(addons)
    workers = _start(files, template, pytest_options)
    _watch(workers, started)
    records = [record for worker in workers for record in worker.records() if "test" in record]
    test_plan.remember(records)
    _report(records)
    crashed = _crashes(workers, records)
    logs = [template_contents.install_log(name, TEST) for name in ("tpl_deps", template)] + [
        worker.odoo_log for worker in workers
    ]
    warned = log_gate.check(logs)
    _complain("The log holds lines that nothing justifies (scripts/log_allowlist.txt)", warned)
    say(f"Tests took {time.monotonic() - started:.0f} s; logs are in {LOG}")
    return _summary(records, extra_failures=len(crashed) + bool(warned))


def _start(files: list[Path], template: str, pytest_options: list[str]) -> list[Worker]:
    with locked():
        bootstrap.prepare(TEST, with_browser=True)
        databases.ensure(template, TEST)
        piles = test_plan.shares(files, PROCESSES, test_plan.remembered())
        workers = [Worker(*take_slot("test"), pile, template) for pile in piles]
        for worker in workers:
            worker.start(pytest_options)
    return workers


def _watch(workers: list[Worker], started: float) -> None:
    """Wait for all, saying every ten seconds how far they are."""
    said = started
    while any(worker.child.poll() is None for worker in workers):
        time.sleep(0.2)
        if time.monotonic() - said >= SECONDS_BETWEEN_LINES:
            said = time.monotonic()
            records = [record for worker in workers for record in worker.records()]
            done = [record for record in records if "test" in record]
            failed = sum(record["outcome"] in ("failed", "error") for record in done)
            total = sum(record.get("collected", 0) for record in records)
            say(
                f"  {len(done)} of {total} tests done, {failed} failed, "
                f"{time.monotonic() - started:.0f} s"
            )


def _report(records: list[dict]) -> None:
    for record in records:
        if record["outcome"] in ("failed", "error"):
            say(f"\n=== {record['outcome'].upper()} {record['test']}\n{record['text']}")
    for record in records:
        if record["outcome"] == "skipped":
            say(f"SKIPPED {record['test']}: {record['text']}")


def _crashes(workers: list[Worker], records: list[dict]) -> list[str]:
    """Name the processes that ended badly without a failed test to show for it."""
    failed_files = {
        record["test"].split("::")[0]
        for record in records
        if record["outcome"] in ("failed", "error")
    }
    crashed = []
    for worker in workers:
        own = {str(path.relative_to(ROOT)) for path in worker.files}
        if worker.child.returncode not in PYTEST_OK and not own & failed_files:
            tail = "\n".join(worker.output.read_text(errors="replace").splitlines()[-30:])
            crashed.append(f"process {worker.number} ended with {worker.child.returncode}:\n{tail}")
    _complain("A test process broke off", crashed)
    return crashed


def _complain(title: str, lines: list[str]) -> None:
    if lines:
        say(f"\n=== {title}:")
        for line in lines:
            say(f"  {line}")


def _summary(records: list[dict], *, extra_failures: int) -> int:
    """Print the closing line; what failed beside the tests counts as failed too."""
    count = {"passed": 0, "failed": 0, "error": 0, "skipped": 0}
    for record in records:
        count[record["outcome"]] += 1
    failed = count["failed"] + count["error"] + extra_failures
    if not records:
        say("No test ran: nothing matches.")
    print(f"{count['passed']} passed, {failed} failed, {count['skipped']} skipped", flush=True)
    return 1 if failed or not count["passed"] else 0


@command
def main() -> int:
    """Read ADDON=, K= and AT=, run."""
    addons = [name for name in arguments.value("ADDON").split(",") if name]
    expression, marker = arguments.value("K"), arguments.value("MARK", "not long")
    options = ["-m", marker, *(["-k", expression] if expression else [])]
    if instant := arguments.value("AT"):
        return _run_at(instant, addons, options)
    return main_run(addons, options)


def _run_at(instant: str, addons: list[str], options: list[str]) -> int:
    TEST.stop()  # it has today's clock
    wall_clock.live_at(instant)
    try:
        return main_run(addons, options)
    finally:
        TEST.stop()


if __name__ == "__main__":
    sys.exit(main())
