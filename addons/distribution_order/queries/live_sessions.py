"""What live sessions have sold and taken back."""

from collections.abc import Sequence

from odoo.tools import SQL


def read_figures(session_ids: Sequence[int]) -> SQL:
    """Return id, orders, sales and returns (both positive) of each session with orders.

    Untaxed, in the company's currency; goods that are none of the session's do not count.
    """
    return SQL(
        """
        SELECT session.id, COUNT(DISTINCT orders.id) AS orders,
               COALESCE(SUM(worth.amount) FILTER (WHERE line.product_uom_qty > 0), 0) AS sales,
               COALESCE(-SUM(worth.amount) FILTER (WHERE line.product_uom_qty < 0), 0) AS returns
          FROM distribution_live_session session
          JOIN sale_order orders
            ON orders.distribution_live_session_id = session.id
           AND orders.state = 'sale'
          JOIN sale_order_line line
            ON line.order_id = orders.id
           AND line.display_type IS NULL
    CROSS JOIN LATERAL (
               SELECT line.price_subtotal / COALESCE(NULLIF(orders.currency_rate, 0), 1) AS amount
           ) worth
         WHERE session.id = ANY(%s)
           AND (NOT EXISTS (SELECT 1
                              FROM distribution_live_session_product_product_rel goods
                             WHERE goods.distribution_live_session_id = session.id)
                OR EXISTS (SELECT 1
                             FROM distribution_live_session_product_product_rel goods
                            WHERE goods.distribution_live_session_id = session.id
                              AND goods.product_product_id = line.product_id))
         GROUP BY session.id
        """,
        list(session_ids),
    )
