"""make upgrade-check [FROM=commit,commit]: every landed version, upgraded with the code of now."""

import json
import sys
from pathlib import Path

from scripts import (
    arguments,
    bootstrap,
    databases,
    log_gate,
    odoo_process,
    quality,
)
from scripts.cluster import TEST
from scripts.paths import addon_names
from scripts.problem import Problem, command, say
from scripts.upgrade_check import (
    installing,
    kept,
    old_database,
    pages,
    records,
    schema,
    upgrading,
    versions,
)
from scripts.upgrade_check.versions import Version

SECTION = quality.Section(
    name="upgrade",
    title="Upgrade from every version that landed",
    command="make upgrade-check",
)
COLUMNS = (
    *("from", "commit", "of", "upgrade (s)", "log", "schema", "records", "data lost"),
    *("seals", "ledger", "pages", "verdict"),
)
NOTE = "Figures count differences from a fresh database of today: 0 is what must be."
FRESH = "upgrade_fresh"
ALLOWED = Path(__file__).with_name("allowed.txt")
FIGURES = Path(__file__).with_name("figures.py")


@command
def main() -> None:
    """Check the versions asked for; fail when one differs from a fresh database of today."""
    if not versions.is_history_here():
        say("SKIPPED: this clone is shallow, the versions that landed are not in it.")
        say("         git fetch --unshallow brings them.")
        return
    commits = [word for word in arguments.value("FROM").split(",") if word]
    bootstrap.prepare()
    databases.ensure("tpl_all", TEST)
    databases.copy("tpl_all", FRESH, TEST)
    fresh = records.Records(FRESH, TEST)
    rows, findings = [], {}
    for version in versions.chosen(commits):
        row, found = check(version, fresh)
        rows.append(row)
        findings[version.commit] = found
    databases.drop(FRESH, TEST)
    for commit, found in findings.items():
        for line in found:
            print(f"{commit}: {line[:400]}")
    quality.show(SECTION, COLUMNS, rows, f"{NOTE} {_tell_installing()}")
    if any(findings.values()):
        raise Problem("an upgrade leaves differences", "write a migration script for each.")


def check(version: Version, fresh: records.Records) -> tuple[list, list[str]]:
    """Upgrade from one version; return its row of the table, and every difference."""
    name = f"upgrade_{version.commit}"
    say(f"{version.commit} {version.title}")
    old, before = _build(version, name)
    log, seconds = upgrading.upgrade(name, addon_names())
    figures = json.loads(odoo_process.captured_script(name, FIGURES, cluster=TEST).splitlines()[-1])
    gone = {table for table in before if table not in fresh.tables}
    found = {
        "log": log_gate.check([log]),
        "schema": list(schema.differences(schema.read(name, TEST), schema.read(FRESH, TEST))),
        "records": list(records.differences(old, records.Records(name, TEST), fresh)),
        "data": list(kept.losses(before, kept.read(name, TEST), gone)),
        "ledger": figures["findings"],
        "pages": list(pages.complaints(name)),
    }
    lines, counts = [], {}
    for kind, rows in found.items():
        bad = [line for row in rows if not _is_allowed(line := f"{kind}: {row}")]
        counts[kind] = len(bad)
        lines += bad
    databases.drop(name, TEST)
    row = [
        *(version.title, version.commit, version.date, f"{seconds:.0f}"),
        *(counts["log"], counts["schema"], counts["records"], counts["data"]),
        *(f"{figures['sealed']} good", counts["ledger"], counts["pages"]),
        "FAILED" if lines else "ok",
    ]
    return row, lines


def _is_allowed(line: str) -> bool:
    return any(pattern.match(line) for pattern in log_gate.allowed(ALLOWED))


def _tell_installing() -> str:
    """Say how long an installation takes over old data; INSTALL=0 leaves that out."""
    if arguments.value("INSTALL") == "0":
        return ""
    empty, full = installing.measure()
    return (
        f"Installing all five addons: {empty:.0f} s on an empty database, {full:.0f} s over"
        f" {installing.CUSTOMERS} customers and {installing.ORDERS} orders."
    )


def _build(version: Version, name: str) -> tuple[records.Records, dict]:
    """Make the old database; return its records as installed, and what must be kept."""
    versions.check_out(version)
    try:
        old_database.forget(version)
        old_database.build(version, name)
        old = records.Records(name, TEST)
        old_database.generate_demo(version, name)
    finally:
        versions.remove(version)
    return old, kept.read(name, TEST)


if __name__ == "__main__":
    sys.exit(main())
