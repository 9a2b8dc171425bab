"""Names and places of Chinese regions, read from files. Knows nothing of Odoo."""

from .places import STATE_PREFIX, Place, divide, read_chongqing, read_odoo_cities

__all__ = ["STATE_PREFIX", "Place", "divide", "read_chongqing", "read_odoo_cities"]
