"""make failure-campaign [SCENARIOS=200] [SEED=1] [LANES=2] [MINUTES=n] [ONLY=n]: what breaks.

Workers, PostgreSQL, the job runner and Kingdee are killed, disks filled, clocks turned, buttons
pressed twice, in scenarios over the month of a small company; after each the books are compared.
A table; the exit code is 0 when nothing was lost or doubled and every book balances.
"""

import json
import subprocess
import sys
from collections import Counter

from scripts import arguments, bootstrap, databases, odoo_process, quality
from scripts.campaign import number
from scripts.cluster import TEST
from scripts.paths import ROOT, VENV_PYTHON
from scripts.problem import Problem, command, say
from scripts.processes import die_with_parent

COLUMNS = (
    *("fault", "scenarios", "missed", "hit", "hits", "sent again", "healed by itself"),
    *("before a person", "lost", "doubled", "books off", "broke off", "resumed after (worst, s)"),
)
FIGURES = (
    *("scenarios", "missed", "hit scenarios", "hits", "retried", "healed"),
    *("before a person", "lost", "doubled", "off", "broken"),
)
WRONG = ("lost", "doubled", "off", "broken")


def run_lanes(asked: dict[str, str], lanes: int) -> list[dict]:
    """Run so many lanes side by side, each with its share of the scenarios; return their figures.

    :raise Problem: when a lane broke off
    """
    scenarios = int(asked["SCENARIOS"])
    children = []
    for lane in range(lanes):
        share = scenarios // lanes + (lane < scenarios % lanes)
        told = {**asked, "SCENARIOS": str(share), "LANE": str(lane), "LANES": str(lanes)}
        children.append(
            subprocess.Popen(
                [VENV_PYTHON, "-m", "tests.failure.campaign"],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.PIPE,
                env=odoo_process.variables(told),
                cwd=ROOT,
                text=True,
                preexec_fn=die_with_parent,  # noqa: PLW1509 - a single system call
            )
        )
    printed = [child.communicate()[0] for child in children]
    if any(child.returncode for child in children):
        raise Problem("a lane of the campaign broke off", "its traceback stands above.")
    return [json.loads(text.splitlines()[-1]) for text in printed]


def rows_of(results: list[dict]) -> list[tuple]:
    """Return the rows of the table, and their sum.

    >>> kill = {"scenarios": 2, "hit scenarios": 1, "hits": 1, "missed": 1, "resumed": 3.5}
    >>> rows_of([{"kinds": {"kill": kill}}, {"kinds": {"kill": kill}}])[0]
    ('kill', 4, 2, 2, 2, 0, 0, 0, 0, 0, 0, 0, 3.5)
    """
    kinds = {kind: Counter() for kind in results[0]["kinds"]}
    worst = dict.fromkeys(kinds, 0.0)
    for result in results:
        for kind, figures in result["kinds"].items():
            worst[kind] = max(worst[kind], figures["resumed"])
            kinds[kind].update({name: figures.get(name, 0) for name in FIGURES})
    rows = [
        (kind, *(figures[name] for name in FIGURES), worst[kind]) for kind, figures in kinds.items()
    ]
    total = sum(kinds.values(), Counter())
    return [*rows, ("together", *(total[name] for name in FIGURES), max(worst.values()))]


def note_of(results: list[dict], asked: dict[str, str]) -> str:
    """Return what stands below the table."""
    reasons = Counter()
    for result in results:
        for kind, found in result["reasons"].items():
            reasons.update({f"{kind}: {reason}": count for reason, count in found.items()})
    minutes = max(result["seconds"] for result in results) / 60
    lines = [
        f"SEED={asked['SEED']}, {minutes:.0f} minutes. A scenario with two faults stands in both"
        " rows. A fault that found nothing under way counts as missed, not as one of the"
        " scenarios asked for. Leases of killed workers are ended by the campaign instead of"
        " waiting five minutes for them; clocks are Odoo's, the database's stays right. What broke"
        " off was not compared: the campaign itself could not go on.",
        *(f"- Before a person, {reason} ({count} times)" for reason, count in reasons.items()),
    ]
    return "\n".join(lines)


def complain(results: list[dict], asked: dict[str, str]) -> int:
    """Say what was wrong, with what replays it; return how many scenarios were."""
    failed = [one for result in results for one in result["failed"]]
    for one in failed:
        say(f"WRONG make failure-campaign SEED={asked['SEED']} ONLY={one['number']}")
        say(f"  {', '.join(one['kinds'])}; {'; '.join(one['steps'])}")
        for kind in WRONG:
            for example in one["wrong"].get(kind, ()):
                say(f"  {kind}: {example}")
    return len(failed)


@command
def main() -> int:
    """Run the campaign."""
    asked = {"SCENARIOS": str(number("SCENARIOS", 200)), "SEED": str(number("SEED", 1))}
    lanes = number("LANES", 2)
    if minutes := arguments.value("MINUTES"):
        asked["MINUTES"] = minutes  # whatever is done by then is what there is
    if only := arguments.value("ONLY"):
        asked, lanes = {**asked, "ONLY": only}, 1
    bootstrap.prepare(TEST)
    databases.ensure("tpl_all", TEST)
    results = run_lanes(asked, lanes)
    words = " ".join(f"{name}={value}" for name, value in asked.items())
    section = quality.Section(
        name="failures", title="Failures", command=f"make failure-campaign {words} LANES={lanes}"
    )
    quality.show(section, COLUMNS, rows_of(results), note_of(results, asked))
    return 1 if complain(results, asked) else 0


if __name__ == "__main__":
    sys.exit(main())
