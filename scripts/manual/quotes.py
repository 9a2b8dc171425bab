"""Files quoted in a page: `<!-- file: examples/x.py -->` is followed by the file's text.

`python -m scripts.manual.quotes` writes them anew; a test proves that they are the same.
"""

import re
from pathlib import Path

from scripts.paths import ROOT

PAGES = ("docs/manual/integrator/README.md", "docs/en/integrator.md")
LANGUAGES = {".py": "python", ".sh": "bash"}
QUOTE = re.compile(r"<!-- file: (\S+) -->\n(?:\n?```\w+\n.*?\n```\n)?", re.DOTALL)


def quoted(page: Path) -> str:
    """Return the page's text with all its files quoted as they are now."""
    return QUOTE.sub(lambda found: _quote(page, found.group(1)), page.read_text())


def _quote(page: Path, name: str) -> str:
    path = page.parent / name
    return f"<!-- file: {name} -->\n```{LANGUAGES[path.suffix]}\n{path.read_text()}```\n"


if __name__ == "__main__":
    for name in PAGES:
        (ROOT / name).write_text(quoted(ROOT / name))
