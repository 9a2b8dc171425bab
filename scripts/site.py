"""make site: README, manual and addons' pages as web pages in `.local/site/`, to be read or served.

GitHub shows the same Markdown; this is for a company's own web server or a reader offline.
"""

import html
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

from scripts import bootstrap
from scripts.paths import LOCAL, ROOT, VENV_PYTHON
from scripts.problem import command, say

OUT = LOCAL / "site"
TREES = ("docs", "addons", "tests")
PICTURES = ROOT / "docs" / "manual" / "images"
LINK = re.compile(r'(href="(?!https?:|mailto:|#)[^"]*?)\.md(#[^"]*)?"')
HEADING = re.compile(r"<h([1-6])>(.*?)</h\1>")
NAVIGATION = (
    ("README.zh_CN", "首页"),
    ("docs/manual/README", "用户手册"),
    ("docs/manual/start", "十分钟上手"),
    ("README", "Home"),
    ("docs/en/README", "Manual"),
    ("docs/glossary", "Glossary"),
    ("docs/decisions/README", "Decisions"),
    ("docs/quality", "Measured"),
)
STYLE = """
body { font: 16px/1.7 system-ui, "Noto Sans CJK SC", sans-serif; color: #222; max-width: 60rem;
       margin: 0 auto; padding: 0 1rem 4rem }
nav { border-bottom: 1px solid #ddd; padding: .8rem 0; display: flex; flex-wrap: wrap; gap: 1rem }
a { color: #0b5c8a } img { max-width: 100%; border: 1px solid #ddd }
table { border-collapse: collapse; display: block; overflow-x: auto }
td, th { border: 1px solid #ddd; padding: .3rem .6rem; text-align: left; vertical-align: top }
pre { background: #f6f6f6; padding: .8rem; overflow-x: auto } code { background: #f6f6f6 }
"""


def render(page: Path, markdown) -> str:
    """Return a page as HTML; links to other pages lead to their HTML."""
    text = page.read_text()
    title = re.search(r"^# +(.+)$", text, re.MULTILINE)
    body = HEADING.sub(_name_heading, LINK.sub(r'\1.html\2"', markdown.render(text)))
    name = page.relative_to(ROOT)
    up = os.path.relpath(ROOT, page.parent)
    entries = " ".join(
        f'<a href="{up}/{target}.html">{html.escape(words)}</a>' for target, words in NAVIGATION
    )
    language = "en" if name.parts[:2] == ("docs", "en") or name.name == "README.md" else "zh-CN"
    return (
        f'<!doctype html><html lang="{language}"><meta charset="utf-8">'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<title>{html.escape(title.group(1) if title else str(name))}</title>"
        f"<style>{STYLE}</style><nav>{entries}</nav><main>{body}</main></html>"
    )


def anchor(title: str) -> str:
    """Return the anchor that GitHub gives a heading.

    >>> anchor("七、成员确认或提出异议")
    '七成员确认或提出异议'
    >>> anchor("Users and keys")
    'users-and-keys'
    """
    return re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-")


def _name_heading(found: re.Match) -> str:
    level, words = found.groups()
    name = anchor(html.unescape(re.sub(r"<[^>]+>", "", words)))
    return f'<h{level} id="{name}">{words}</h{level}>'


def build() -> int:
    """Write all pages; return how many."""
    from markdown_it import MarkdownIt  # noqa: PLC0415 - of the virtual environment

    markdown = MarkdownIt("commonmark", {"html": True}).enable("table")
    shutil.rmtree(OUT, ignore_errors=True)
    pages = [*ROOT.glob("*.md"), *(page for tree in TREES for page in (ROOT / tree).rglob("*.md"))]
    for page in pages:
        target = (OUT / page.relative_to(ROOT)).with_suffix(".html")
        target.parent.mkdir(parents=True, exist_ok=True)
        target.write_text(render(page, markdown))
    shutil.copytree(PICTURES, OUT / PICTURES.relative_to(ROOT), dirs_exist_ok=True)
    return len(pages)


@command
def main() -> None:
    """Prepare, and render with the virtual environment's Python."""
    if sys.prefix == sys.base_prefix:
        bootstrap.prepare(with_browser=True)
        subprocess.run([VENV_PYTHON, "-m", "scripts.site"], cwd=ROOT, check=True)
        return
    say(f"{build()} pages: {OUT / 'docs' / 'manual' / 'README.html'}")


if __name__ == "__main__":
    main()
