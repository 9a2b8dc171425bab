"""What members bought and what came back, each on its own day.

The sales report shows what came back beside the sale. Here it counts when it happens, so that a
month that is over, and frozen, stays as it was.
"""

from odoo.addons.distribution_commission.queries.sources import local_day
from odoo.tools import SQL

from .sales_lines import is_brought_back, line_price


def purchases(report: SQL) -> SQL:
    """Return a FROM item of dated amounts without tax, negative for what came back.

    `came_back` is the amount of goods that came back, positive; lines that take back others are
    negative sales in the report already.

    :param report: the sales report as a FROM item
    """
    return SQL(
        """
        (
            SELECT sale.company_id, sale.member_id, sale.region_id, sale.categ_id, sale.date,
                   sale.quantity, sale.amount_untaxed, 0 AS came_back
              FROM %s sale
         UNION ALL
            SELECT back.company_id, back.member_id, back.region_id, back.categ_id, back.date,
                   0, -back.amount, back.amount
              FROM (%s) back
        )
        """,
        report,
        _came_back(),
    )


def _came_back() -> SQL:
    """The goods of orders that came back, at the price of the sale."""
    return SQL(
        """
        SELECT orders.company_id, orders.distribution_member_id AS member_id,
               orders.distribution_region_id AS region_id, template.categ_id,
               %(day)s AS date,
               ROUND(
                   %(price)s / COALESCE(NULLIF(orders.currency_rate, 0), 1)::numeric
                   * move.quantity * move_unit.factor / line_unit.factor,
                   currency.decimal_places
               ) AS amount
          FROM stock_move move
          JOIN stock_location place ON place.id = move.location_id
          JOIN sale_order_line line ON line.id = move.sale_line_id
          JOIN sale_order orders
            ON orders.id = line.order_id
           AND orders.state = 'sale'
           AND orders.distribution_member_id IS NOT NULL
          JOIN res_company company ON company.id = orders.company_id
          JOIN res_currency currency ON currency.id = company.currency_id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom move_unit ON move_unit.id = move.product_uom
          JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
         WHERE %(is_brought_back)s
        """,
        price=line_price(),
        is_brought_back=is_brought_back(),
        day=local_day(SQL("move.date")),
    )
