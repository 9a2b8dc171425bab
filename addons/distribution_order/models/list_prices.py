"""What price lists ask, for many lines at once: Odoo's own rules, looked up once."""

from dataclasses import dataclass

from odoo.models import BaseModel


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A product and how much of it, in which unit."""

    product: BaseModel
    quantity: float
    uom: BaseModel


def read_list_prices(pricelist, asked, *, currency, moment):
    """Return the price without taxes of each `Asked`, for one of its unit, in their order.

    One look-up of rules however many lines there are, where Odoo asks for each quantity anew.

    :param pricelist: may be empty: the sales prices of the products
    """
    products = asked[0].product.concat(*(one.product for one in asked)) if asked else None
    rules = pricelist._get_applicable_rules(products, moment) if asked and pricelist else ()
    prices = []
    for one in asked:
        quantity = one.uom._compute_quantity(
            one.quantity, one.product.uom_id, raise_if_failure=False
        )
        rule = pricelist.env["product.pricelist.item"]
        for candidate in rules:
            if candidate._is_applicable_for(one.product, quantity):
                rule = candidate
                break
        prices.append(
            rule._compute_price(
                one.product, one.quantity, uom=one.uom, date=moment, currency=currency
            )
        )
    return prices
