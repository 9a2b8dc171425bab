"""make upgrade-check [FROM=commit,commit]: every landed version, upgraded with the code of now."""

import json
import os
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
    results,
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
NOTE = (
    "Figures count differences from a fresh database of today: 0 is what must be. “to” is the"
    " commit that a version was upgraded to. A version that says “not run” was not tried."
)
FRESH = f"upgrade_fresh_{os.getpid()}"
ALLOWED = Path(__file__).with_name("allowed.txt")
FIGURES = Path(__file__).with_name("figures.py")


@command
def main() -> None:
    """Check the versions asked for; fail when one differs from a fresh database of today.

    FROM=kept prints the last result of each version again.
    """
    if arguments.value("FROM") == "kept":
        quality.show(SECTION, results.COLUMNS, list(results.rows()), NOTE)
        return
    if not versions.is_history_here():
        say("SKIPPED: this clone is shallow, the versions that landed are not in it.")
        say("         git fetch --unshallow brings them.")
        return
    commits = [word for word in arguments.value("FROM").split(",") if word]
    bootstrap.prepare()
    databases.ensure("tpl_all", TEST)
    databases.copy("tpl_all", FRESH, TEST)
    fresh = records.Records(FRESH, TEST)
    is_bad = False
    for version in versions.chosen(commits):
        lines = _check_whole(version, fresh)
        is_bad |= bool(lines)
        print("".join(f"{version.commit}: {line[:400]}\n" for line in lines), end="", flush=True)
    databases.drop(FRESH, TEST)
    quality.show(SECTION, results.COLUMNS, list(results.rows()), f"{NOTE} {_tell_installing()}")
    if is_bad:
        raise Problem("an upgrade leaves differences", "write a migration script for each.")


def _check_whole(version: Version, fresh: records.Records) -> list[str]:
    """Check a version and keep its result; return every difference. One that cannot even be
    upgraded does not end the run.
    """
    try:
        return check(version, fresh)
    except Problem as problem:
        result = {"counts": {}, "seconds": "", "sealed": "", "verdict": "FAILED"}
        results.keep(version, {"with": "", **result})
        return [problem.message, *problem.tail.splitlines()]


def check(version: Version, fresh: records.Records) -> list[str]:
    """Upgrade from one version; return every difference."""
    name = f"upgrade_{version.commit}"
    say(f"{version.commit} {version.title}")
    old, before, company = _build(version, name)
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
    result = {"counts": counts, "seconds": round(seconds), "sealed": figures["sealed"]}
    verdict = {"verdict": "FAILED" if lines else "ok"}
    results.keep(version, {"with": company, **result, **verdict})
    return lines


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


def _build(version: Version, name: str) -> tuple[records.Records, dict, str]:
    """Make the old database; return its records as installed, what must be kept, and which
    company is in it.
    """
    versions.check_out(version)
    try:
        old_database.forget(version)
        old_database.build(version, name)
        old = records.Records(name, TEST)
        company = old_database.fill(version, name)
    finally:
        versions.remove(version)
    return old, kept.read(name, TEST), company


if __name__ == "__main__":
    sys.exit(main())
