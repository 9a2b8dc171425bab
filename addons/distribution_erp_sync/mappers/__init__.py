"""Rows and payloads of Kingdee as plain immutable values, one file per kind. No Odoo here.

Each kind of K/3 Cloud has `FORM`, `KEY` (one per row), `FIELDS` (our name -> key, changeable with
`fields.merge`) and `read(rows, fields)`.
"""

from . import customer, delivery, fields, material, sales_order, sales_return, stock, values, wise

__all__ = [
    "customer",
    "delivery",
    "fields",
    "material",
    "sales_order",
    "sales_return",
    "stock",
    "values",
    "wise",
]
