"""Pure parsing of platform order files: bytes in, typed rows and findings out. No Odoo here."""

from . import cells, generic, tabular

__all__ = ["cells", "generic", "tabular"]
