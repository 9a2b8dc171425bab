"""Quantities that people type into a form."""

from odoo.addons.distribution_member.tabular_files import parse_number
from odoo.exceptions import UserError
from odoo.http import request

LARGEST_QUANTITY = 1e9
LONGEST_SHOWN = 20


def read_quantity(text, product):
    """Return a quantity, 0 where nothing is written.

    :param product: whose quantity it is, for the sentence
    :raise UserError: says which product, and what cannot be read
    """
    text = str(text).strip()
    try:
        number = float(parse_number(text)) if text else 0.0
    except ValueError:
        number = -1.0
    if not 0 <= number < LARGEST_QUANTITY:
        raise UserError(
            request.env._(
                "%(product)s: “%(text)s” is no quantity.",
                product=product.display_name,
                text=text[:LONGEST_SHOWN],
            )
        )
    return number
