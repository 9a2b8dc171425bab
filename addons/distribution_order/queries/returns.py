"""What members were delivered and may still send back."""

from collections.abc import Sequence
from datetime import datetime

from odoo.tools import SQL


def deliveries(which: SQL, *, limit: int | None = None) -> SQL:
    """Return (move, delivered, given back or asked for): in the unit of the move, latest first.

    :param which: condition on `move` (a delivery) and its `sale` (order)
    """
    return SQL(
        """
        SELECT move.id, move.quantity::float,
               (COALESCE(asked.quantity, 0) + COALESCE(back.quantity, 0))::float
          FROM sale_order sale
          JOIN sale_order_line line ON line.order_id = sale.id
          JOIN stock_move move ON move.sale_line_id = line.id
          JOIN stock_location target ON target.id = move.location_dest_id
          JOIN uom_uom unit ON unit.id = move.product_uom
    CROSS JOIN LATERAL (%(asked)s) asked
    CROSS JOIN LATERAL (%(back)s) back
         WHERE move.state = 'done'
           AND target.usage = 'customer'
           AND move.quantity > 0
           AND %(which)s
         ORDER BY move.date DESC, move.id DESC
         LIMIT %(limit)s
        """,
        asked=_asked_for(),
        back=_back_without_request(),
        which=which,
        limit=limit,
    )


def of_member(member_id: int) -> SQL:
    """Return the condition that a delivery is of an order of a member, not all of it given back."""
    return SQL(
        "sale.distribution_member_id = %s AND sale.state = 'sale'"
        " AND move.quantity > COALESCE(asked.quantity, 0) + COALESCE(back.quantity, 0)",
        member_id,
    )


def these(move_ids: Sequence[int]) -> SQL:
    """Return the condition that a delivery is one of these."""
    return SQL("move.id = ANY(%s)", list(move_ids))


def asked_since(member_id: int, moment: datetime) -> SQL:
    """Return one row: the value of what a member asked to return since a moment, in UTC.

    What was withdrawn or rejected does not count, nor what was wrong with a delivery.
    """
    return SQL(
        """
        SELECT COALESCE(SUM(distribution_amount), 0)::float
          FROM rma
         WHERE distribution_member_id = %s
           AND distribution_kind = 'return'
           AND state <> 'cancelled'
           AND date >= %s
        """,
        member_id,
        moment,
    )


def _asked_for() -> SQL:
    """Return what returns of the joined `move` ask for, less what was withdrawn or rejected."""
    return SQL(
        """
        SELECT SUM(rma.product_uom_qty * asked_unit.factor / unit.factor) AS quantity
          FROM rma
          JOIN uom_uom asked_unit ON asked_unit.id = rma.product_uom
         WHERE rma.move_id = move.id
           AND rma.state <> 'cancelled'
        """
    )


def _back_without_request() -> SQL:
    """Return what the warehouse took back of the joined `move` without a return."""
    return SQL(
        """
        SELECT SUM(other.quantity * other_unit.factor / unit.factor) AS quantity
          FROM stock_move other
          JOIN uom_uom other_unit ON other_unit.id = other.product_uom
         WHERE other.origin_returned_move_id = move.id
           AND other.state = 'done'
           AND NOT EXISTS (SELECT FROM rma WHERE rma.reception_move_id = other.id)
        """
    )
