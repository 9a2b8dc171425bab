"""Fail on every WARNING, ERROR or CRITICAL line of an Odoo log that the short allow-list does not
justify.
"""

import re
from collections.abc import Iterable, Iterator
from pathlib import Path

from scripts.paths import ROOT
from scripts.problem import Problem

ALLOWED = ROOT / "scripts" / "log_allowlist.txt"
LINE = re.compile(
    r"^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d,\d+ \d+ "
    r"(?P<level>[A-Z]+) \S+ (?P<logger>[^ :]+): (?P<message>.*)"
)
BAD = {"WARNING", "ERROR", "CRITICAL"}


def allowed(path: Path = ALLOWED) -> list[re.Pattern]:
    """Return the allow-list's patterns; each must stand below a comment that justifies it."""
    patterns, reason = [], ""
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if line.startswith("#"):
            reason = line
        elif not line.strip():
            reason = ""
        elif not reason:
            raise Problem(
                f"{path.name}:{number} allows a log line without a reason",
                "write a `# reason` line above it.",
            )
        else:
            patterns.append(re.compile(line))
    return patterns


def complaints(lines: Iterable[str], patterns: Iterable[re.Pattern]) -> Iterator[str]:
    r"""Yield `LEVEL logger: message` of each line that is not allowed.

    >>> line = "2026-01-01 00:00:00,000 1 ERROR db odoo.sql_db: bad query: SELECT"
    >>> list(complaints([line], []))
    ['ERROR odoo.sql_db: bad query: SELECT']
    >>> list(complaints([line], [re.compile("bad query")]))
    []
    """
    known = list(patterns)
    for line in lines:
        match = LINE.match(line)
        if match and match["level"] in BAD:
            text = f"{match['level']} {match['logger']}: {match['message']}"
            if not any(pattern.search(text) for pattern in known):
                yield text


def check(logs: Iterable[Path]) -> list[str]:
    """Return the complaints of all logs, each with the file it stands in."""
    patterns = allowed()
    return [
        f"{log.name}: {text}"
        for log in logs
        if log.exists()
        for text in complaints(log.read_text(errors="replace").splitlines(), patterns)
    ]
