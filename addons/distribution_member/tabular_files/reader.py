"""Read a CSV or XLSX file into rows of text, each with its line number."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import openpyxl

LARGEST_FILE = 64 * 1024 * 1024
# A workbook of zeros shrinks a thousandfold: what it unpacks to is what counts.
LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_COLUMNS = 256
MOST_PARTS = 2000
ENCODINGS = ("utf-8-sig", "gb18030")
UTF16_MARKS = (b"\xff\xfe", b"\xfe\xff")
DELIMITERS = ",;\t|"
XLSX_MAGIC = b"PK\x03\x04"
OLD_OFFICE_MAGIC = b"\xd0\xcf\x11\xe0"  # .xls, and .xlsx under a password
# Spreadsheets keep 15 digits; a longer number has lost its end, and must not pass for a whole one.
EXACT_BELOW = 10**15


class Fault(StrEnum):
    """Why a file is no table."""

    NO_HEADINGS = "no_headings"
    BINARY = "binary"
    OLD_OFFICE = "old_office"
    ENCODING = "encoding"
    CSV = "csv"
    XLSX = "xlsx"
    TOO_LARGE = "too_large"
    TOO_MANY_LINES = "too_many_lines"


class UnreadableFileError(Exception):
    """The file is no table that can be read: why, in which line, and what the library says."""

    def __init__(self, fault: Fault, *, line: int = 1, detail: str = ""):
        super().__init__(f"line {line}: {fault} {detail}")
        self.fault = fault
        self.line = line
        self.detail = detail


@dataclass(frozen=True, slots=True)
class RawRow:
    """One line of the file: `number` counts as a spreadsheet does, the headings are line 1."""

    number: int
    cells: dict[str, str]


def read_rows(content: bytes, most_lines: int | None = None) -> Iterator[RawRow]:
    """Yield the rows below the headings, without the empty ones.

    :param most_lines: refuse a file with more lines than this
    :raise UnreadableFileError: when the content is neither CSV nor XLSX, or has no headings
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(Fault.TOO_LARGE)
    table = _read_xlsx(content) if content.startswith(XLSX_MAGIC) else _read_csv(content)
    _number, headings = next(table, (1, []))
    headings = [heading.strip() for heading in headings]
    if not any(headings):
        raise UnreadableFileError(Fault.NO_HEADINGS)
    count = 0
    for number, values in table:
        if any(value.strip() for value in values):
            count += 1
            if most_lines and count > most_lines:
                raise UnreadableFileError(Fault.TOO_MANY_LINES, line=number, detail=str(most_lines))
            cells = dict.fromkeys(headings, "") | dict(zip(headings, values, strict=False))
            cells.pop("", None)  # a column without heading
            yield RawRow(number, cells)


def _decode(content: bytes) -> str:
    if content.startswith(OLD_OFFICE_MAGIC):
        raise UnreadableFileError(Fault.OLD_OFFICE)
    # Excel's "Unicode text"; the mark alone proves nothing, so a line break is asked for as well.
    encodings = ("utf-16",) if content.startswith(UTF16_MARKS) else ENCODINGS
    position = 1
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            position = content.count(b"\n", 0, error.start) + 1
            continue
        if "\x00" in text or (encoding == "utf-16" and "\n" not in text):
            raise UnreadableFileError(Fault.BINARY)
        return text
    raise UnreadableFileError(Fault.ENCODING, line=position)


def _read_csv(content: bytes) -> Iterator[tuple[int, list[str]]]:
    text = _decode(content)
    first_line = text.split("\n", 1)[0]
    delimiter = max(DELIMITERS, key=first_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for values in reader:
            yield start, values
            start = reader.line_num + 1
    except csv.Error as error:
        raise UnreadableFileError(Fault.CSV, line=start, detail=str(error)) from error


def _read_xlsx(content: bytes) -> Iterator[tuple[int, list[str]]]:
    number = 1
    try:
        _ensure_unpacks_small(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        sheet = book.worksheets[0]
        sheet.reset_dimensions()  # what a file says of its size is often wrong
        first = next(sheet.iter_rows(values_only=True, max_row=1, max_col=MOST_COLUMNS), ())
        headings = [_to_text(value) for value in first]
        while headings and not headings[-1].strip():
            headings.pop()
        yield number, headings
        rows = sheet.iter_rows(values_only=True, min_row=2, max_col=len(headings))
        for number, values in enumerate(rows, start=2):
            yield number, [_to_text(value) for value in values]
    # What a broken workbook raises is up to the part that is broken; nothing else runs here.
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise UnreadableFileError(Fault.XLSX, line=number, detail=str(error)) from error


def _ensure_unpacks_small(content: bytes) -> None:
    """Refuse a workbook that would fill the memory; `zipfile` unpacks no more than is stated."""
    parts = zipfile.ZipFile(io.BytesIO(content)).infolist()
    if len(parts) > MOST_PARTS or sum(part.file_size for part in parts) > LARGEST_UNPACKED:
        raise UnreadableFileError(Fault.TOO_LARGE)


def _to_text(value: object) -> str:
    """Write a cell the way it would stand in a CSV file.

    >>> _to_text(17850.0), _to_text(3.39), _to_text(None)
    ('17850', '3.39', '')
    >>> _to_text(6.22202123456789e18)
    '6.22202123456789e+18'
    """
    if value is None:
        return ""
    if isinstance(value, float):
        whole = value.is_integer() and abs(value) < EXACT_BELOW
        return repr(int(value)) if whole else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
