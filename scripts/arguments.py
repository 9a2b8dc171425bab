"""Read `NAME=value` words, the way the Makefile passes them on, from the command line or the
environment.
"""

import os
import re
import sys

from scripts.problem import Problem


def value(name: str, default: str = "") -> str:
    """Return the value of NAME=… on the command line, else in the environment, else the default."""
    for word in sys.argv[1:]:
        key, separator, text = word.partition("=")
        if separator and key == name and text:
            return text
    return os.environ.get(name, "") or default


def required(name: str, example: str) -> str:
    """Return the value or say how to give it."""
    found = value(name)
    if not found:
        raise Problem(f"{name}= is missing", f"for example: make {example}")
    return found


def database(default: str = "", example: str = "db DB=mine") -> str:
    """Return the database's name, refusing what would need quoting in places we do not control."""
    name = value("DB", default) or required("DB", example)
    if not re.fullmatch(r"[A-Za-z0-9][A-Za-z0-9_.-]{0,50}", name):
        raise Problem(
            f"{name!r} is no usable name for a database",
            "use letters, digits, '_', '-' and '.', up to 50.",
        )
    return name


def port(default: int = 8069, name: str = "PORT") -> int:
    """Return PORT= (or another) as a number."""
    text = value(name, str(default))
    if not text.isdigit() or not 0 < int(text) < 65536:
        raise Problem(f"{name}={text} is no port", "give a number between 1024 and 65535.")
    return int(text)
