"""Links and pictures of all pages: they lead somewhere, and every page and picture is reached."""

import re
from functools import cache
from pathlib import Path
from urllib.parse import unquote

import pytest

from scripts.paths import ADDONS, ROOT
from scripts.site import anchor

SKIPPED = {".local", ".git", ".pytest_cache", "node_modules"}
FENCE = re.compile(r"^```.*?^```", re.DOTALL | re.MULTILINE)
CODE = re.compile(r"`[^`\n]*`")
LINK = re.compile(r"!?\[[^\]]*\]\(([^)\s]+)\)|<img[^>]+src=\"([^\"]+)\"")
HEADING = re.compile(r"^#+ +(.+?)\s*$", re.MULTILINE)
OUTSIDE = ("http://", "https://", "mailto:")
IMAGES = ROOT / "docs" / "manual" / "images"
# From these a reader begins.
ENTRIES = (ROOT / "README.md", ROOT / "README.zh_CN.md")


def all_pages() -> list[Path]:
    return sorted(
        path for path in ROOT.rglob("*.md") if not SKIPPED & {*path.relative_to(ROOT).parts}
    )


@cache
def read(page: Path) -> str:
    return FENCE.sub("", page.read_text())


def links_of(page: Path) -> list[tuple[Path, str]]:
    """Return (file, anchor) of every link and picture that stays in the project."""
    found = []
    for pair in LINK.findall(CODE.sub("", read(page))):
        address = "".join(pair)
        if address.startswith(OUTSIDE):
            continue
        name, _hash, place = unquote(address).partition("#")
        found.append(((page.parent / name).resolve() if name else page, place))
    return found


def anchors_of(page: Path) -> set[str]:
    """Return the anchors that GitHub gives the headings of a page."""
    titles = HEADING.findall(read(page))
    return {anchor(re.sub(r"\[([^\]]*)\]\([^)]*\)", r"\1", title)) for title in titles}


@pytest.mark.parametrize("page", all_pages(), ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page):
    missing = [
        f"{target.relative_to(ROOT)}#{place}"
        for target, place in links_of(page)
        if not target.exists()
        or (place and target.suffix == ".md" and place not in anchors_of(target))
    ]
    assert missing == []


def test_every_picture_of_the_manual_is_shown():
    shown = {target for page in all_pages() for target, _anchor in links_of(page)}
    assert sorted(path.name for path in IMAGES.glob("*.png") if path.resolve() not in shown) == []


def test_every_page_is_reached_from_the_readme():
    reached, waiting = set(), [*ENTRIES]
    while waiting:
        page = waiting.pop()
        if page in reached:
            continue
        reached.add(page)
        for target, _anchor in links_of(page):
            if target.is_dir() and (target / "README.md").exists():
                target /= "README.md"
            if target.suffix == ".md" and target.exists():
                waiting.append(target)
    apart = {page for page in all_pages() if page.is_relative_to(ADDONS) and "tests" in page.parts}
    assert sorted(str(page.relative_to(ROOT)) for page in {*all_pages()} - reached - apart) == []


@pytest.mark.parametrize("page", ENTRIES, ids=lambda page: page.name)
def test_every_command_of_the_readme_is_there(page):
    targets = set(re.findall(r"^([a-z0-9-]+):", (ROOT / "Makefile").read_text(), re.MULTILINE))
    named = set(re.findall(r"\bmake ([a-z0-9-]+)", page.read_text()))
    assert named - targets == set()
    told = re.findall(r"^([a-z0-9-]+):.*## ", (ROOT / "Makefile").read_text(), re.MULTILINE)
    assert len(told) > len(named) > 15
