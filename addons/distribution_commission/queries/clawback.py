"""What a return gives back: per beneficiary, at the terms of the sale (commission.md §3).

After the k-th return, what is left of an entry is earned x (quantity left / quantity sold), rounded
once; the return gives back the difference to what was left before it. So the last return always
ends at exactly 0, however the quantity was split.
"""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

from .entries import write_entries
from .movements import local_day, order_scope, product_quantity


def insert_clawbacks(
    order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None, user_id: int
) -> SQL:
    """Write what the returns in scope give back, and return one row: the number of new entries."""
    return SQL(
        """
        WITH returns AS (%(returns)s),
             remaining AS (%(remaining)s),
             steps AS (%(steps)s),
             written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        returns=_returns(order_ids, date_from, date_to),
        remaining=_remaining(),
        steps=_steps(),
        written=write_entries(_reversals(), user_id),
    )


def _reversals() -> SQL:
    """One ledger row for each step that gives something back."""
    return SQL(
        """
        SELECT company_id, plan_id, rule_id, lost_rule_id, kind, depth, member_id, buyer_id,
               order_id, order_line_id, sequence, -quantity AS quantity, base_amount, rate,
               fixed_amount, left_after - left_before AS amount, currency_id, date,
               date AS available_date, entry_id AS origin_id
          FROM steps
        """
    )


def _returns(order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None) -> SQL:
    """The entries of the sales taken back, once for each return line that does not stand yet.

    A return confirmed again after its cancellation takes back again, by the next sequence.
    """
    return SQL(
        """
        SELECT entry.id AS entry_id, entry.company_id, entry.plan_id, entry.rule_id,
               entry.lost_rule_id, entry.kind, entry.depth, entry.member_id, entry.buyer_id,
               entry.rate, entry.fixed_amount, entry.currency_id, entry.amount AS earned,
               entry.base_amount AS sold_base, entry.quantity AS sold,
               currency.decimal_places AS decimals,
               COALESCE(posted.sequence + 1, 0) AS sequence,
               orders.id AS order_id, line.id AS order_line_id, -(%(quantity)s) AS quantity,
               %(local_day)s AS date
          FROM sale_order_line line
          JOIN sale_order orders ON orders.id = line.order_id
          JOIN res_company company ON company.id = orders.company_id
          JOIN product_product product ON product.id = line.product_id
          JOIN product_template template ON template.id = product.product_tmpl_id
          JOIN uom_uom line_unit ON line_unit.id = line.product_uom_id
          JOIN uom_uom product_unit ON product_unit.id = template.uom_id
          JOIN distribution_commission_entry entry
            ON entry.order_line_id = line.distribution_origin_line_id
           AND entry.origin_id IS NULL
          JOIN res_currency currency ON currency.id = entry.currency_id
    CROSS JOIN LATERAL (%(posted)s) posted
         WHERE orders.state = 'sale'
           AND %(scope)s
           AND posted.standing = 0
        """,
        quantity=product_quantity(),
        posted=_posted(),
        local_day=local_day(SQL("orders.date_order")),
        scope=order_scope(order_ids, date_from, date_to),
    )


def _posted() -> SQL:
    """What the ledger holds of a return already: its sum for this entry, and its last sequence."""
    return SQL(
        """
        SELECT MAX(other.sequence) AS sequence,
               COALESCE(SUM(other.amount) FILTER (WHERE other.origin_id = entry.id), 0) AS standing
          FROM distribution_commission_entry other
         WHERE other.order_line_id = line.id
           AND other.plan_id = entry.plan_id
        """
    )


def _remaining() -> SQL:
    """Add what earlier returns have given back already, and what this run took back before."""
    return SQL(
        """
        SELECT returns.*,
               earned + COALESCE(given.amount, 0) AS left_at_start,
               sold + COALESCE(given.quantity, 0)
                   - SUM(returns.quantity) OVER (
                       PARTITION BY entry_id ORDER BY date, order_line_id
                   ) AS quantity_left
          FROM returns
     LEFT JOIN LATERAL (
               SELECT SUM(reversal.amount) AS amount, SUM(reversal.quantity) AS quantity
                 FROM distribution_commission_entry reversal
                WHERE reversal.origin_id = returns.entry_id
          ) given ON TRUE
        """
    )


def _steps() -> SQL:
    """What is left before and after each return."""
    return SQL(
        """
        SELECT target.*,
               -ROUND(sold_base * quantity / sold, decimals) AS base_amount,
               COALESCE(
                   LAG(left_after) OVER (PARTITION BY entry_id ORDER BY date, order_line_id),
                   left_at_start
               ) AS left_before
          FROM (
            SELECT remaining.*,
                   ROUND(earned * GREATEST(quantity_left, 0) / sold, decimals) AS left_after
              FROM remaining
          ) target
        """
    )
