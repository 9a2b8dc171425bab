"""make manual-check: the first chapter as a new user does it, on a clone of what is committed.

Only downloads are taken over (`.local/cache`). Every command and every step is done in the order
of the chapter; PORT= and ERP_PORT= keep it away from a demo that runs here. URL= names a demo that
runs already: its steps at a screen are done there, its commands are not.
"""

import json
import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

from scripts import arguments, bootstrap, odoo_process, quality
from scripts.manual import chapter
from scripts.paths import CACHE, LOCAL, ROOT, VENV_PYTHON
from scripts.problem import Problem, command, say

PAGE = Path("docs/manual/start.md")
CLONE = LOCAL / "manual-check"  # where another user, PostgreSQL's, can go
LONGEST_TEXT = 60


@command
def main() -> int:
    """Do every step, print the table."""
    bootstrap.prepare(with_browser=True)
    url = arguments.value("URL")
    done = list(_walk(ROOT, url)) if url else _do_on_a_clone()
    faults = [step for step in done if step["fault"]]
    rows = [
        (step["line"], _shorten(step["text"]), f"{step['seconds']:.1f} s", step["fault"] or "works")
        for step in done
    ]
    note = f"{len(done) - len(faults)} of {len(done)} steps work as they are written (goal: all). "
    note += (
        "Done on a demo that ran already, perhaps of an earlier commit: commands were not run."
        if url
        else "Done on a fresh clone of this commit, its commands included."
    )
    section = quality.Section(
        name="manual",
        title="The manual's first chapter",
        command=f"make manual-check{' URL=…' if url else ''}",
    )
    quality.show(section, ("line", "step", "took", "verdict"), rows, note)
    return 1 if faults else 0


def _do_on_a_clone() -> list[dict]:
    ports = {
        "PORT": arguments.value("PORT", "8269"),
        "ERP_PORT": arguments.value("ERP_PORT", "8970"),
    }
    _clone()
    try:
        return list(_perform(ports))
    finally:
        _run("make stop", ports)
        shutil.rmtree(CLONE, ignore_errors=True)


def _clone() -> None:
    shutil.rmtree(CLONE, ignore_errors=True)
    done = subprocess.run(["git", "clone", "--quiet", str(ROOT), str(CLONE)], check=False)
    if done.returncode:
        raise Problem("the project could not be cloned", "is this a git checkout?")
    local = CLONE / ".local"
    local.mkdir()
    (local / "cache").symlink_to(CACHE.resolve())


def _perform(ports: dict[str, str]):
    """Yield what came of each step: a command, or a run of steps at the screen."""
    waiting: list[chapter.Step] = []
    for step in chapter.read(CLONE / PAGE):
        if not step.is_shell:
            waiting.append(step)
            continue
        if waiting:
            yield from _walk(CLONE, f"http://localhost:{ports['PORT']}")
            waiting = []
        started = time.monotonic()
        code = _run(step.text, ports)
        seconds = time.monotonic() - started
        fault = f"ended with {code}" if code else ""
        yield {"line": step.line, "text": step.text, "seconds": seconds, "fault": fault}


def _run(text: str, ports: dict[str, str]) -> int:
    say(f"$ {text}")
    names = ("DB", "PUBLISH", *ports)
    kept = {name: value for name, value in os.environ.items() if name not in names}
    # What make has told us about itself is not for the one in the clone.
    kept = {name: value for name, value in kept.items() if not name.startswith("MAKE")}
    return subprocess.run(
        ["sh", "-c", text], cwd=CLONE, env={**kept, **ports}, stdin=subprocess.DEVNULL, check=False
    ).returncode


def _walk(tree: Path, url: str):
    words = [VENV_PYTHON, "-m", "scripts.manual.walk", tree / PAGE, url]
    done = subprocess.run(
        [*map(str, words)],
        cwd=ROOT,
        env=odoo_process.variables(),
        stdout=subprocess.PIPE,
        text=True,
        check=False,
    )
    if done.returncode:
        raise Problem("the steps at the screen broke off", "the lines above say why.")
    for line in done.stdout.splitlines():
        yield json.loads(line)


def _shorten(text: str) -> str:
    return text if len(text) <= LONGEST_TEXT else f"{text[:LONGEST_TEXT]}…"


if __name__ == "__main__":
    sys.exit(main())
