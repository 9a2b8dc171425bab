"""What price lists ask, for many lines at once: Odoo's own rules, looked up once."""

from collections import defaultdict
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
    if not asked:
        return []
    products = asked[0].product.union(*(one.product for one in asked))
    rules = _RuleIndex(pricelist._get_applicable_rules(products, moment))
    prices = []
    for one in asked:
        quantity = one.uom._compute_quantity(
            one.quantity, one.product.uom_id, raise_if_failure=False
        )
        goods, rule = rules.find(one.product, quantity)
        prices.append(
            rule._compute_price(goods, one.quantity, uom=one.uom, date=moment, currency=currency)
        )
    return prices


class _RuleIndex:
    """The rules of a price list in their order, by what they are about: a list with a rule per
    product is not walked through for each product.
    """

    def __init__(self, rules):
        self.rules = rules
        self.places = defaultdict(list)
        for place, rule in enumerate(rules):
            self.places[self._key(rule)].append(place)

    def find(self, product, quantity):
        """Return what is priced, and the first rule that applies to so much of it.

        A product without variants is priced by its template: much less is computed.
        """
        template = product.product_tmpl_id
        own = self.places.get(("product", product.id), ())
        about = own or product.combination_indices
        goods = product if about else template
        places = sorted(
            [
                *own,
                *self.places.get(("template", template.id), ()),
                *self.places.get((None, 0), ()),
            ]
        )
        for place in places:
            if self.rules[place]._is_applicable_for(goods, quantity):
                return goods, self.rules[place]
        return goods, self.rules.browse()

    @staticmethod
    def _key(rule):
        if rule.applied_on == "0_product_variant":
            return "product", rule.product_id.id
        if rule.applied_on == "1_product":
            return "template", rule.product_tmpl_id.id
        return None, 0
