"""make bench [ONLY=name,name]: each bench in a fresh database; a table and a JSON file."""

import json
import os
import sys
from datetime import UTC, datetime

from scripts import arguments, bootstrap, databases, odoo_process, processes
from scripts.bench import table
from scripts.cluster import MAIN
from scripts.paths import LOCAL, ROOT
from scripts.problem import Problem, command, say

FOLDER = ROOT / "tests" / "bench"
RESULTS = LOCAL / "bench"
SCRIPT = """
from scripts.bench import inside
inside.main(env)
"""


def names() -> list[str]:
    """Return the benches there are."""
    return sorted(path.stem.removeprefix("bench_") for path in FOLDER.glob("bench_*.py"))


def chosen(only: str) -> list[str]:
    """Return the benches asked for: all, or those named."""
    wanted = [word for word in only.split(",") if word] or names()
    unknown = sorted(set(wanted) - set(names()))
    if unknown:
        raise Problem(f"no such bench: {', '.join(unknown)}", f"there are: {', '.join(names())}")
    return wanted


def measure(name: str, stamp: str) -> list[dict] | None:
    """Run a bench in a copy of the template with all addons; None when it failed."""
    database = f"bench_{name}"
    result = RESULTS / f"{stamp}-{name}.partial"
    databases.create(database)
    try:
        code = odoo_process.run_script(
            database,
            SCRIPT,
            env={"BENCH_NAME": name, "BENCH_RESULT": str(result)},
            check=False,
        )
        return json.loads(result.read_text()) if code == 0 and result.exists() else None
    finally:
        result.unlink(missing_ok=True)
        databases.drop(database)


@command
def main() -> int:
    """Run the benches; the exit code says whether they ran, the table whether goals are met."""
    wanted = chosen(arguments.value("ONLY"))
    bootstrap.prepare()
    MAIN.start()
    RESULTS.mkdir(parents=True, exist_ok=True)
    stamp = f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}"
    measured: dict[str, list[dict] | None] = {}
    for name in wanted:
        say(f"bench {name}")
        measured[name] = measure(name, stamp)
    path = RESULTS / f"{stamp}.json"
    commit = processes.read(["git", "-C", ROOT, "rev-parse", "HEAD"]).strip()
    about = {"date": stamp, "commit": commit, "processors": os.cpu_count()}
    path.write_text(json.dumps({**about, "benches": measured}, indent=1))
    print(table.render(measured))
    print(f"The figures are in {path}")
    return 1 if None in measured.values() else 0


if __name__ == "__main__":
    sys.exit(main())
