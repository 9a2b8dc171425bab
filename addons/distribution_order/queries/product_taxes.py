"""Which products have taxes that their prices are not shown with."""

from collections.abc import Collection

from odoo.tools import SQL


def taxed_otherwise(
    product_ids: Collection[int], company_ids: Collection[int], company_id: int, with_tax: bool
) -> SQL:
    """Rows (product) of those that have a tax inside their price which is shown without, or the
    other way round.

    :param company_ids: whose taxes count: the company and those above it
    """
    return SQL(
        """
        SELECT DISTINCT product.id
          FROM product_product product
          JOIN product_taxes_rel rel ON rel.prod_id = product.product_tmpl_id
          JOIN account_tax tax ON tax.id = rel.tax_id
          JOIN res_company company ON company.id = %s
         WHERE product.id = ANY(%s)
           AND tax.company_id = ANY(%s)
           AND (COALESCE(tax.price_include_override, company.account_price_include)
                = 'tax_included') != %s
        """,
        company_id,
        list(product_ids),
        list(company_ids),
        with_tax,
    )
