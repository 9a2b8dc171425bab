"""Do the steps of a chapter on a running demo; runs in the virtual environment.

Prints a line of JSON per step: {"line", "text", "seconds", "fault"}. The steps after a fault go on:
one that is wrong does not hide the others.
"""

import json
import sys
import time
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.manual import chapter
from scripts.manual.screen import Screen
from scripts.problem import Problem
from scripts.screenshots.browser import Browser


def walk(steps: Iterable[chapter.Step], url: str) -> Iterator[dict]:
    """Yield what came of each step at a screen."""
    with Browser() as browser:
        screen = Screen(browser, url)
        for step in steps:
            started = time.monotonic()
            fault = _do(screen, step)
            yield {
                "line": step.line,
                "text": step.text,
                "seconds": round(time.monotonic() - started, 1),
                "fault": fault,
            }


def _do(screen: Screen, step: chapter.Step) -> str:
    """Do all of a step; return what is wrong, or nothing."""
    try:
        for words in step.words:
            screen.do(words)
    except Problem as problem:
        return f"{words}: {problem.message}"
    return "; ".join(text.splitlines()[0] for text in screen.take_complaints())


def main(page: str, url: str) -> None:
    """Walk through a chapter."""
    steps = [step for step in chapter.read(Path(page)) if not step.is_shell]
    for done in walk(steps, url):
        print(json.dumps(done, ensure_ascii=False), flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
