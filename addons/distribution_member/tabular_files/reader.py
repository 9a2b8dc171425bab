"""Read a CSV or XLSX file into rows of text, each with its line number."""

import codecs
import csv
import io
import zipfile
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from itertools import islice

import openpyxl

LARGEST_FILE = 64 * 1024 * 1024
# A workbook of zeros shrinks a thousandfold: what it unpacks to is what counts.
LARGEST_UNPACKED = 256 * 1024 * 1024
MOST_COLUMNS = 256
MOST_PARTS = 2000
# Titles may stand above the headings, but not more lines than this.
HEADINGS_WITHIN = 30
ENCODINGS = ("utf-8", "gb18030")
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

    def __init__(self, fault: Fault, *, line: int = 1, detail: str = "", column: int = 1):
        super().__init__(f"line {line}: {fault} {detail}")
        self.fault = fault
        self.line = line
        self.column = column
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


def read_sheets(content: bytes, most_rows: int | None = None) -> list[list[tuple[int, list[str]]]]:
    """Return the lines of each sheet, number and cells, wherever its headings may stand.

    A CSV file is one sheet. Lines without any text are left out.

    :param most_rows: read no more rows of a sheet than these
    :raise UnreadableFileError: when the content is neither CSV nor XLSX
    """
    if len(content) > LARGEST_FILE:
        raise UnreadableFileError(Fault.TOO_LARGE)
    if content.startswith(XLSX_MAGIC):
        return [_without_empty(sheet) for sheet in _read_all_sheets(content, most_rows)]
    rows = _read_csv(content, lines_looked_at=HEADINGS_WITHIN)
    return [_without_empty(islice(rows, most_rows))]


def _without_empty(table: Iterable[tuple[int, list[str]]]) -> list[tuple[int, list[str]]]:
    return [(number, values) for number, values in table if any(map(str.strip, values))]


def _decode(content: bytes) -> str:
    if content.startswith(OLD_OFFICE_MAGIC):
        raise UnreadableFileError(Fault.OLD_OFFICE)
    content = content.removeprefix(codecs.BOM_UTF8)
    # Excel's "Unicode text"; the mark alone proves nothing, so a line break is asked for as well.
    encodings = ("utf-16",) if content.startswith(UTF16_MARKS) else ENCODINGS
    # The encoding that could be read furthest is the one that was meant.
    furthest = 0
    for encoding in encodings:
        try:
            text = content.decode(encoding)
        except UnicodeDecodeError as error:
            furthest = max(furthest, error.start)
            continue
        if "\x00" in text or (encoding == "utf-16" and "\n" not in text):
            raise UnreadableFileError(Fault.BINARY)
        return text
    raise UnreadableFileError(
        Fault.ENCODING,
        line=content.count(b"\n", 0, furthest) + 1,
        column=_find_column(content, furthest),
    )


def _find_column(content: bytes, position: int) -> int:
    """Return in which column of its line a byte stands."""
    before = content[content.rfind(b"\n", 0, position) + 1 : position]
    return 1 + max(before.count(delimiter.encode()) for delimiter in DELIMITERS)


def _read_csv(content: bytes, lines_looked_at: int = 1) -> Iterator[tuple[int, list[str]]]:
    text = _decode(content)
    lines = text.split("\n", lines_looked_at)[:lines_looked_at]
    delimiter = max(DELIMITERS, key=lambda mark: max(line.count(mark) for line in lines))
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    start = 1
    try:
        for values in reader:
            yield start, values
            start = reader.line_num + 1
    except csv.Error as error:
        column = _find_broken_column(text, start, delimiter)
        raise UnreadableFileError(
            Fault.CSV, line=start, column=column, detail=str(error)
        ) from error


def _find_broken_column(text: str, line: int, delimiter: str) -> int:
    """Return in which column the record that begins on this line cannot be read on.

    >>> _find_broken_column('a,b\\n1,"2', 2, ",")
    2
    >>> _find_broken_column('a,b\\n"1"x,2', 2, ",")
    1
    """
    record = text.split("\n", line - 1)[-1]
    column, is_quoted, place = 1, False, 0
    while place < len(record):
        mark = record[place]
        if is_quoted and mark == '"':
            is_quoted = record[place + 1 : place + 2] == '"'
            place += is_quoted
            if not is_quoted and record[place + 1 : place + 2] not in (delimiter, "\r", "\n", ""):
                break
        elif not is_quoted and mark == '"' and record[place - 1 : place] in (delimiter, ""):
            is_quoted = True
        elif not is_quoted and mark == delimiter:
            column += 1
        place += 1
    return column


def _read_all_sheets(
    content: bytes, most_rows: int | None
) -> Iterator[Iterable[tuple[int, list[str]]]]:
    """Yield the lines of each sheet that is shown."""
    try:
        _ensure_unpacks_small(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, data_only=True)
        for sheet in book.worksheets:
            if sheet.sheet_state == "visible":
                sheet.reset_dimensions()  # what a file says of its size is often wrong
                rows = [
                    [_to_text(value) for value in values]
                    for values in sheet.iter_rows(
                        values_only=True, max_row=most_rows, max_col=MOST_COLUMNS
                    )
                ]
                width = max(map(len, rows), default=0)
                # Empty cells at the end of a row are not written: no row is cut off here.
                yield enumerate((row + [""] * (width - len(row)) for row in rows), start=1)
    # As in `_read_xlsx`.
    except (zipfile.BadZipFile, LookupError, ValueError, TypeError, OSError, SyntaxError) as error:
        raise UnreadableFileError(Fault.XLSX, detail=str(error)) from error


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
