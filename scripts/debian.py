"""Fetch Debian packages without installing them: private lists, private cache, unpacked into our
folders; no root, no change to the machine.
"""

import os
import re
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from scripts import apt_sources, processes
from scripts.paths import CACHE, LOCAL
from scripts.problem import Problem
from scripts.steps import remove_leftovers, remove_tree

OWN = "own"  # the machine's own suites
NEWER = "sid"  # where Odoo 19 is
OTHER_WAYS = (
    "set ODOO_HOME to a git checkout of Odoo's branch 19.0 or to an unpacked nightly build of it, "
    "or install Odoo 19.0 so that your Python can import it; then run the same command again."
)
URI_LINE = re.compile(r"^'(?P<uri>[^']+)' (?P<file>\S+_\S+_\S+\.deb) (?P<size>\d+)")


@dataclass(frozen=True, slots=True)
class Package:
    """A package file that apt would download."""

    file: str
    size: int

    @property
    def spec(self) -> str:
        """Return `name:architecture=version`, as `apt-get download` wants it."""
        name, version, architecture = self.file.removesuffix(".deb").split("_")
        suffix = "" if architecture == "all" else f":{architecture}"
        return f"{name}{suffix}={version.replace('%3a', ':').replace('%3A', ':')}"


class Apt:
    """A private apt that sees one set of suites."""

    def __init__(self, suite: str, status: Path = Path("/var/lib/dpkg/status")):
        self.suite = suite
        self.status = status  # what counts as installed
        self.home = LOCAL / "apt" / suite

    def update(self) -> None:
        """Write the private configuration and fetch the package lists."""
        ensure_present()
        sources = self._sources()
        for name in ("lists/partial", "cache/archives/partial", "parts", "none"):
            (self.home / name).mkdir(parents=True, exist_ok=True)
        (self.home / "parts" / "this.sources").write_text(
            "\n".join(source.as_deb822() for source in sources)
        )
        (self.home / "apt.conf").write_text(self._configuration())
        self._run(
            ["apt-get", "update", "--error-on=any"],
            what=f"fetching the package lists of Debian {self.suite}",
            remedy="check that `apt-get update` works on this machine.",
        )

    def closure(self, names: Sequence[str]) -> list[Package]:
        """Return the packages that installing these would download: what this machine lacks."""
        argv = ["apt-get", "install", "--print-uris", "--yes", "--no-install-recommends", *names]
        return self._packages(argv)

    def named(self, names: Sequence[str]) -> list[Package]:
        """Return exactly these packages, dependencies left out."""
        return self._packages(["apt-get", "download", "--print-uris", *names])

    def fetch(self, packages: Sequence[Package]) -> list[Path]:
        """Download into the shared cache (each file appears there complete or not at all); return
        the paths.
        """
        archive = CACHE / "debian"
        archive.mkdir(parents=True, exist_ok=True)
        missing = [
            package for package in packages if not _is_cached(archive / package.file, package.size)
        ]
        if missing:
            remove_leftovers(archive)
            partial = archive.with_name(f"debian.partial-{os.getpid()}")
            partial.mkdir()
            self._run(
                ["apt-get", "download", *(package.spec for package in missing)],
                what="downloading Debian packages",
                cwd=partial,
            )
            for path in partial.glob("*.deb"):
                path.rename(archive / path.name)
            remove_tree(partial)
        return [archive / package.file for package in packages]

    def _packages(self, argv: Sequence[str]) -> list[Package]:
        output = processes.read(argv, env=self._env(), check=True)
        matches = (URI_LINE.match(line) for line in output.splitlines())
        return [Package(match["file"], int(match["size"])) for match in matches if match]

    def _run(self, argv: Sequence[str], **options) -> None:
        processes.run(argv, log="debian", env=self._env(), **options)

    def _env(self) -> dict[str, str]:
        return {
            "APT_CONFIG": str(self.home / "apt.conf"),
            "LC_ALL": "C",
            "DEBIAN_FRONTEND": "noninteractive",
        }

    def _sources(self) -> list[apt_sources.Source]:
        sources = [source for source in apt_sources.machine_sources() if source.is_debian()]
        if not sources:
            raise Problem(
                "this machine's apt has no Debian archive among its sources (is it another "
                "distribution?)",
                OTHER_WAYS,
            )
        return [sources[0].with_suite(self.suite)] if self.suite != OWN else sources

    def _configuration(self) -> str:
        """Keep how the machine reaches its mirror (proxies …), leave out hooks that touch the
        system.
        """
        machine = [
            line
            for line in processes.read(["apt-config", "dump"]).splitlines()
            if re.match(r"(Acquire::(?!IndexTargets)|APT::Architecture)", line)
        ]
        ours = {
            "Dir::State": f"{self.home}/",
            "Dir::State::lists": f"{self.home}/lists",
            "Dir::State::status": str(self.status),
            "Dir::Cache": f"{self.home}/cache",
            "Dir::Etc::main": "/dev/null",
            "Dir::Etc::parts": f"{self.home}/none",
            "Dir::Etc::sourcelist": "/dev/null",
            "Dir::Etc::sourceparts": f"{self.home}/parts",
            "APT::Sandbox::User": "root",  # the _apt user cannot reach a private folder
            "Acquire::Languages": "none",
            "Acquire::Retries": "3",
            **{
                f"Acquire::IndexTargets::deb::{name}::DefaultEnabled": "false"
                for name in ("DEP-11", "Contents-deb")
            },
        }
        return "\n".join([*machine, *(f'{key} "{value}";' for key, value in ours.items())]) + "\n"


def ensure_present() -> None:
    """Refuse plainly on a machine without apt."""
    for program in ("apt-get", "dpkg"):
        if not shutil.which(program):
            raise Problem(
                f"{program} is not on this machine (PATH), so Debian's packages cannot be fetched",
                OTHER_WAYS,
            )


def unpack(packages: Sequence[Path], into: Path) -> None:
    """Unpack package files into a folder of ours.

    Not by `dpkg -x`: the `tar` it starts would go on writing after a `kill -9` of us.
    """
    for package in packages:
        processes.run(
            ["tar", "-x", "-p", "-C", into],
            fed_by=["dpkg-deb", "--fsys-tarfile", package],
            log="debian",
            what=f"unpacking {package.name}",
        )


def _is_cached(path: Path, size: int) -> bool:
    return path.is_file() and path.stat().st_size == size
