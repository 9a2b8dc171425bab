"""What goods cost one member: the price list's price, shown with or without tax as the company
shows its prices.
"""

from odoo import fields
from odoo.tools import float_round

from ..queries import product_taxes
from .list_prices import Asked, read_list_prices


class MemberPrices:
    """The prices of one member now; rules are read once for all products of a call."""

    def __init__(self, env, member):
        """Take whose prices they are.

        :param member: `distribution.member`
        """
        # sudo: nobody but staff reads price lists; only the member's own prices leave this class
        # only what prices need is read: each of the three records has a hundred fields
        self.member_sudo = member.sudo()
        self.member_sudo.fetch(["company_id", "partner_id"])
        self.company_sudo = self.member_sudo.company_id
        self.company_sudo.fetch(["account_price_include", "active", "currency_id", "parent_path"])
        self.partner_sudo = self.member_sudo.partner_id.with_company(self.company_sudo)
        self.partner_sudo.fetch(["country_id", "specific_property_product_pricelist"])
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
        asked = [
            Asked(product=product_sudo, quantity=quantity, uom=product_sudo.uom_id)
            for product_sudo, quantity in zip(products_sudo, quantities.values(), strict=True)
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
        env = products_sudo.env
        company = self.company_sudo
        taxes = env.execute_query(
            product_taxes.shown_otherwise(company.parent_ids.ids, company.id, self.with_tax)
        )
        if not taxes:  # as in most companies
            return
        rows = env.execute_query(
            product_taxes.taxed_with(products_sudo.ids, [row[0] for row in taxes])
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
