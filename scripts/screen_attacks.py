"""make screen-attacks [TURN=n]: hostile texts in every field, and every screen that shows them.

Serves a poisoned copy of the demo company and looks at all its screens with a browser. A table; the
exit code is 0 when no payload became more than text. Another TURN= gives each record another one.
"""

import json
import os
import subprocess
import sys
import tempfile
from collections import Counter
from pathlib import Path

from scripts import bootstrap, databases, odoo_process, quality, server
from scripts.campaign import number
from scripts.cluster import TEST
from scripts.paths import ROOT, VENV_PYTHON
from scripts.problem import command, say
from tests.screens.payloads import PAYLOADS

SCRIPT = ROOT / "tests" / "screens" / "world_script.py"
SECTION = quality.Section(
    name="screens",
    title="Hostile texts on every screen",
    command="make screen-attacks",
)
COLUMNS = ("figure", "seen", "goal", "verdict")
FEWEST = {"payloads": 50, "fields": 340}


def rows(facts: dict, result: dict) -> list[tuple]:
    """Return the table."""
    counts = [count for count in facts["fields"].values() if isinstance(count, int)]
    refused = [place for place, told in facts["fields"].items() if not isinstance(told, int)]
    heads = sum(bool(mail["heads"]) for mail in facts["mails"])
    return [
        _least("payloads", len(PAYLOADS), FEWEST["payloads"]),
        _least("text fields that hold them", sum(map(bool, counts)), FEWEST["fields"]),
        ("values written", f"{sum(counts):,}", "", ""),
        ("fields that refuse them", len(refused), "", "checked, encrypted or short"),
        ("fields left out, with reason", len(facts["spared"]), "", "tests/screens/places.py"),
        ("screens looked at", result["screens"], "", ""),
        ("- on which payloads stood, as texts", result["with_payloads"], "", ""),
        *((f"- {kind}", count, "", "") for kind, count in sorted(result["kinds"].items())),
        _none("screens that did not open", len(result["not_shown"])),
        _none("payloads that ran or became HTML", len(result["findings"])),
        _none("mails with a forged head", heads),
        ("mails that refuse to be sent", len(facts["failed"]), "", "line breaks in an address"),
    ]


def _least(name: str, seen: int, goal: int) -> tuple:
    return name, seen, f"≥ {goal}", "ok" if seen >= goal else "MISSED"


def _none(name: str, seen: int) -> tuple:
    return name, seen, 0, "MISSED" if seen else "ok"


def _attack(running: server.Server, facts: dict) -> dict:
    with tempfile.TemporaryDirectory() as folder:
        told, out = Path(folder, "facts.json"), Path(folder, "result.json")
        told.write_text(json.dumps(facts))
        words = [VENV_PYTHON, "-m", "tests.screens.long_form", running.url, running.database]
        subprocess.run(
            [*map(str, words), told, out],
            cwd=ROOT,
            env=odoo_process.variables(),
            check=True,
        )
        return json.loads(out.read_text())


@command
def main() -> int:
    """Poison, serve, look, print."""
    bootstrap.prepare(TEST, with_browser=True)
    database = f"screen_attacks_{os.getpid()}"
    databases.create(database, "tpl_demo", TEST)
    try:
        turn = {"TURN": str(number("TURN", 0))}
        printed = odoo_process.captured_script(database, SCRIPT, cluster=TEST, env=turn)
        facts = json.loads(printed.splitlines()[-1])
        say(f"{len(facts['actions'])} actions, {len(facts['pages'])} pages")
        with server.serving(database, cluster=TEST, options=("--max-cron-threads=0",)) as running:
            result = _attack(running, facts)
    finally:
        databases.drop(database, TEST)
    for finding in result["findings"] + facts["failed"]:
        say(f"  {finding[:400]}")
    for error in result["not_shown"]:  # whole: its cause stands at the end
        say(f"  {error}")
    kinds = Counter(payload.kind for payload in PAYLOADS)
    note = f"Payloads: {', '.join(f'{kind} {count}' for kind, count in kinds.items())}."
    table = rows(facts, result)
    quality.show(SECTION, COLUMNS, table, note)
    return 1 if any("MISSED" in row for row in table) else 0


if __name__ == "__main__":
    sys.exit(main())
