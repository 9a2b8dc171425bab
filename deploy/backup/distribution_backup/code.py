"""The versions of our addons in the code, against those that a database was left by."""

import ast
from pathlib import Path

from .refusal import Refused


def versions(addons: tuple[Path, ...]) -> dict[str, str]:
    """Return the version of each addon in some folders."""
    found = {}
    for folder in addons:
        manifests = sorted(folder.glob("*/__manifest__.py"))
        if not manifests:
            raise Refused(f"there are no addons in {folder} ([odoo] addons)")
        for path in manifests:
            manifest = ast.literal_eval(path.read_text(encoding="utf-8"))
            found[path.parent.name] = manifest.get("version", "")
    return found


def differences(installed: dict[str, str], code: dict[str, str]) -> list[str]:
    """Return where the code is not what the database was left by.

    >>> differences({"a": "19.0.1.0.0", "sale": "1"}, {"a": "19.0.1.1.0"})
    ['a is 19.0.1.0.0 in the backup and 19.0.1.1.0 in the code']
    """
    return [
        f"{name} is {version} in the backup and {code[name]} in the code"
        for name, version in sorted(installed.items())
        if name in code and code[name] != version
    ]


def check(installed: dict[str, str], addons: tuple[Path, ...]) -> None:
    """Refuse to restore beside code of other versions: Odoo would run on the wrong tables."""
    found = versions(addons)
    said = differences(installed, found)
    said += [
        f"{name} is in the backup and not in the code"
        for name in sorted(installed)
        if name.startswith("distribution_") and name not in found
    ]
    if said:
        raise Refused(
            f"{'; '.join(said)}: check out the code of that day, restore, and upgrade afterwards"
        )
