"""Read `code quantity` lines as people type them, copy them, or keep them in a file."""

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from odoo.addons.distribution_member.tabular_files import (  # noqa: TID251 - pure as well
    Fault,
    UnreadableFileError,
    parse_number,
    read_rows,
)

MOST_LINES = 500
LONGEST_LINE = 200
# Between code and quantity: blanks, tabs, commas, or a sign of multiplication.
SEPARATORS = re.compile(r"\s*[,;\t|*×]\s*|\s+[xX]\s*(?=[\d.]+$)|\s+")
CODE_HEADINGS = {"code", "sku", "barcode", "product", "product code", "item", "default_code"}
CODE_HEADINGS |= {"编码", "产品编码", "商品编码", "货号", "条码", "产品", "商品", "型号"}
QUANTITY_HEADINGS = {"quantity", "qty", "number", "count"}
QUANTITY_HEADINGS |= {"数量", "订货数量", "订购数量", "件数"}


class LineFault(StrEnum):
    """Why a line cannot be read."""

    NO_QUANTITY = "no_quantity"
    BAD_QUANTITY = "bad_quantity"
    NO_CODE = "no_code"


@dataclass(frozen=True, slots=True, kw_only=True)
class QuickLine:
    """One line: as it came, and what was read from it."""

    number: int
    text: str
    code: str
    quantity: Decimal | None
    fault: LineFault | None = None


def read_text(text: str) -> list[QuickLine]:
    """Return the lines of a text, the empty ones left out.

    >>> [(line.code, str(line.quantity)) for line in read_text("FS1001 20\\nNZ2001，５\\nA-1×3")]
    [('FS1001', '20'), ('NZ2001', '5'), ('A-1', '3')]
    >>> [line.fault.value for line in read_text("FS1001\\nFS1001 many")]
    ['no_quantity', 'bad_quantity']

    :raise UnreadableFileError: when there are more than `MOST_LINES`
    """
    plain = unicodedata.normalize("NFKC", text)
    lines = [line.strip() for line in plain.splitlines()]
    kept = [(number, line) for number, line in enumerate(lines, 1) if line]
    _ensure_few(kept)
    return [_read_line(number, line[:LONGEST_LINE]) for number, line in kept]


def read_file(content: bytes) -> list[QuickLine]:
    """Return the lines of a CSV or XLSX file; a row of headings is known by its words.

    :raise UnreadableFileError: when it is no table, or has more than `MOST_LINES`
    """
    rows = list(read_rows(content, most_lines=MOST_LINES))
    headings = list(rows[0].cells) if rows else _read_headings(content)
    code, quantity = _find_columns(headings)
    lines = []
    if not _is_heading(headings, code, quantity):
        lines.append(_read_cells(1, headings[code], headings[quantity]))
    for row in rows:
        cells = list(row.cells.values())
        lines.append(_read_cells(row.number, cells[code], cells[quantity]))
    return lines


def _read_headings(content: bytes) -> list[str]:
    """Return the only line of a file that has no more than one."""
    lines = read_text(content.decode("utf-8-sig", errors="replace"))
    return [lines[0].code, str(lines[0].quantity or "")] if lines else ["", ""]


def _find_columns(headings: list[str]) -> tuple[int, int]:
    """Return the places of code and quantity: by their headings, else the first two."""
    words = [heading.strip().lower() for heading in headings]
    if len(words) < 2:
        raise UnreadableFileError(Fault.NO_HEADINGS)
    code = next((place for place, word in enumerate(words) if word in CODE_HEADINGS), 0)
    others = (place for place, word in enumerate(words) if word in QUANTITY_HEADINGS)
    return code, next(others, 1 if code == 0 else 0)


def _is_heading(headings: list[str], code: int, quantity: int) -> bool:
    """Return whether the first line names its columns rather than a product and a quantity."""
    words = {headings[code].strip().lower(), headings[quantity].strip().lower()}
    if words & (CODE_HEADINGS | QUANTITY_HEADINGS):
        return True
    try:
        parse_number(headings[quantity])
    except ValueError:
        return True
    return False


def _read_line(number: int, line: str) -> QuickLine:
    parts = [part for part in SEPARATORS.split(line) if part]
    if len(parts) < 2:
        return QuickLine(
            number=number,
            text=line,
            code=parts[0] if parts else "",
            quantity=None,
            fault=LineFault.NO_QUANTITY if parts else LineFault.NO_CODE,
        )
    return _read_cells(number, " ".join(parts[:-1]), parts[-1], text=line)


def _read_cells(number: int, code: str, quantity: str, text: str | None = None) -> QuickLine:
    code, fault, amount = code.strip()[:LONGEST_LINE], None, None
    if not code:
        fault = LineFault.NO_CODE
    elif not quantity.strip():
        fault = LineFault.NO_QUANTITY
    else:
        try:
            amount = parse_number(quantity)
        except ValueError:
            fault = LineFault.BAD_QUANTITY
    shown = text if text is not None else f"{code} {quantity}".strip()[:LONGEST_LINE]
    return QuickLine(number=number, text=shown, code=code, quantity=amount, fault=fault)


def _ensure_few(lines: Iterable) -> None:
    if len(list(lines)) > MOST_LINES:
        raise UnreadableFileError(Fault.TOO_MANY_LINES, detail=str(MOST_LINES))
