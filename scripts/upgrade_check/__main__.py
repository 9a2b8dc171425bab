"""make upgrade-check [FROM=commit,commit]: every landed version, upgraded with the code of today."""

import json
import sys
import time
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
from scripts.paths import LOG, addon_names
from scripts.problem import Problem, command, say
from scripts.upgrade_check import kept, old_database, pages, records, schema, versions
from scripts.upgrade_check.old_database import QUIETLY
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
FRESH = "upgrade_fresh"
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
    quality.show(SECTION, COLUMNS, rows, "Each figure counts differences: 0 is what must be.")
    if any(findings.values()):
        raise Problem("an upgrade leaves differences", "write a migration script for each.")


def check(version: Version, fresh: records.Records) -> tuple[list, list[str]]:
    """Upgrade from one version; return its row of the table, and every difference."""
    name = f"upgrade_{version.commit}"
    say(f"{version.commit} {version.title}")
    old, before = _build(version, name)
    log, seconds = _upgrade(name)
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
    lines = [f"{kind}: {line}" for kind, rows in found.items() for line in rows]
    counts = {kind: len(rows) for kind, rows in found.items()}
    databases.drop(name, TEST)
    row = [
        *(version.title, version.commit, version.date, f"{seconds:.0f}"),
        *(counts["log"], counts["schema"], counts["records"], counts["data"]),
        *(f"{figures['sealed']} good", counts["ledger"], counts["pages"]),
        "FAILED" if lines else "ok",
    ]
    return row, lines


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


def _upgrade(name: str) -> tuple[Path, float]:
    """Upgrade as the manual says; return the log and the seconds."""
    log = LOG / f"{name}.log"
    log.unlink(missing_ok=True)
    started = time.monotonic()
    odoo_process.run(
        *("-d", name, "-u", "distribution_member", "-i", ",".join(addon_names())),
        *("--i18n-overwrite", *QUIETLY),
        cluster=TEST,
        log=log.stem,
        what=f"upgrading {name}",
    )
    return log, time.monotonic() - started


if __name__ == "__main__":
    sys.exit(main())
