"""Files of strangers, made fit to keep: known kinds only, nothing active in them. Knows no Odoo.

What this cannot do: find a flaw in the program that opens the file. Therefore such files are also
served as downloads only, and a scanner of the house's choice may be asked (see the model's hook).
"""

from .check import EXTENSIONS, SafeFile, UnsafeFileError, check_file

__all__ = ["EXTENSIONS", "SafeFile", "UnsafeFileError", "check_file"]
