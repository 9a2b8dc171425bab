"""What the parts of the rehearsal share: where it is, how files of production are made local."""

import re
from collections.abc import Mapping
from pathlib import Path

from scripts.paths import LOCAL
from scripts.problem import Problem

STACK = LOCAL / "stack"
DATABASE = "distribution"  # as the files of deploy/odoo name it
SOURCE = "stack_source"  # the demo company that is copied into the primary


def changed(path: Path, values: Mapping[str, str]) -> str:
    """Return the text of a configuration with other values for some of its settings.

    A setting that the file does not have is left out: replica.conf says only what differs.
    """
    text = path.read_text(encoding="utf-8")
    for name, value in values.items():
        pattern = re.compile(rf"^{name} = .*$", re.MULTILINE)
        text = pattern.sub(lambda _match, line=f"{name} = {value}": line, text)
    return text


def read_units(path: Path) -> dict[str, str]:
    """Return the variables that a systemd unit sets, those of this machine's folders left out.

    :raise Problem: when it sets none
    """
    found: dict[str, str] = {}
    for line in re.findall(r"^Environment=(.+)$", path.read_text(encoding="utf-8"), re.MULTILINE):
        found |= dict(word.split("=", 1) for word in line.split())
    if not found:
        raise Problem(f"{path.name} sets no Environment", "mend deploy/systemd.")
    return found
