"""Names and places of Chinese regions, read from files. Knows nothing of Odoo."""

from .places import Place, divide, read_chongqing, read_odoo_cities

__all__ = ["Place", "divide", "read_chongqing", "read_odoo_cities"]
