"""Values of an ERP made ours: blanks empty, masked ones marked, numbers exact.

K/3 Cloud writes " " for nothing, "***" for what the user may not see, "1" or true for yes, and 0
for a reference to nothing.
"""

import re
from datetime import date
from decimal import Decimal, InvalidOperation
from enum import Enum
from typing import Any


class Masked(Enum):
    """What stands where the ERP hides a value from its user; it must never overwrite data."""

    MASKED = "***"

    def __repr__(self) -> str:
        return "MASKED"

    def __bool__(self) -> bool:
        return False


MASKED = Masked.MASKED
Text = str | Masked
Number = Decimal | Masked
Flag = bool | Masked

# Databases refuse NUL, and half of a pair of UTF-16.
UNSTORABLE = re.compile("[\x00\ud800-\udfff]")
# Far beyond any quantity; what lies outside would fill the memory when written out.
DIGITS_MAX = 60
YES = ("1", "true", "yes", "y", "是")
NO = ("0", "false", "no", "n", "否", "")


class BadValueError(ValueError):
    """A value is not of the kind its field should have; `name` is our name of the field."""

    def __init__(self, name: str, value: Any, kind: str):
        super().__init__(f"{name}: {str(value)[:50]!r} is no {kind}")
        self.name = name


def read_text(value: Any, name: str = "") -> Text:
    """Return a text without blanks around it.

    >>> read_text(" "), read_text(None), read_text(" M1 "), read_text("***"), read_text(7)
    ('', '', 'M1', MASKED, '7')
    """
    if value is None:
        return ""
    if isinstance(value, dict | list | bool):
        raise BadValueError(name, value, "text")
    text = UNSTORABLE.sub("", str(value)).strip()
    return MASKED if _is_masked(text) else text


def read_number(value: Any, name: str = "") -> Number:
    """Return an exact number, nothing as 0.

    >>> read_number("12.0000000000"), read_number(0.1), read_number(None), read_number(" ")
    (Decimal('12.0000000000'), Decimal('0.1'), Decimal('0'), Decimal('0'))
    """
    if isinstance(value, bool | dict | list):
        raise BadValueError(name, value, "number")
    text = "" if value is None else str(value).strip()
    if _is_masked(text):
        return MASKED
    try:
        number = Decimal(text or "0")
    except InvalidOperation:
        raise BadValueError(name, value, "number") from None
    if not number.is_finite() or len(text) > DIGITS_MAX or not _is_sane(number):
        raise BadValueError(name, value, "number")
    return number


def read_flag(value: Any, name: str = "") -> Flag:
    """Return yes or no.

    >>> read_flag(True), read_flag("1"), read_flag("0"), read_flag(" "), read_flag("***")
    (True, True, False, False, MASKED)
    """
    if isinstance(value, bool):
        return value
    text = "" if value is None else str(value).strip().lower()
    if _is_masked(text):
        return MASKED
    if text in YES:
        return True
    if text in NO:
        return False
    raise BadValueError(name, value, "yes or no")


def read_reference(value: Any, name: str = "") -> Text:
    """Return the id or number of something else; 0 refers to nothing.

    >>> read_reference(0), read_reference("0"), read_reference(100031), read_reference("C1")
    ('', '', '100031', 'C1')
    """
    if isinstance(value, Decimal) and value.is_finite() and value == value.to_integral_value():
        value = int(value) if _is_sane(value) else value
    text = read_text(value, name)
    return "" if text == "0" else text


def read_moment(value: Any, name: str = "") -> Text:
    """Return a date or time as the server's own text: only that can be sent back to it.

    >>> read_moment("2025-01-09T12:00:45.053"), read_moment(None)
    ('2025-01-09T12:00:45.053', '')
    """
    text = read_text(value, name)
    if text and text is not MASKED:
        try:
            date.fromisoformat(text[:10])
        except ValueError:
            raise BadValueError(name, value, "date") from None
    return text


def _is_masked(text: str) -> bool:
    return len(text) >= 3 and not text.strip("*")


def _is_sane(number: Decimal) -> bool:
    return -DIGITS_MAX <= number.adjusted() <= DIGITS_MAX
