"""OrderString, and the restless order of queries that have none."""

import itertools
import re

from ..refusal import Refusal
from .columns import Columns

PART = re.compile(r"^\s*([A-Za-z_][\w.]*)(?:\s+(asc|desc))?\s*$", re.IGNORECASE)
_calls = itertools.count(1)


def order_clause(source: object, columns: Columns) -> str:
    """Return ORDER BY; a bad OrderString is refused with MsgCode 4."""
    text = str(source or "").strip()
    if not text:
        return _any_order(columns)
    parts = []
    for piece in text.split(","):
        match = PART.match(piece)
        if match is None:
            raise Refusal(4, f"当前查询串无法解析--{text[:200]}")
        parts.append(f"{columns.resolve(match[1]).sql} {(match[2] or 'asc').upper()}")
    return "ORDER BY " + ", ".join(parts)


def _any_order(columns: Columns) -> str:
    if not columns.switches["shuffle_unordered"]:
        return ""
    key = f"h.{columns.form.key.lower()}"
    number = f"unicode(substr({key}, {next(_calls) % 30 + 1}, 1))"
    if columns.form.key_kind == "int":
        number = f"({key} * {2 * next(_calls) + 7919}) % 104729"
    tail = f", e_{columns.entries[0].key.lower()}.fseq" if columns.entries else ""
    return f"ORDER BY {number}{tail}"
