"""make security, make security-mutations: the tests of rights and attacks in their long form.

Runs them, adds up what they have counted, prints the table. The exit code is not 0 when a test
fails, or when a figure is not what it must be.
"""

import json
import os
import sys
import tempfile
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path

from scripts import arguments, quality, run_tests
from scripts.problem import command

FIGURES = "SECURITY_FIGURES"
STRANGE_INPUTS = "2000"
WHOLE, MUTATIONS = "access or security", "AccessMatrix"
SECTION = quality.Section(
    name="security", title="Security: rights, attacks, traces", command="make security"
)
AT_LEAST, EXACTLY = "at least", "exactly"
# (what is shown, the counts that are added up, how the goal is meant, the goal)
ROWS = (
    ("own models", ("models",), AT_LEAST, 1),
    ("own models whose rights are not declared", ("undeclared_models",), EXACTLY, 0),
    ("cells role x model x operation x relation, by ORM", ("cells_by_orm",), AT_LEAST, 5000),
    ("probes by JSON-2", ("probes_by_json2",), AT_LEAST, 1500),
    ("probes by XML-RPC", ("probes_by_xmlrpc",), AT_LEAST, 1500),
    ("pages asked for by 17 kinds of visitors", ("probes_by_portal",), AT_LEAST, 1000),
    (
        "refusals proven, by all four ways",
        ("refused_by_orm", "refused_by_json2", "refused_by_xmlrpc", "refused_by_portal"),
        AT_LEAST,
        1000,
    ),
    ("other doors: exports, groups, files, reports, messages", ("other_doors",), AT_LEAST, 300),
    ("public methods, all on the allow-list", ("public_methods",), AT_LEAST, 1),
    ("calls of them with what is not the caller's", ("calls_of_methods",), AT_LEAST, 500),
    ("routes of ours", ("routes",), AT_LEAST, 1),
    ("routes that no table covers", ("untold_routes",), EXACTLY, 0),
    ("rules dropped, rights dropped and widened, one by one", ("mutations",), AT_LEAST, 500),
    ("of them not noticed by any cell", ("unnoticed_mutations",), EXACTLY, 0),
    ("extra keys sent with forms (mass assignment)", ("extra_keys",), AT_LEAST, 1000),
    ("of them arrived", ("arrived_keys",), EXACTLY, 0),
    ("posts without token, all refused", ("posts_without_token",), AT_LEAST, 50),
    ("strange inputs, no error of ours", ("strange_inputs",), AT_LEAST, 2000),
    ("canaries sought in logs, dump, files", ("canaries",), AT_LEAST, 10),
    ("planted flaws, all found", ("planted_flaws",), AT_LEAST, 18),
    ("findings of our static rules without a reason", ("static_findings",), EXACTLY, 0),
    ("with a reason beside them", ("static_reasons",), AT_LEAST, 0),
    ("checks switched off in the addons, each with a reason", ("suppressions",), AT_LEAST, 0),
)


def add_up(lines: Iterable[str]) -> Counter:
    """Return the sum of each count.

    >>> add_up(['{"a": 1, "b": 0}', '{"a": 2}'])
    Counter({'a': 3, 'b': 0})
    """
    total: Counter = Counter()
    for line in lines:
        for name, count in json.loads(line).items():
            total[name] += count
    return total


def judge(counts: Mapping[str, int], chosen: Iterable[str] = ()) -> list[tuple]:
    """Return the rows of the table; a count that nobody has noted is a failure.

    :param chosen: the counts to show; all of them when none is named
    """
    rows = []
    for title, names, meaning, goal in ROWS:
        if chosen and not set(names) & set(chosen):
            continue
        is_known = all(name in counts for name in names)
        seen = sum(counts.get(name, 0) for name in names)
        is_good = is_known and (seen == goal if meaning == EXACTLY else seen >= goal)
        wanted = f"{goal:,}" if meaning == EXACTLY else f"{goal:,} or more" if goal else ""
        rows.append(
            (title, f"{seen:,}" if is_known else "-", wanted, "ok" if is_good else "FAILED")
        )
    return rows


@command
def main() -> int:
    """Run, add up, judge."""
    is_mutations = arguments.value("ONLY") == "mutations"
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "figures"
        path.touch()
        os.environ |= {FIGURES: str(path), "STRANGE_INPUTS": STRANGE_INPUTS}
        expression = MUTATIONS if is_mutations else WHOLE
        code = run_tests.main_run([], ["-m", "not long", "-k", expression])
        counts = add_up(path.read_text().splitlines())
    if is_mutations:
        rows = judge(counts, ("mutations", "unnoticed_mutations"))
        print(quality.render(("figure", "seen", "goal", "verdict"), rows))
    else:
        rows = judge(counts)
        quality.show(SECTION, ("figure", "seen", "goal", "verdict"), rows)
    return 1 if code or any(row[-1] == "FAILED" for row in rows) else 0


if __name__ == "__main__":
    sys.exit(main())
