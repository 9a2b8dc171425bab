"""Read the machine's own apt sources, so that no registry has to be named in this project.

Both formats are understood: one-line (`deb [options] uri suite component…`) and deb822
(`.sources`).
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

ETC_APT = Path("/etc/apt")
ONE_LINE = re.compile(
    r"^deb\s+(?:\[(?P<options>[^]]*)\]\s+)?(?P<uri>\S+)\s+(?P<suite>\S+)\s+(?P<components>.+)$"
)


@dataclass(frozen=True, slots=True)
class Source:
    """One entry of the machine's package sources."""

    uris: tuple[str, ...]
    suites: tuple[str, ...]
    components: tuple[str, ...]
    signed_by: str = ""

    def is_debian(self) -> bool:
        """Tell Debian's own archive (or a mirror of it) from third-party sources and security
        updates.
        """
        return any(re.search(r"/debian/?$", uri) for uri in self.uris)

    def with_suite(self, suite: str) -> "Source":
        """Return the same mirror, looking at another suite."""
        return Source(self.uris, (suite,), ("main",), self.signed_by)

    def as_deb822(self) -> str:
        """Return the stanza apt reads."""
        lines = [
            "Types: deb",
            f"URIs: {' '.join(self.uris)}",
            f"Suites: {' '.join(self.suites)}",
            f"Components: {' '.join(self.components)}",
        ]
        return (
            "\n".join(lines + ([f"Signed-By: {self.signed_by}"] if self.signed_by else [])) + "\n"
        )


def machine_sources(etc: Path = ETC_APT) -> list[Source]:
    """Return every enabled binary source of this machine."""
    one_line = [etc / "sources.list", *sorted(etc.glob("sources.list.d/*.list"))]
    found = [
        source
        for path in one_line
        if path.is_file()
        for source in parse_one_line(path.read_text().splitlines())
    ]
    for path in sorted(etc.glob("sources.list.d/*.sources")):
        found += parse_deb822(path.read_text())
    return found


def parse_one_line(lines: Iterable[str]) -> Iterator[Source]:
    """Parse a `.list` file.

    >>> next(parse_one_line(["deb [signed-by=/k.gpg] http://mirror/debian trixie main"])).signed_by
    '/k.gpg'
    """
    for line in lines:
        match = ONE_LINE.match(line.split("#")[0].strip())
        if match:
            options = dict(
                part.split("=", 1) for part in (match["options"] or "").split() if "=" in part
            )
            yield Source(
                (match["uri"],),
                (match["suite"],),
                tuple(match["components"].split()),
                options.get("signed-by", ""),
            )


def parse_deb822(text: str) -> Iterator[Source]:
    """Parse a `.sources` file: stanzas of `Field: value`, continued lines (an inline key) indented.

    >>> next(parse_deb822("Types: deb\\nURIs: http://mirror/debian\\nSuites: sid")).suites
    ('sid',)
    """
    for stanza in re.split(r"\n\s*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in stanza.splitlines():
            if line.startswith("#") or not line.strip():
                continue
            if line[0] in " \t":
                fields[name] = f"{fields.get(name, '')}\n{line}"
            else:
                name, _colon, value = line.partition(":")
                name = name.strip().lower()
                fields[name] = value.strip()
        if (
            "deb" in fields.get("types", "").split()
            and fields.get("enabled", "yes").lower() != "no"
        ):
            yield Source(
                tuple(fields.get("uris", "").split()),
                tuple(fields.get("suites", "").split()),
                tuple(fields.get("components", "").split()),
                fields.get("signed-by", ""),
            )
