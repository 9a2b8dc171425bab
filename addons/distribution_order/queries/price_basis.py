"""What prices of a member are made of besides the rules of its price list."""

from collections.abc import Collection

from odoo.tools import SQL


def price_basis(partner_id: int, company_id: int) -> SQL:
    """One row with fields of the company, of the partner and of its own price list, if it has one.

    `tax_ids` are those inside prices that are shown without, or the other way round: of the
    company and of those above it.
    """
    return SQL(
        """
        SELECT company.account_price_include, company.currency_id AS company_currency_id,
               partner.country_id, list.id AS specific_property_product_pricelist,
               list.active, list.currency_id,
               ARRAY(
                   SELECT tax.id
                     FROM account_tax tax
                    WHERE tax.company_id = ANY(
                              string_to_array(rtrim(company.parent_path, '/'), '/')::int[])
                      AND (COALESCE(tax.price_include_override, company.account_price_include)
                           = 'tax_included')
                          <> (company.account_price_include = 'tax_included')) AS tax_ids
          FROM res_company company
          JOIN res_partner partner ON partner.id = %(partner)s
          LEFT JOIN product_pricelist list
            ON list.id = (partner.specific_property_product_pricelist->>%(key)s)::int
         WHERE company.id = %(company)s
        """,
        partner=partner_id,
        company=company_id,
        key=str(company_id),
    )


def taxed_with(product_ids: Collection[int], tax_ids: Collection[int]) -> SQL:
    """Rows (product) of those that have any of the taxes."""
    return SQL(
        """
        SELECT DISTINCT product.id
          FROM product_product product
          JOIN product_taxes_rel rel ON rel.prod_id = product.product_tmpl_id
         WHERE product.id = ANY(%s) AND rel.tax_id = ANY(%s)
        """,
        list(product_ids),
        list(tax_ids),
    )
