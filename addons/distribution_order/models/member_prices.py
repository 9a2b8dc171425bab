"""What goods cost one member: the price list's price, shown with or without tax as the company
shows its prices.
"""

from typing import NamedTuple

from odoo import fields
from odoo.addons.distribution_member.known_values import keep
from odoo.tools import float_round

from ..queries import price_basis
from .list_prices import Asked, read_list_prices

PRICELIST_FIELDS = ("active", "currency_id")
TEMPLATE_FIELDS = ("list_price", "uom_id", "categ_id", "company_id")


class Wanted(NamedTuple):
    """A product, and how much of it in its own unit; whether it has attributes of its own."""

    product_id: int
    template_id: int
    is_variant: bool
    quantity: float


class MemberPrices:
    """The prices of one member now; rules are read once for all products of a call."""

    def __init__(self, env, member):
        """Take whose prices they are.

        :param member: `distribution.member`
        """
        # sudo: nobody but staff reads price lists; only the member's own prices leave this class
        self.member_sudo = member.sudo()
        self.member_sudo.fetch(["company_id", "partner_id"])
        self.company_sudo = self.member_sudo.company_id
        self.partner_sudo = self.member_sudo.partner_id.with_company(self.company_sudo)
        self._tax_ids = self._read_basis()
        self.pricelist_sudo = self.partner_sudo.property_product_pricelist
        self.currency_sudo = self.pricelist_sudo.currency_id or self.company_sudo.currency_id
        self.with_tax = self.company_sudo.account_price_include == "tax_included"
        self._position_sudo = None
        env_sudo = self.partner_sudo.env
        self._products_sudo = env_sudo["product.product"]
        self._templates_sudo = env_sudo["product.template"]
        self._categories_sudo = env_sudo["product.category"]
        self.digits = env["decimal.precision"].precision_get("Product Price")

    def _read_basis(self):
        """Read in one query what every price is made of; return the taxes shown otherwise."""
        env = self.partner_sudo.env
        env.flush_all()
        [row] = env.execute_query_dict(
            price_basis.price_basis(self.partner_sudo.id, self.company_sudo.id)
        )
        keep(self.company_sudo, [row], ["account_price_include"])
        keep(self.company_sudo, [{"currency_id": row["company_currency_id"]}], ["currency_id"])
        keep(self.partner_sudo, [row], ["country_id", "specific_property_product_pricelist"])
        keep(self.partner_sudo.specific_property_product_pricelist, [row], PRICELIST_FIELDS)
        return row["tax_ids"]

    def know(self, facts):
        """Take what a query has read of products anyway, so that nobody asks for it again.

        :param facts: rows of `queries.product_cards.product_facts`
        """
        templates_sudo = self._templates_sudo.browse(row["template_id"] for row in facts)
        keep(templates_sudo, facts, TEMPLATE_FIELDS)
        sorted_in = [row for row in facts if row["categ_id"]]  # a product may be in no category
        categories_sudo = self._categories_sudo.browse(row["categ_id"] for row in sorted_in)
        keep(categories_sudo, sorted_in, ["parent_path"])

    def compute(self, quantities):
        """Return {product id: price of one of its own unit} when that much is bought.

        :param dict quantities: {product.product: quantity in its own unit}
        """
        products_sudo = self._products_sudo.browse(product.id for product in quantities)
        products_sudo.fetch(["product_tmpl_id", "combination_indices"])
        return self.compute_wanted(
            [
                Wanted(
                    product_sudo.id,
                    product_sudo.product_tmpl_id.id,
                    bool(product_sudo.combination_indices),
                    quantity,
                )
                for product_sudo, quantity in zip(products_sudo, quantities.values(), strict=True)
            ]
        )

    def compute_wanted(self, wanted):
        """Return the same as `compute` for goods of which more is known, with a query less.

        :param list[Wanted] wanted: each product once
        """
        templates_sudo = self._templates_sudo.browse(one.template_id for one in wanted)
        templates_sudo.fetch(TEMPLATE_FIELDS)
        templates_sudo.categ_id.fetch(["parent_path"])
        products_sudo = self._products_sudo.browse(one.product_id for one in wanted)
        asked = [
            Asked(
                product=product_sudo,
                template=template_sudo,
                is_variant=one.is_variant,
                quantity=one.quantity,
                uom=template_sudo.uom_id,
            )
            for one, product_sudo, template_sudo in zip(
                wanted, products_sudo, templates_sudo, strict=True
            )
        ]
        found = read_list_prices(
            self.pricelist_sudo, asked, currency=self.currency_sudo, moment=fields.Datetime.now()
        )
        prices = dict(zip(products_sudo.ids, found, strict=True))
        self._show_tax(products_sudo, prices)
        return {
            product_id: float_round(price, precision_digits=self.digits)
            for product_id, price in prices.items()
        }

    def _show_tax(self, products_sudo, prices):
        """Turn prices into those with or without tax, whichever the company shows."""
        if not self._tax_ids:  # as in most companies
            return
        rows = products_sudo.env.execute_query(
            price_basis.taxed_with(products_sudo.ids, self._tax_ids)
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
