"""Which quantities of a product may be ordered. Knows nothing of Odoo."""

from .rule import Fault, QuantityRule

__all__ = ["Fault", "QuantityRule"]
