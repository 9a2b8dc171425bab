"""make pins: write beside every pinned package the hashes of all files of that release.

Whoever changes a version in a requirements file, or adds a package, runs it afterwards. All files
of a release count, so one list serves every Python and every processor that it was made for.
"""

import re
import sys
import tempfile
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import audit_tools, processes
from scripts.paths import ROOT
from scripts.problem import Problem, command, say
from scripts.python_env import REQUIREMENTS, VERSIONS

FILES = (*REQUIREMENTS, audit_tools.REQUIREMENTS)
OLDEST = min(VERSIONS, key=lambda version: int(version.partition(".")[2]))
HASH = re.compile(r"--hash=(sha256:[0-9a-f]{64})")
PIN = re.compile(r"^(?P<name>[A-Za-z0-9][\w.-]*)==(?P<version>[^\s;\\]+)\s*(?P<marker>;[^\\]*)?")


@dataclass(frozen=True, slots=True)
class Line:
    """A line of a requirements file: a pin with its hashes, or a text (comments, blanks)."""

    text: str
    hashes: tuple[str, ...] = ()

    @property
    def pin(self) -> str:
        """Return `name==version` as indexes spell it, '' when the line is no pin."""
        found = PIN.match(self.text)
        return f"{canonical(found['name'])}=={found['version']}" if found else ""

    def render(self) -> str:
        """Return it as it stands in the file."""
        return " \\\n    ".join([self.text, *(f"--hash={value}" for value in self.hashes)])


def canonical(name: str) -> str:
    """Return a package's name as indexes spell it.

    >>> canonical("kingdee.cdp.webapi.sdk"), canonical("et_xmlfile")
    ('kingdee-cdp-webapi-sdk', 'et-xmlfile')
    """
    return re.sub(r"[-_.]+", "-", name).lower()


def read(text: str) -> list[Line]:
    r"""Return the lines of a requirements file, the hashes of a pin with it.

    >>> read("# why\na==1 ; x \\\n    --hash=sha256:" + "0" * 64)[1].text
    'a==1 ; x'
    """
    whole = re.sub(r"[ \t]*\\\n[ \t]*", " ", text)
    return [
        Line(HASH.sub("", line).rstrip(), tuple(HASH.findall(line))) for line in whole.splitlines()
    ]


def without_hashes(names: Sequence[str] = FILES) -> Iterator[str]:
    """Yield a sentence for each package whose files are not known by their hashes."""
    for name in names:
        for line in read((ROOT / name).read_text()):
            if line.text and not line.text.startswith("#") and not (line.pin and line.hashes):
                yield f"{name}: {line.text}: pin one version, then run `make pins`"


def renew(name: str) -> list[str]:
    """Write the hashes of one file anew; return what its index says of the releases."""
    path = ROOT / name
    lines = read(path.read_text())
    known, said = _ask([line.text for line in lines if line.pin])
    renewed = [Line(line.text, known[line.pin]) if line.pin else line for line in lines]
    path.write_text("".join(f"{line.render()}\n" for line in renewed))
    return said


def _ask(pins: Sequence[str]) -> tuple[Mapping[str, tuple[str, ...]], list[str]]:
    """Return {pin: hashes}, and warnings, of the index that this machine's pip uses."""
    with tempfile.TemporaryDirectory() as folder:
        wanted, found = Path(folder) / "wanted.txt", Path(folder) / "found.txt"
        wanted.write_text("\n".join(pins))
        words = [
            *("pip", "compile", "--no-deps", "--generate-hashes", "--universal", "--no-header"),
            *("--no-annotate", "--python-version", OLDEST, "--output-file", found, wanted),
        ]
        said = audit_tools.run_uv(words)
        lines = [line for line in read(found.read_text()) if line.pin]
    known = {line.pin: line.hashes for line in lines}
    lost = [pin for pin in pins if Line(pin).pin not in known]
    if lost:
        raise Problem(f"the index gives no hashes of {', '.join(lost)}", "is there such a version?")
    return known, [line for line in said.splitlines() if line.startswith("warning")]


@command
def main() -> int:
    """Renew the hashes of all requirements files."""
    audit_tools.prepare(is_any_enough=True)
    for name in FILES:
        for line in renew(name):
            say(f"{name}: {line}")
        count = sum(len(line.hashes) for line in read((ROOT / name).read_text()))
        say(f"{name}: {count} hashes")
    changed = processes.read(["git", "-C", ROOT, "status", "--short", *FILES])
    say(changed or "Nothing has changed.")
    return 0


if __name__ == "__main__":
    sys.exit(main())
