"""make audit: known vulnerabilities of the pinned packages; a table.

Exit code 1 when a package has one that scripts/audit_allowlist.txt does not justify, 2 when no
source of vulnerabilities could be reached: then nothing is known, which is no good news.
"""

import json
import re
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from scripts import audit_tools, pins, quality
from scripts.paths import ROOT
from scripts.problem import Problem, command, say

ALLOWED = ROOT / "scripts" / "audit_allowlist.txt"
# `werkzeug 3.0.6 CVE-2025-66221: why it does not hurt us`
ENTRY = re.compile(r"^(?P<name>\S+) (?P<version>\S+) (?P<id>[A-Z]+-\S+): +(?P<reason>\S.{15,})$")
SECTION = quality.Section(
    name="dependencies", title="Dependencies: pins and known vulnerabilities", command="make audit"
)
NOT_REACHED = "no source reached"


@dataclass(slots=True)
class Findings:
    """What the source says of all packages."""

    audited: set[str] = field(default_factory=set)
    unknown: dict[str, str] = field(default_factory=dict)  # {package: why it was not looked up}
    vulnerabilities: dict[tuple[str, str, str], set[str]] = field(default_factory=dict)

    def add(self, report: Mapping) -> None:
        """Take in what pip-audit says of one file."""
        for package in report["dependencies"]:
            name = pins.canonical(package["name"])
            if "skip_reason" in package:
                self.unknown[name] = package["skip_reason"]
                continue
            self.audited.add(name)
            for found in package["vulns"]:
                key = (name, package["version"], found["id"])
                self.vulnerabilities[key] = {found["id"], *found["aliases"]}

    def judge(self, allowed: Mapping[tuple[str, str, str], str]) -> tuple[list, list]:
        """Return (vulnerabilities that nothing justifies, entries that justify nothing)."""
        used, open_ = set(), []
        for (name, version, first), ids in self.vulnerabilities.items():
            entries = {(name, version, one) for one in ids} & allowed.keys()
            used |= entries
            if not entries:
                open_.append(f"{name} {version} {first}")
        return sorted(open_), sorted(" ".join(entry) for entry in allowed.keys() - used)


def read_allowed(path: Path = ALLOWED) -> dict[tuple[str, str, str], str]:
    """Return {(package, version, vulnerability): reason}."""
    allowed = {}
    for number, line in enumerate(path.read_text().splitlines(), 1):
        if not line.strip() or line.startswith("#"):
            continue
        found = ENTRY.match(line)
        if not found:
            raise Problem(
                f"{path.name}:{number} is no entry with a reason",
                "write `package version ID: why it does not hurt us`.",
            )
        allowed[pins.canonical(found["name"]), found["version"], found["id"]] = found["reason"]
    return allowed


def ask() -> Findings:
    """Look every pinned package up."""
    findings = Findings()
    for name in pins.FILES:
        say(f"looking up {name} …")
        words = ["--requirement", name, "--no-deps", "--disable-pip", "--progress-spinner=off"]
        findings.add(json.loads(audit_tools.run_pip_audit([*words, "--format=json"])))
    return findings


def rows(findings: Findings, allowed: Mapping) -> tuple[list[Sequence], int]:
    """Return the rows of the table, and the exit code."""
    lines = [
        line for name in pins.FILES for line in pins.read((ROOT / name).read_text()) if line.pin
    ]
    bare = list(pins.without_hashes())
    count = len({line.pin for line in lines})
    table = [
        ("pinned packages, indirect ones included", count, "", ""),
        ("of them without hashes", len(bare), 0, _verdict(not bare)),
        ("hashes (every file of each release)", sum(len(line.hashes) for line in lines), "", ""),
    ]
    if not findings.audited:
        table.append(("packages looked up for vulnerabilities", 0, count, NOT_REACHED))
        table.append(("known vulnerabilities without a reason", "not known", 0, NOT_REACHED))
        table.append(("allowed with a reason (not confirmed here)", len(allowed), "", ""))
        return table, 2
    open_, stale = findings.judge(allowed)
    unknown = findings.unknown.keys() - findings.audited
    table += [
        ("packages looked up", len(findings.audited), "", ""),
        ("packages unknown to the source", len(unknown), 0, _verdict(not unknown)),
        ("known vulnerabilities", len(findings.vulnerabilities), "", ""),
        ("of them without a reason", len(open_), 0, _verdict(not open_)),
        ("reasons for nothing", len(stale), 0, _verdict(not stale)),
    ]
    for line in (
        *open_,
        *(f"unknown: {name}" for name in unknown),
        *map("stale: {}".format, stale),
    ):
        say(line)
    return table, 1 if open_ or stale or unknown or bare else 0


def _verdict(is_good: bool) -> str:
    return "ok" if is_good else "FAILED"


@command
def main() -> int:
    """Look up, print, judge."""
    allowed = read_allowed()
    audit_tools.prepare()
    findings = ask()
    table, code = rows(findings, allowed)
    note = ""
    if code == 2:
        note = (
            "No source of vulnerabilities could be reached from this machine: nothing was looked"
            " up. Run `make audit` where the package index answers such questions."
        )
    quality.show(SECTION, ("figure", "seen", "goal", "verdict"), table, note)
    return code


if __name__ == "__main__":
    sys.exit(main())
