"""What stands around the recording of reversals: is it needed, and does nobody else do it now."""

from collections.abc import Sequence

from odoo.tools import SQL


def known_orders(order_ids: Sequence[int]) -> SQL:
    """Return those of the orders of which something is recorded."""
    return SQL(
        """
        SELECT orders.id
          FROM unnest(%s::int[]) AS orders(id)
         WHERE EXISTS (SELECT 1 FROM distribution_commission_movement movement
                        WHERE movement.order_id = orders.id)
        """,
        list(order_ids),
    )


def may_exist(order_ids: Sequence[int]) -> SQL:
    """Return one row: could documents take anything back of these orders? Cheap, for fresh ones."""
    return SQL(
        """
        SELECT EXISTS (
                   SELECT 1 FROM sale_order_line line
                    WHERE line.order_id = ANY(%(orders)s)
                      AND line.distribution_origin_line_id IS NOT NULL)
            OR EXISTS (
                   SELECT 1 FROM sale_order_line line
                     JOIN stock_move move ON move.sale_line_id = line.id AND move.state = 'done'
                    WHERE line.order_id = ANY(%(orders)s))
            OR EXISTS (
                   SELECT 1 FROM sale_order_line line
                     JOIN sale_order_line_invoice_rel link ON link.order_line_id = line.id
                    WHERE line.order_id = ANY(%(orders)s))
        """,
        orders=list(order_ids),
    )


def lock_origins(movement_ids: Sequence[int]) -> SQL:
    """Update the movements that these take from, so that another process which takes from them
    at the same time, without seeing these, fails and begins again.
    """
    return SQL(
        """
        UPDATE distribution_commission_movement origin
           SET touched = COALESCE(touched, 0) + 1
          FROM (SELECT DISTINCT origin_id FROM distribution_commission_movement
                 WHERE id = ANY(%s) AND origin_id IS NOT NULL) taken
         WHERE origin.id = taken.origin_id
        """,
        list(movement_ids),
    )
