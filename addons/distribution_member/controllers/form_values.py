"""What a visitor sends, made fit to look at: known fields only, bounded, without control signs."""

import functools
import unicodedata
from datetime import date

from werkzeug.datastructures import FileStorage

# Longest text of each field that a visitor may fill in; every other field is ignored.
TEXT_LIMITS = {
    "applicant_name": 100,
    "credit_code": 40,
    "id_number": 40,
    "bank_account": 60,
    "contact_name": 60,
    "phone": 40,
    "email": 120,
    "city": 60,
    "street": 200,
    "note": 1000,
}
NUMBERS = ("level_id", "region_id", "state_id")
LARGEST_ID = 2**31 - 1


def clean_text(text: str) -> str:
    """Return the text without control, format (RTL override) and unpaired signs.

    >>> clean_text(" a\\x00b\\u202ec\\r\\nd ")
    'abc\\nd'
    """
    kept = (sign for sign in text if sign == "\n" or unicodedata.category(sign)[0] != "C")
    return "".join(kept).strip()


def read_number(text: str) -> int:
    """Return an id, or 0 for anything else.

    >>> read_number("12"), read_number("-1"), read_number("1e3"), read_number("9" * 99)
    (12, 0, 0, 0)
    """
    is_number = text.isascii() and text.isdigit() and len(text) <= 10
    return int(text) if is_number and int(text) <= LARGEST_ID else 0


def read_page(page) -> int:
    """Return the number of a page, the first for anything else; Odoo's pager takes digits only.

    >>> read_page(3), read_page("2"), read_page("\u00b2"), read_page("x"), read_page("-1")
    (3, 2, 1, 1, 1)
    """
    return read_number(str(page)) or 1


def read_month(text) -> date | None:
    """Return the first day of a month, or None for anything else.

    >>> read_month("2026-02"), read_month("2026-13"), read_month("26-2"), read_month(None)
    (datetime.date(2026, 2, 1), None, None, None)
    """
    year, _dash, month = str(text).partition("-")
    if not (len(year) == 4 and len(month) == 2 and read_number(year) and read_number(month)):
        return None
    return date(int(year), int(month), 1) if int(month) <= 12 else None


def read_texts(params) -> dict:
    """Return the parameters with clean texts; a file is left out, as if nothing had been sent."""
    return {
        name: clean_text(value) if isinstance(value, str) else value
        for name, value in params.items()
        if not isinstance(value, FileStorage)
    }


def texts_only(handler):
    """Hand a handler clean texts and no files, whatever the visitor has sent."""

    @functools.wraps(handler)
    def guarded(self, *args, **kwargs):
        return handler(self, *args, **read_texts(kwargs))

    return guarded


def read_values(post) -> dict:
    """Return the known fields of a form: texts as long as one more than allowed, ids as numbers."""
    texts = {
        name: clean_text(str(post.get(name) or "")[: limit + 1])
        for name, limit in TEXT_LIMITS.items()
    }
    numbers = {name: read_number(str(post.get(name) or "")) for name in NUMBERS}
    return {**texts, **numbers, "subject_type": clean_text(str(post.get("subject_type") or ""))}


def too_long(values: dict) -> dict:
    """Return {field: limit} of the texts that are too long."""
    return {
        name: limit for name, limit in TEXT_LIMITS.items() if len(values.get(name) or "") > limit
    }
