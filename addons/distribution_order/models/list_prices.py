"""What price lists ask, for many lines at once: Odoo's own rules, looked up once."""

from collections import defaultdict
from dataclasses import dataclass

from odoo.models import BaseModel

RULE_FIELDS = (
    "applied_on",
    "base",
    "base_pricelist_id",
    "categ_id",
    "company_id",
    "compute_price",
    "currency_id",
    "date_end",
    "date_start",
    "fixed_price",
    "min_quantity",
    "percent_price",
    "price_discount",
    "price_markup",
    "price_max_margin",
    "price_min_margin",
    "price_round",
    "price_surcharge",
    "pricelist_id",
    "product_id",
    "product_tmpl_id",
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """A product and how much of it, in which unit.

    `is_variant` whether it has attributes, which its template has not
    """

    product: BaseModel
    template: BaseModel
    is_variant: bool
    quantity: float
    uom: BaseModel

    @classmethod
    def of(cls, product, quantity, uom):
        """Take from the product itself what is known of it."""
        return cls(
            product=product,
            template=product.product_tmpl_id,
            is_variant=bool(product.combination_indices),
            quantity=quantity,
            uom=uom,
        )


def read_list_prices(pricelist, asked, *, currency, moment):
    """Return the price without taxes of each `Asked`, for one of its unit, in their order.

    One look-up of rules however many lines there are, where Odoo asks for each quantity anew.

    :param pricelist: may be empty: the sales prices of the products
    """
    if not asked:
        return []
    templates = asked[0].template.union(*(one.template for one in asked))
    rules = _RuleIndex(_find_rules(pricelist, templates, moment))
    prices = []
    for one in asked:
        own_uom = one.template.uom_id
        quantity = (
            one.quantity
            if one.uom == own_uom
            else one.uom._compute_quantity(one.quantity, own_uom, raise_if_failure=False)
        )
        goods, rule = rules.find(one, quantity)
        prices.append(
            rule._compute_price(goods, one.quantity, uom=one.uom, date=moment, currency=currency)
        )
    return prices


def _find_rules(pricelist, templates, moment):
    """Return the rules that Odoo would look for, with what they say, in one query."""
    rules = pricelist.env["product.pricelist.item"]
    if not pricelist:
        return rules
    return rules.search_fetch(
        pricelist._get_applicable_rules_domain(products=templates, date=moment), RULE_FIELDS
    )


class _RuleIndex:
    """The rules of a price list in their order, by what they are about: a list with a rule per
    product is not walked through for each product.
    """

    def __init__(self, rules):
        self.rules = rules
        self.places = defaultdict(list)
        for place, rule in enumerate(rules):
            self.places[self._key(rule)].append(place)

    def find(self, asked, quantity):
        """Return what is priced, and the first rule that applies to so much of it.

        A product without variants is priced by its template: much less is computed.
        """
        own = self.places.get(("product", asked.product.id), ())
        goods = asked.product if own or asked.is_variant else asked.template
        places = sorted(
            [
                *own,
                *self.places.get(("template", asked.template.id), ()),
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
