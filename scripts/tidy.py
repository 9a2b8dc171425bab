"""Check what no linter knows: short files, short functions, no registry named anywhere."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from scripts import processes
from scripts.paths import ROOT

LONGEST_FILE = 300
LONGEST_FUNCTION = 40
SUFFIXES = {".py", ".xml", ".js", ".scss"}
# In pieces, because this very check must not find itself.
REGISTRIES = [
    ".".join(parts) for parts in (("pypi", "org"), ("pythonhosted", "org"), ("debian", "org"))
]
REGISTRIES += [".".join(parts) for parts in (("npmjs", "org"), ("npmjs", "com"))]
# What a page of the documentation shows or leads to: ![…](file), [….](file#part), <img src="file">.
LINK = re.compile(r'\]\(([^)\s]+)\)|<img[^>]*\ssrc="([^"]+)"')
REGISTRY = re.compile("|".join(map(re.escape, REGISTRIES)))
TEXT_ONLY = {".png", ".jpg", ".ico", ".pdf", ".xlsx", ".xls", ".woff2", ".zip", ".gz"}


def project_files() -> list[Path]:
    """Return the files git knows or would add, deleted ones left out."""
    listed = processes.read(
        ["git", "-C", ROOT, "ls-files", "-z", "--cached", "--others", "--exclude-standard"],
        check=True,
    )
    return [
        path for name in sorted(set(listed.split("\0")) - {""}) if (path := ROOT / name).is_file()
    ]


def findings(files: list[Path]) -> Iterator[str]:
    """Yield a sentence per violation."""
    for path in files:
        if path.suffix in TEXT_ONLY:
            continue
        text = path.read_text(errors="replace")
        name = path.relative_to(ROOT)
        for number, line in enumerate(text.splitlines(), 1):
            if REGISTRY.search(line):
                yield f"{name}:{number}: names a package registry; ask the machine's configuration"
        if path.suffix == ".md":
            yield from _broken_links(path, text)
        if path.suffix in SUFFIXES and "/static/lib/" not in str(path):
            yield from _too_long(name, text)


def _broken_links(path: Path, text: str) -> Iterator[str]:
    for number, line in enumerate(text.splitlines(), 1):
        for target in linked_files(line):
            if not (path.parent / target).exists():
                yield f"{path.relative_to(ROOT)}:{number}: there is no {target}"


def linked_files(line: str) -> list[str]:
    """Return the files beside a page that a line of it shows or leads to.

    >>> linked_files("![a](../images/a.png) [b](b.md#top) [c](#top) [d](https://example.com)")
    ['../images/a.png', 'b.md']
    """
    targets = ("".join(found).partition("#")[0] for found in LINK.findall(line))
    return [target for target in targets if target and "://" not in target]


def _too_long(name: Path, text: str) -> Iterator[str]:
    lines = text.count("\n")
    if lines > LONGEST_FILE:
        yield f"{name}: {lines} lines, more than {LONGEST_FILE}: split it by what it is about"
    if name.suffix == ".py":
        for function, length in long_functions(text):
            yield f"{name}: {function} has {length} lines, more than {LONGEST_FUNCTION}"


def long_functions(text: str) -> Iterator[tuple[str, int]]:
    """Yield the functions that are too long, with their length.

    >>> list(long_functions("def short():\\n    pass\\n"))
    []
    """
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            length = node.end_lineno - node.lineno + 1
            if length > LONGEST_FUNCTION:
                yield node.name, length
