"""Read CSV and XLSX files into rows of text, and cells into values. Knows nothing of Odoo."""

from .cells import count_decimals, parse_day, parse_moment, parse_number
from .plain_text import mark_text, unmark_text
from .reader import LARGEST_FILE, Fault, RawRow, UnreadableFileError, read_rows, read_sheets

__all__ = [
    "LARGEST_FILE",
    "Fault",
    "RawRow",
    "UnreadableFileError",
    "count_decimals",
    "mark_text",
    "parse_day",
    "parse_moment",
    "parse_number",
    "read_rows",
    "read_sheets",
    "unmark_text",
]
