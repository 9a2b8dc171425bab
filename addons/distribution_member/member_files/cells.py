"""Clean the text of the cells, and say what is wrong with one line taken by itself."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from ..tabular_files import parse_day
from .columns import COLUMNS
from .numbers import is_credit_code, is_email, is_id_number, is_phone

# Blanks that nobody sees, and marks that only tell a program where a text begins.
INVISIBLE = dict.fromkeys(map(ord, "\u200b\u200c\u200d\u2060\ufeff\u00ad"))
# A spreadsheet runs text that begins with these as a formula.
FORMULA_SIGNS = ("=", "+", "-", "@")
# 6.22202E+18: what a spreadsheet makes of a long number, its end lost.
SHORTENED = re.compile(r"\d(\.\d+)?[eE]\+?\d+")
MASK = "****"
EARLIEST = date(1950, 1, 1)
LATEST = date(2200, 1, 1)
ACCOUNT = re.compile(r"[0-9A-Z]{6,34}")
DATES = ("date_start", "date_end", "consent_date")
SUBJECT_TYPES = {
    "company": "company|公司|企业|有限公司",
    "sole_trader": "sole trader|sole_trader|个体工商户|个体户|个体",
    "person": "natural person|person|自然人|个人",
}
STATES = {
    "applicant": "applicant|申请中",
    "active": "active|有效|启用|正常",
    "suspended": "suspended|已暂停|暂停",
    "terminated": "terminated|已终止|终止",
}
TABLES = {"subject_type": SUBJECT_TYPES, "member_state": STATES}
WORDS = {
    field: {word: key for key, words in table.items() for word in words.split("|")}
    for field, table in TABLES.items()
}


@dataclass(frozen=True, slots=True)
class Finding:
    """What is wrong: a reason code, the field, and the text at fault."""

    reason: str
    field: str = ""
    culprit: str = ""


def clean_cell(text: str, *, is_name: bool = False) -> str:
    """Return the text as it is kept: no invisible signs, one blank for many, half-width codes.

    >>> clean_cell("　ＣＱ００１ "), clean_cell(" 重庆（某某）  公司\\n", is_name=True)
    ('CQ001', '重庆（某某） 公司')
    """
    plain = unicodedata.normalize("NFC" if is_name else "NFKC", text.translate(INVISIBLE))
    visible = (sign if sign.isprintable() else " " for sign in plain)
    return " ".join("".join(visible).split())


def judge_cells(texts: Mapping[str, str]) -> tuple[dict[str, object], Finding | None]:
    """Return the values of a line by field, and the first thing that is wrong with it.

    Only what the line itself can tell is judged here; empty cells have no value.
    """
    values: dict[str, object] = {}
    for column in COLUMNS:
        text = texts.get(column.field, "")
        if not text:
            if column.is_required:
                return values, Finding("empty", column.field)
            continue
        value, finding = _judge_cell(column, text)
        if finding:
            return values, finding
        values[column.field] = value
    return values, _judge_line(values)


def _judge_cell(column, text: str) -> tuple[object, Finding | None]:
    field = column.field
    if len(text) > column.longest:
        return None, Finding("too_long", field, str(column.longest))
    if field in ("credit_code", "bank_account", "id_number", "code") and SHORTENED.fullmatch(text):
        return None, Finding("shortened", field, text)
    if (column.is_name or field == "code") and text.startswith(FORMULA_SIGNS):
        return None, Finding("formula", field, text)
    if field in DATES:
        return _judge_date(field, text)
    if field in WORDS:
        value = WORDS[field].get(text.casefold())
        return value, None if value else Finding(f"bad_{field}", field, text)
    return _judge_number(field, text)


def _judge_date(field: str, text: str) -> tuple[date | None, Finding | None]:
    try:
        day = parse_day(text)
    except ValueError:
        return None, Finding("bad_date", field, text)
    return day, None if EARLIEST <= day < LATEST else Finding("bad_date", field, text)


def _judge_number(field: str, text: str) -> tuple[str, Finding | None]:
    """Judge the cells that have a shape: codes, numbers and addresses of all kinds."""
    if field in ("bank_account", "id_number") and text.startswith(MASK):
        return text, None  # the mask that an export shows; it must be the member's own
    judges = {
        "credit_code": is_credit_code,
        "id_number": is_id_number,
        "bank_account": lambda number: bool(ACCOUNT.fullmatch(number)),
        "phone": is_phone,
        "email": is_email,
    }
    if field not in judges:
        return text, None
    value = text if field in ("email", "phone") else re.sub(r"[\s-]", "", text).upper()
    # What is wrong with a sensitive number is said without repeating it.
    culprit = "" if field in ("bank_account", "id_number") else text
    return value, None if judges[field](value) else Finding(f"bad_{field}", field, culprit)


def _judge_line(values: Mapping[str, object]) -> Finding | None:
    """Judge what two cells say together."""
    subject_type = values.get("subject_type", "company")
    if values["code"] == values.get("upline"):
        return Finding("own_upline", "upline", str(values["code"]))
    start, end = values.get("date_start"), values.get("date_end")
    if start and end and end < start:
        return Finding("end_before_start", "date_end")
    if subject_type == "person" and values.get("credit_code"):
        return Finding("credit_code_of_person", "credit_code", str(values["credit_code"]))
    if subject_type == "company" and values.get("id_number"):
        return Finding("id_number_of_company", "id_number")
    return None
