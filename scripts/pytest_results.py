"""A pytest plugin: each result as a line of JSON, to sum up several processes while they run.

Loaded by `scripts.run_tests` with `-p scripts.pytest_results`; the file's name comes in
TEST_RESULTS.
"""

import json
import os

from hypothesis import HealthCheck, settings

_RANK = {"passed": 0, "skipped": 1, "failed": 2, "error": 3}


class Results:
    """Collect the worst outcome and the whole duration of each test."""

    def __init__(self, path: str):
        self.file = open(path, "a", buffering=1, encoding="utf-8")  # noqa: SIM115 - open until the process ends
        self.pending: dict[str, dict] = {}

    def write(self, **record: object) -> None:
        """Append one record."""
        self.file.write(json.dumps(record) + "\n")

    def pytest_collection_finish(self, session) -> None:
        """Say how many tests there will be."""
        self.write(collected=len(session.items))

    def pytest_collectreport(self, report) -> None:
        """A file that cannot be imported is a failure of its own."""
        if report.failed:
            self.write(test=report.nodeid, outcome="error", seconds=0, text=str(report.longrepr))

    def pytest_runtest_logreport(self, report) -> None:
        """Merge set-up, call and tear-down (and sub-tests) into one result per test."""
        record = self.pending.setdefault(
            report.nodeid, {"outcome": "passed", "seconds": 0.0, "text": ""}
        )
        outcome = "error" if report.failed and report.when != "call" else report.outcome
        record["seconds"] += 0 if hasattr(report, "context") else report.duration
        if _RANK[outcome] > _RANK[record["outcome"]]:
            record["outcome"] = outcome
        if report.failed:
            record["text"] += f"{report.longreprtext}\n"
        elif report.skipped:
            record["text"] = str(
                report.longrepr[2] if isinstance(report.longrepr, tuple) else report.longrepr
            )

    def pytest_runtest_logfinish(self, nodeid: str) -> None:
        """Write the test's result when all its parts are known."""
        record = self.pending.pop(nodeid, None)
        if record:
            self.write(test=nodeid, **record)


def pytest_configure(config) -> None:
    """Switch the plugin on where the runner asks for it."""
    # A busy machine draws and runs slowly; how long it takes says nothing of what is tested.
    settings.register_profile("busy", deadline=None, suppress_health_check=[HealthCheck.too_slow])
    settings.load_profile("busy")
    path = os.environ.get("TEST_RESULTS")
    if path:
        config.pluginmanager.register(Results(path), "results-as-json")
