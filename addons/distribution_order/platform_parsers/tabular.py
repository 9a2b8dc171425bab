"""Read a CSV or XLSX file into rows of text, each with its line number."""

import csv
import io
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum

import openpyxl

ENCODINGS = ("utf-8-sig", "gb18030")
DELIMITERS = ",;\t|"
XLSX_MAGIC = b"PK\x03\x04"


class Fault(StrEnum):
    """Why a file is no table."""

    NO_HEADINGS = "no_headings"
    BINARY = "binary"
    ENCODING = "encoding"
    CSV = "csv"
    XLSX = "xlsx"


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


def read_rows(content: bytes) -> Iterator[RawRow]:
    """Yield the rows below the headings, without the empty ones.

    :raise UnreadableFileError: when the content is neither CSV nor XLSX, or has no headings
    """
    table = _read_xlsx(content) if content.startswith(XLSX_MAGIC) else _read_csv(content)
    _number, headings = next(table, (1, []))
    headings = [heading.strip() for heading in headings]
    if not any(headings):
        raise UnreadableFileError(Fault.NO_HEADINGS)
    for number, values in table:
        if any(value.strip() for value in values):
            yield RawRow(number, dict(zip(headings, values, strict=False)))


def _decode(content: bytes) -> str:
    for encoding in ENCODINGS:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            position = content.count(b"\n", 0, error.start) + 1
            continue
        if "\x00" in text:
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
    try:
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
    except (zipfile.BadZipFile, KeyError, ValueError, OSError) as error:
        raise UnreadableFileError(Fault.XLSX, detail=str(error)) from error
    for number, values in enumerate(book.worksheets[0].iter_rows(values_only=True), start=1):
        yield number, [_to_text(value) for value in values]


def _to_text(value: object) -> str:
    """Write a cell the way it would stand in a CSV file.

    >>> _to_text(17850.0), _to_text(3.39), _to_text(None)
    ('17850', '3.39', '')
    """
    if value is None:
        return ""
    if isinstance(value, float):
        return repr(int(value)) if value.is_integer() else repr(value)
    if isinstance(value, datetime):
        return value.strftime("%Y-%m-%d %H:%M:%S")
    if isinstance(value, date):
        return value.isoformat()
    return str(value)
