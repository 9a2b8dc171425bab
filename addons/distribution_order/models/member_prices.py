"""What goods cost one member: the price list's price, shown with or without tax as the company
shows its prices.
"""

from collections import defaultdict

from odoo import fields
from odoo.tools import float_round

from ..queries import product_taxes


class MemberPrices:
    """The prices of one member now; rules are read once for all products of a call."""

    def __init__(self, env, member):
        """Take whose prices they are.

        :param member: `distribution.member`
        """
        # sudo: nobody but staff reads price lists; only the member's own prices leave this class
        self.member_sudo = member.sudo()
        self.company_sudo = self.member_sudo.company_id
        self.partner_sudo = self.member_sudo.partner_id.with_company(self.company_sudo)
        self.pricelist_sudo = self.partner_sudo.property_product_pricelist
        self.currency_sudo = self.pricelist_sudo.currency_id or self.company_sudo.currency_id
        self.with_tax = self.company_sudo.account_price_include == "tax_included"
        self._position_sudo = None
        self._products_sudo = self.member_sudo.env["product.product"].with_company(
            self.company_sudo
        )
        self.digits = env["decimal.precision"].precision_get("Product Price")

    def compute(self, quantities):
        """Return {product id: price of one of its own unit} when that much is bought.

        :param dict quantities: {product.product: quantity in its own unit}
        """
        products_sudo = self._products_sudo.browse(product.id for product in quantities)
        products_sudo.fetch(["product_tmpl_id", "combination_indices"])
        products_sudo.product_tmpl_id.fetch(["list_price", "uom_id", "categ_id", "company_id"])
        moment = fields.Datetime.now()
        rules = _RuleIndex(self.pricelist_sudo._get_applicable_rules(products_sudo, moment))
        prices = {}
        for product_sudo, quantity in zip(products_sudo, quantities.values(), strict=True):
            goods_sudo, rule_sudo = rules.find(product_sudo, quantity)
            prices[product_sudo.id] = rule_sudo._compute_price(
                goods_sudo,
                quantity,
                goods_sudo.uom_id,
                date=moment,
                currency=self.currency_sudo,
            )
        self._show_tax(products_sudo, prices)
        return {
            product_id: float_round(price, precision_digits=self.digits)
            for product_id, price in prices.items()
        }

    def _show_tax(self, products_sudo, prices):
        """Turn prices into those with or without tax, whichever the company shows."""
        companies = self.company_sudo.parent_ids
        rows = products_sudo.env.execute_query(
            product_taxes.taxed_otherwise(
                products_sudo.ids, companies.ids, self.company_sudo.id, self.with_tax
            )
        )
        for product_sudo in products_sudo.browse(row[0] for row in rows):
            taxes_sudo = product_sudo.taxes_id._filter_taxes_by_company(self.company_sudo)
            totals = (
                self._find_position()
                .map_tax(taxes_sudo)
                .compute_all(
                    prices[product_sudo.id],
                    self.currency_sudo,
                    1.0,
                    product=product_sudo,
                    partner=self.partner_sudo,
                )
            )
            kind = "total_included" if self.with_tax else "total_excluded"
            prices[product_sudo.id] = totals[kind]

    def _find_position(self):
        """Return the fiscal position of the member, looked for once."""
        if self._position_sudo is None:
            positions_sudo = self.member_sudo.env["account.fiscal.position"]
            self._position_sudo = positions_sudo.with_company(
                self.company_sudo
            )._get_fiscal_position(self.partner_sudo)
        return self._position_sudo


class _RuleIndex:
    """The rules of a price list in their order, by what they are about: a list with a rule per
    product is not walked through for each product.
    """

    def __init__(self, rules_sudo):
        self.rules_sudo = rules_sudo
        self.places = defaultdict(list)
        for place, rule_sudo in enumerate(rules_sudo):
            self.places[self._key(rule_sudo)].append(place)

    def find(self, product_sudo, quantity):
        """Return what is priced, and the first rule that applies to so much of it.

        A product without variants is priced by its template: much less is computed.
        """
        template_sudo = product_sudo.product_tmpl_id
        own = self.places.get(("product", product_sudo.id), ())
        about = own or product_sudo.combination_indices
        goods_sudo = product_sudo if about else template_sudo
        places = sorted(
            [
                *own,
                *self.places.get(("template", template_sudo.id), ()),
                *self.places.get((None, 0), ()),
            ]
        )
        for place in places:
            if self.rules_sudo[place]._is_applicable_for(goods_sudo, quantity):
                return goods_sudo, self.rules_sudo[place]
        return goods_sudo, self.rules_sudo.browse()

    @staticmethod
    def _key(rule_sudo):
        if rule_sudo.applied_on == "0_product_variant":
            return "product", rule_sudo.product_id.id
        if rule_sudo.applied_on == "1_product":
            return "template", rule_sudo.product_tmpl_id.id
        return None, 0
