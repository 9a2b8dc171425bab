"""Tables of what was measured: printed, and with PUBLISH=1 written into docs/quality.md.

A section of that page lies between `<!-- name -->` and `<!-- /name -->`. It says when, on what
machine, at which commit, and with which command it was made: nobody types a figure in there.
"""

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from scripts import arguments, processes
from scripts.paths import ROOT
from scripts.problem import Problem, say

PAGE = ROOT / "docs" / "quality.md"


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """A table of the page.

    :param name: of its markers
    :param title: its heading
    :param command: what prints it
    """

    name: str
    title: str
    command: str


def show(
    section: Section, columns: Sequence[str], rows: Sequence[Sequence[object]], note: str = ""
) -> None:
    """Print the table; write it into the page when asked to."""
    text = render(columns, rows) + (f"\n\n{note}" if note else "")
    print(text, flush=True)
    if arguments.value("PUBLISH"):
        publish(section, text)


def render(columns: Sequence[str], rows: Sequence[Sequence[object]]) -> str:
    """Return a table in Markdown, its columns aligned.

    >>> print(render(("figure", "seen"), [("orders", 12)]))
    | figure | seen |
    | ------ | ---- |
    | orders | 12   |
    """
    lines = [[str(cell).replace("|", "\\\\|") for cell in row] for row in (columns, *rows)]
    widths = [max(len(line[index]) for line in lines) for index in range(len(columns))]
    lines.insert(1, ["-" * width for width in widths])
    return "\n".join(
        f"| {' | '.join(cell.ljust(width) for cell, width in zip(line, widths, strict=True))} |"
        for line in lines
    )


def publish(section: Section, text: str, page: Path = PAGE) -> None:
    """Replace the section of the page."""
    begin, end = f"<!-- {section.name} -->", f"<!-- /{section.name} -->"
    whole = page.read_text()
    pattern = re.compile(f"{re.escape(begin)}.*{re.escape(end)}", re.DOTALL)
    if not pattern.search(whole):
        raise Problem(
            f"{page.name} has no section {section.name}", f"write {begin} and {end} into it."
        )
    body = (
        f"{begin}\n## {section.title}\n\n`{section.command}` · {_circumstances()}\n\n{text}\n{end}"
    )
    page.write_text(pattern.sub(lambda _match: body, whole))
    say(f"Written into {page.relative_to(ROOT)}: {section.title}")


def _circumstances() -> str:
    commit = processes.read(["git", "-C", ROOT, "rev-parse", "--short", "HEAD"]).strip()
    memory = os.sysconf("SC_PAGE_SIZE") * os.sysconf("SC_PHYS_PAGES") / 2**30
    machine = f"{os.cpu_count()} cores {_processor()}, {memory:.0f} GB"
    return f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC · {machine} · commit {commit}"


def _processor() -> str:
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.machine()
