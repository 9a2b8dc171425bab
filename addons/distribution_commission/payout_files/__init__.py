"""Files that go to the bank and come back from it. Knows no Odoo."""

from .bank_file import HEADINGS, Payment, build_file
from .bank_result import BankFileError, Result, read_results

__all__ = ["HEADINGS", "BankFileError", "Payment", "Result", "build_file", "read_results"]
