"""What a cancelled order gives back: everything that still stands (commission.md §3).

A cancelled sale takes back what is left of each entry after the returns; a cancelled return gives
again what it had taken back. Either way the entries of the order's line sum up to nothing, on the
day of the run, so that a second run finds nothing to do.
"""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

from .entries import write_entries
from .movements import local_day, order_scope


def insert_cancellations(
    order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None, user_id: int
) -> SQL:
    """Write what the cancelled orders in scope undo, and return one row: the number of entries."""
    return SQL(
        """
        WITH standing AS (%(standing)s),
             written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        standing=_standing(order_ids, date_from, date_to),
        written=write_entries(_undoings(), user_id),
    )


def _undoings() -> SQL:
    """One ledger row against each sum that stands."""
    return SQL(
        """
        SELECT origin.company_id, origin.plan_id, origin.rule_id, origin.lost_rule_id,
               origin.kind, origin.depth, origin.member_id, origin.buyer_id,
               standing.order_id, standing.order_line_id,
               standing.sequence + ROW_NUMBER() OVER (
                   PARTITION BY standing.order_line_id, origin.plan_id, origin.rule_id,
                                origin.member_id
                       ORDER BY origin.id
               ) AS sequence,
               -standing.quantity AS quantity, -standing.base_amount AS base_amount, origin.rate,
               origin.fixed_amount, -standing.amount AS amount, origin.currency_id,
               standing.today AS date, standing.today AS available_date, origin.id AS origin_id
          FROM standing
          JOIN distribution_commission_entry origin ON origin.id = standing.origin_id
         WHERE standing.amount <> 0
        """
    )


def _standing(order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None) -> SQL:
    """What the entries of a cancelled line sum up to, per entry they began with.

    The returns of a cancelled sale stand on other lines, and count as given back already; they
    give nothing again when they are cancelled later themselves.
    """
    return SQL(
        """
        SELECT entry.order_id, entry.order_line_id, root.id AS origin_id,
               %(today)s AS today,
               MAX(MAX(entry.sequence)) OVER (PARTITION BY entry.order_line_id) AS sequence,
               SUM(entry.amount) + COALESCE(MAX(returned.amount), 0) AS amount,
               SUM(entry.quantity) + COALESCE(MAX(returned.quantity), 0) AS quantity,
               SUM(entry.base_amount) + COALESCE(MAX(returned.base_amount), 0) AS base_amount
          FROM sale_order orders
          JOIN res_company company ON company.id = orders.company_id
          JOIN distribution_commission_entry entry ON entry.order_id = orders.id
          JOIN distribution_commission_entry root
            ON root.id = COALESCE(entry.origin_id, entry.id)
     LEFT JOIN LATERAL (
               SELECT SUM(other.amount) AS amount, SUM(other.quantity) AS quantity,
                      SUM(other.base_amount) AS base_amount
                 FROM distribution_commission_entry other
                WHERE root.order_line_id = entry.order_line_id
                  AND other.origin_id = root.id
                  AND other.order_line_id <> entry.order_line_id
          ) returned ON TRUE
         WHERE orders.state = 'cancel'
           AND (entry.order_line_id = root.order_line_id OR NOT EXISTS (
               SELECT 1
                 FROM distribution_commission_entry undone
                WHERE undone.origin_id = root.id
                  AND undone.order_line_id = root.order_line_id
           ))
           AND %(scope)s
         GROUP BY entry.order_id, entry.order_line_id, root.id, company.id
        """,
        today=local_day(SQL("NOW() AT TIME ZONE 'UTC'")),
        scope=order_scope(order_ids, date_from, date_to),
    )
