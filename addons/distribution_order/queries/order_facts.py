"""What is known of orders that are to be decided on: the facts behind their reasons."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def usual_quantities(order_ids: Sequence[int], since: date) -> SQL:
    """Return (order id, product id, ordered, average of the member's orders, their number).

    Quantities are in the product's own unit; the average is of confirmed orders since a day,
    returns not counted.
    """
    return SQL(
        """
        WITH bought AS (
            SELECT sale.distribution_member_id AS member_id, line.product_id, sale.id AS order_id,
                   sale.id = ANY(%(orders)s) AS is_asked,
                   SUM(line.product_uom_qty * unit.factor / own.factor) AS quantity
              FROM sale_order sale
              JOIN sale_order_line line ON line.order_id = sale.id
              JOIN uom_uom unit ON unit.id = line.product_uom_id
              JOIN product_product product ON product.id = line.product_id
              JOIN product_template template ON template.id = product.product_tmpl_id
              JOIN uom_uom own ON own.id = template.uom_id
             WHERE sale.distribution_member_id IN (
                       SELECT distribution_member_id FROM sale_order WHERE id = ANY(%(orders)s))
               AND line.product_id IN (
                       SELECT product_id FROM sale_order_line WHERE order_id = ANY(%(orders)s))
               AND line.product_uom_qty > 0
               AND (sale.id = ANY(%(orders)s)
                    OR sale.state = 'sale' AND sale.date_order >= %(since)s)
             GROUP BY sale.id, line.product_id
        ), usual AS (
            SELECT member_id, product_id, AVG(quantity) AS quantity, COUNT(*) AS times
              FROM bought
             WHERE NOT is_asked
             GROUP BY member_id, product_id
        )
        SELECT bought.order_id, bought.product_id, bought.quantity::float,
               usual.quantity::float, usual.times
          FROM bought JOIN usual USING (member_id, product_id)
         WHERE bought.is_asked
        """,
        orders=list(order_ids),
        since=since,
    )


def new_addresses(order_ids: Sequence[int]) -> SQL:
    """Return the ids of those orders whose member had orders, but none to the same address.

    The address of the member itself is never new.
    """
    return SQL(
        """
        SELECT sale.id
          FROM sale_order sale
          JOIN distribution_member member ON member.id = sale.distribution_member_id
         WHERE sale.id = ANY(%(orders)s)
           AND sale.partner_shipping_id <> member.partner_id
           AND NOT EXISTS (
               SELECT 1 FROM sale_order past
                WHERE past.partner_shipping_id = sale.partner_shipping_id
                  AND past.distribution_member_id = sale.distribution_member_id
                  AND past.state = 'sale' AND past.id <> sale.id)
        """,
        orders=list(order_ids),
    )
