"""What the ordering app shows of products: pages, stock, and what a member usually buys."""

from collections.abc import Collection
from datetime import datetime

from odoo.tools import SQL

from . import goods


def offered_goods(scope, company_id: int) -> SQL:
    """Return the condition on `product` that it is offered.

    :param scope: the `Scope` of `models/goods_rules.py`
    """
    terms = [
        SQL(
            "product.distribution_is_offered AND (product.distribution_company_id IS NULL"
            " OR product.distribution_company_id = %s)",
            company_id,
        )
    ]
    if not scope.is_everything:
        terms.append(
            SQL(
                "(product.distribution_categ_id = ANY(%s) OR product.id = ANY(%s))",
                list(scope.categ_ids),
                list(scope.product_ids),
            )
        )
    if scope.authorised_ids is not None:
        terms.append(SQL("product.distribution_categ_id = ANY(%s)", list(scope.authorised_ids)))
    return SQL(" AND ").join(terms)


def matching(words: Collection[str]) -> SQL:
    """Return the condition that each word is part of code, pinyin or a name, or the barcode."""
    terms = [SQL("TRUE")]
    for word in words:
        escaped = word.lower().replace("\\", r"\\").replace("%", r"\%").replace("_", r"\_")
        terms.append(
            SQL(
                "(product.distribution_search LIKE %s OR product.barcode = %s)",
                f"%{escaped}%",
                word,
            )
        )
    return SQL(" AND ").join(terms)


def catalogue_page(
    condition: SQL, category_id: int, limit: int, offset: int, *, is_search: bool = False
) -> SQL:
    """Rows (id, how many there are in all) of one page.

    :param is_search: what is searched for is read whole and counted on the way; of everything only
        one page is read, by its index, and the count asks an index of its own
    """
    category = (
        SQL(
            "product.distribution_categ_id = ANY(ARRAY(%s))",
            goods.categories_with_below([category_id]),
        )
        if category_id
        else SQL("TRUE")
    )
    total = (
        SQL("count(*) OVER ()")
        if is_search
        else SQL(
            "(SELECT count(*) FROM product_product product WHERE %s AND %s)", condition, category
        )
    )
    return SQL(
        """
        SELECT product.id, %s
          FROM product_product product
         WHERE %s AND %s
         ORDER BY product.distribution_sequence, product.default_code, product.id
         LIMIT %s OFFSET %s
        """,
        total,
        condition,
        category,
        limit,
        offset,
    )


def stocked_goods(condition: SQL, product_ids: Collection[int]) -> SQL:
    """Rows (id, whether stock is kept of it, from how much on there is plenty) of those of the
    products that the condition lets through.
    """
    return SQL(
        """
        SELECT product.id, template.is_storable, COALESCE(template.distribution_low_quantity, 0)
          FROM product_product product
          JOIN product_template template ON template.id = product.product_tmpl_id
         WHERE product.id = ANY(%s) AND %s
        """,
        list(product_ids),
        condition,
    )


def counted_categories(condition: SQL) -> SQL:
    """Rows (id, name, path, products of its own) of the categories that lead to a product."""
    return SQL(
        """
        WITH counted AS (
            SELECT product.distribution_categ_id AS categ_id, count(*) AS products
              FROM product_product product
             WHERE %s
             GROUP BY product.distribution_categ_id
        )
        SELECT around.id, around.name, around.parent_path, COALESCE(max(own.products), 0)
          FROM counted
          JOIN product_category categ ON categ.id = counted.categ_id
          JOIN product_category around ON categ.parent_path LIKE around.parent_path || '%%'
          LEFT JOIN counted own ON own.categ_id = around.id
         GROUP BY around.id
         ORDER BY around.complete_name, around.id
        """,
        condition,
    )


def free_quantities(product_ids: Collection[int], company_id: int) -> SQL:
    """Rows (product, on hand and not reserved in the company's warehouses)."""
    return SQL(
        """
        SELECT quant.product_id, sum(quant.quantity - quant.reserved_quantity)
          FROM stock_quant quant
          JOIN stock_location location ON location.id = quant.location_id
         WHERE quant.product_id = ANY(%s)
           AND location.usage = 'internal'
           AND location.company_id = %s
           AND location.warehouse_id IS NOT NULL
         GROUP BY quant.product_id
        """,
        list(product_ids),
        company_id,
    )


def usual_goods(member_id: int, condition: SQL, since: datetime, limit: int) -> SQL:
    """Rows (product, usual quantity in its own unit, orders, last one) of what a member buys most
    often, of late.
    """
    return SQL(
        """
        WITH bought AS (
            SELECT line.product_id, sale.id, sale.date_order,
                   sum(line.product_uom_qty * size.factor / unit.factor) AS quantity
              FROM sale_order sale
              JOIN sale_order_line line ON line.order_id = sale.id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom size ON size.id = line.product_uom_id
              JOIN uom_uom unit ON unit.id = template.uom_id
             WHERE sale.distribution_member_id = %s
               AND sale.state = 'sale'
               AND sale.date_order >= %s
               AND line.product_uom_qty > 0
               AND %s
             GROUP BY line.product_id, sale.id
        )
        SELECT product_id, percentile_disc(0.5) WITHIN GROUP (ORDER BY quantity),
               count(*), max(date_order)
          FROM bought
         GROUP BY product_id
         ORDER BY count(*) DESC, max(date_order) DESC, product_id
         LIMIT %s
        """,
        member_id,
        since,
        condition,
        limit,
    )


def products_by_code(codes: Collection[str], company_id: int) -> SQL:
    """Rows (code as asked for, product, quantity that one of it stands for) of codes, barcodes and
    barcodes of packs; codes are found in any case.
    """
    return SQL(
        """
        WITH asked AS (
            SELECT code, spelling
              FROM unnest(%(codes)s::text[]) AS code
             CROSS JOIN LATERAL (VALUES (code), (upper(code)), (lower(code))) AS any_case (spelling)
        ), found AS (
            SELECT asked.code, product.id, product.product_tmpl_id, 1.0 AS quantity
              FROM asked JOIN product_product product ON product.default_code = asked.spelling
             UNION
            SELECT asked.code, product.id, product.product_tmpl_id, 1.0
              FROM asked JOIN product_product product ON product.barcode = asked.spelling
             UNION
            SELECT asked.code, product.id, product.product_tmpl_id, size.factor / unit.factor
              FROM asked
              JOIN product_uom pack ON pack.barcode = asked.spelling
              JOIN product_product product ON product.id = pack.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom size ON size.id = pack.uom_id
              JOIN uom_uom unit ON unit.id = template.uom_id
        )
        SELECT DISTINCT found.code, found.id, found.quantity
          FROM found
          JOIN product_product product ON product.id = found.id AND product.active
          JOIN product_template template ON template.id = found.product_tmpl_id
         WHERE template.company_id IS NULL OR template.company_id = %(company)s
        """,
        codes=list(codes),
        company=company_id,
    )
