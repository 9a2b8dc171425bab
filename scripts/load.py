"""make load [THINK=10,20] [SIZE=full] [SEED=1]: a thousand distributors at once, behind nginx.

They are what `performance.md` says: own sessions and data, exponential pauses, a closed loop, every
answer's content checked, the orders compared afterwards. All of it runs on this machine. The exit
code is 0 when nothing failed, nothing is lost or doubled, and the 95th percentile is below 500 ms.
"""

import contextlib
import json
import re
import subprocess
import sys
from collections.abc import Iterator

from scripts import arguments, bootstrap, databases, odoo_process, quality, server
from scripts.campaign import number
from scripts.cluster import MAIN, Cluster
from scripts.paths import LOCAL, ROOT, VENV_PYTHON
from scripts.problem import Problem, command
from scripts.progress import shown
from scripts.stack import nginx
from scripts.template_contents import digest_of_files

GOAL = 500  # ms, of 95 in a hundred requests
WORKERS = 3  # for two cores: more of them only push each other out of the caches
QUIET = ("--log-handler", ":INFO", "--log-handler", "werkzeug:WARNING")  # as in deploy/odoo
COLUMNS = ("request", "number", "per second", "p50 ms", "p95 ms", "p99 ms", "slowest ms", "errors")
SCRIPT = """
from tests.load import world
world.main(env)
"""


def ensure_world(size: str, cluster: Cluster = MAIN) -> tuple[str, list[str]]:
    """Return the database that holds the world, made when it is missing, and the logins."""
    database = f"load_{size}"
    folders = ((ROOT / "tests" / "load").glob("world.py"), (ROOT / "tests" / "bench").glob("*.py"))
    makers = digest_of_files(path for paths in folders for path in paths)
    stamp = f"{databases.template_stamp('tpl_all')}-{makers}"
    known = LOCAL / "load" / f"{cluster.name}-{size}.json"
    if not known.exists() or databases.stamp_of(database, cluster) != stamp:
        with shown(f"The company of the load test ({database})"):
            databases.create(database, cluster=cluster)
            printed = odoo_process.captured_script(
                database, SCRIPT, cluster=cluster, env={"LOAD_SIZE": size}
            )
        known.parent.mkdir(parents=True, exist_ok=True)
        known.write_text(printed.splitlines()[-1])
        databases.write_stamp(database, stamp, cluster)
    return database, json.loads(known.read_text())["visitors"]


@contextlib.contextmanager
def served(database: str, cluster: Cluster = MAIN) -> Iterator[dict]:
    """Serve a copy of the database with workers behind nginx; yield what the visitors need."""
    scratch = f"{database}_visited"
    folder = LOCAL / "stack" / f"nginx-{cluster.name}-load"
    databases.copy(database, scratch, cluster)
    _leave_to_the_night(scratch, cluster)
    options = ("--workers", str(WORKERS), "--proxy-mode", "--max-cron-threads", "1", *QUIET)
    try:
        with (
            server.serving(scratch, cluster=cluster, options=options) as odoo,
            nginx.serving(odoo.port, odoo.gevent_port, folder=folder) as site,
        ):
            yield {
                "url": site.url,
                "certificate": str(site.authority),
                "connection": cluster.connection(scratch),
                "programs": {
                    "Odoo": odoo.pid,
                    "PostgreSQL": cluster.pid,
                    "nginx": int((site.folder / "nginx.pid").read_text()),
                },
            }
    finally:
        databases.drop(scratch, cluster)


def _leave_to_the_night(database: str, cluster: Cluster) -> None:
    """Put daily jobs off until tomorrow: a copy made by day would do a night's work at once."""
    cluster.sql(
        "UPDATE ir_cron SET nextcall = now() AT TIME ZONE 'UTC' + INTERVAL '1 day'"
        " WHERE interval_type IN ('days', 'weeks', 'months')"
        " OR (interval_type = 'hours' AND interval_number >= 24)",
        database=database,
    )


def visit(asked: dict) -> Iterator[dict]:
    """Let the visitors come, in a process of their own; yield what was seen at each pace."""
    words = [VENV_PYTHON, "-m", "tests.load.run"]
    pipes = {"stdin": subprocess.PIPE, "stdout": subprocess.PIPE}
    with subprocess.Popen(words, cwd=ROOT, text=True, **pipes) as child:
        child.stdin.write(json.dumps(asked))
        child.stdin.close()
        yield from map(json.loads, child.stdout)
    if child.returncode:
        raise Problem("the visitors broke off", "see the lines above.")


def report(seen: dict) -> bool:
    """Show the table of one pace; return whether everything held."""
    think = seen["think"]
    section = quality.Section(
        name=f"load-{think}",
        title=f"Load: {seen['visitors']} distributors at once, each {think} s between two requests",
        command=f"make load THINK={think}",
    )
    cores = ", ".join(f"{name} {value:.2f}" for name, value in seen["cores"].items())
    wrong = {kind: len(examples) for kind, examples in seen["wrong"].items()}
    failed = sum(seen["errors"].values())
    holds = seen["p95"] < GOAL and not failed and not any(wrong.values())
    note = [
        f"Pauses are exponential; {seen['seconds']:.0f} s measured after {seen['ramp']:.0f} s in "
        "which they came. Generator, nginx, Odoo and PostgreSQL share the machine.",
        f"All of the mix: p95 {seen['p95']:.0f} ms (goal below {GOAL}), {failed} errors (goal 0).",
        "Minute by minute: p95 " + ", ".join(f"{one:.0f}" for one in seen["minutes"]) + " ms.",
        f"{seen['orders']} orders sent: " + ", ".join(f"{n} {kind}" for kind, n in wrong.items()),
        f"Cores used: {cores}.",
        f"Verdict: {'held' if holds else 'MISSED'}.",
        *(f"- {times} x {text}" for text, times in seen["errors"].items()),
        *(f"- {kind}: {one}" for kind, ones in seen["wrong"].items() for one in ones[:5]),
    ]
    quality.show(section, COLUMNS, seen["rows"], "\n".join(note))
    return holds


def paces() -> list[float]:
    """Return the mean pauses asked for, in seconds."""
    words = arguments.value("THINK", "10").split(",")
    if not all(re.fullmatch(r"\d+(\.\d+)?", word) for word in words):
        raise Problem(f"THINK={','.join(words)} are no seconds", "say THINK=10 or THINK=20,10.")
    return [float(word) if "." in word else int(word) for word in words]


@command
def main() -> int:
    """Make the world, let everybody come, compare the books."""
    bootstrap.prepare(with_browser=True)
    size, asked = arguments.value("SIZE", "full"), {"paces": paces(), "seed": number("SEED", 1)}
    database, logins = ensure_world(size)
    with served(database) as place:
        seen = visit({**place, **asked, "logins": logins, "size": size})
        verdicts = [report(one) for one in seen]
    return 0 if verdicts and all(verdicts) else 1


if __name__ == "__main__":
    sys.exit(main())
