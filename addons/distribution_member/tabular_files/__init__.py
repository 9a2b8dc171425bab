"""Read CSV and XLSX files into rows of text, and cells into values. Knows nothing of Odoo."""

from .cells import count_decimals, parse_day, parse_moment, parse_number
from .reader import LARGEST_FILE, Fault, RawRow, UnreadableFileError, read_rows, read_sheets

__all__ = [
    "LARGEST_FILE",
    "Fault",
    "RawRow",
    "UnreadableFileError",
    "count_decimals",
    "parse_day",
    "parse_moment",
    "parse_number",
    "read_rows",
    "read_sheets",
]
