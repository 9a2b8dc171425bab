"""Conditions for FilterString, built so that no value can become part of the language.

Keys are checked, texts are quoted, numbers stay bare: K/3 Cloud counts wrongly, without an error,
when a number is compared in quotes.
"""

import re
from collections.abc import Iterable
from decimal import Decimal

# A key per level: FStockLocId.FF100004.FNumber.
KEY = re.compile(r"[A-Za-z0-9_]+(\.[A-Za-z0-9_]+)*", re.ASCII)
AMONG_MAX = 200
Value = str | int | Decimal


def check_key(key: str) -> str:
    """Return the key when it looks like one.

    :raise ValueError: when it does not
    """
    if not KEY.fullmatch(key):
        raise ValueError(f"not a field key: {key[:50]!r}")
    return key


def literal(value: Value) -> str:
    """Write a value in the language of filters.

    >>> literal("O'Neil"), literal(7), literal(Decimal("1E+2"))
    ("'O''Neil'", '7', '100')
    """
    if isinstance(value, str):
        if "\x00" in value:
            raise ValueError("a text with a NUL sign, which ends texts in some databases")
        return "'" + value.replace("'", "''") + "'"
    if isinstance(value, bool) or not isinstance(value, int | Decimal):
        raise TypeError(f"no value for a filter: {type(value).__name__}")
    if isinstance(value, Decimal):
        if not value.is_finite():
            raise ValueError("a number without an end")
        return format(value, "f")
    return str(value)


def equal(key: str, value: Value) -> str:
    """Match one value.

    >>> equal("FNumber", "M0001")
    "FNumber='M0001'"
    """
    return f"{check_key(key)}={literal(value)}"


def after(key: str, value: Value) -> str:
    """Match what comes behind a value in the order of the key."""
    return f"{check_key(key)}>{literal(value)}"


def among(key: str, values: Iterable[Value]) -> str:
    """Match any of 1 to 200 values: the ERP has no way to say "none of them".

    >>> among("FMaterialId.FNumber", ["M1", "M2"])
    "FMaterialId.FNumber in ('M1','M2')"
    """
    values = list(values)
    if not 0 < len(values) <= AMONG_MAX:
        raise ValueError(f"{len(values)} values in one filter, from 1 to {AMONG_MAX} are possible")
    return f"{check_key(key)} in ({','.join(literal(value) for value in values)})"


def since(key: str, text: str) -> str:
    """Match a moment and what is later; `text` is the server's own spelling of a time.

    >>> since("FModifyDate", "2025-01-09T12:00:45.053")
    "FModifyDate>='2025-01-09T12:00:45.053'"
    """
    return f"{check_key(key)}>={literal(text)}"


def between(key: str, start: Value, end: Value) -> str:
    """Match from `start` until just before `end`, so that windows neither overlap nor leave gaps.

    >>> between("FDate", "2025-01-01", "2025-02-01")
    "FDate>='2025-01-01' and FDate<'2025-02-01'"
    """
    check_key(key)
    return f"{key}>={literal(start)} and {key}<{literal(end)}"


def both(*conditions: str) -> str:
    """Match what fulfils every condition; empty ones ask for nothing.

    >>> both("", "FID>7", "FNumber='x' or FNumber='y'")
    "(FID>7) and (FNumber='x' or FNumber='y')"
    """
    asked = [condition for condition in conditions if condition]
    return asked[0] if len(asked) == 1 else " and ".join(f"({condition})" for condition in asked)
