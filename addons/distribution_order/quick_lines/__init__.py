"""Turn pasted text or a file into lines of code and quantity. Knows nothing of Odoo."""

from .reader import MOST_LINES, LineFault, QuickLine, read_file, read_text

__all__ = ["MOST_LINES", "LineFault", "QuickLine", "read_file", "read_text"]
