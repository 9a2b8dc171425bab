"""Which products have taxes that their prices are not shown with."""

from collections.abc import Collection

from odoo.tools import SQL


def shown_otherwise(company_id: int, with_tax: bool) -> SQL:
    """Rows (tax) of those inside prices that are shown without, or the other way round; taxes of
    the company and of those above it.
    """
    return SQL(
        """
        SELECT tax.id
          FROM account_tax tax
          JOIN res_company company ON company.id = %s
         WHERE tax.company_id = ANY(string_to_array(rtrim(company.parent_path, '/'), '/')::int[])
           AND (COALESCE(tax.price_include_override, company.account_price_include)
                = 'tax_included') != %s
        """,
        company_id,
        with_tax,
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
