"""What a reversal gives back: per beneficiary, at the terms of the sale (commission.md §3).

What is left of an entry is amount x (1 - share taken back), rounded once; a reversal's entry is
the difference to what was left before it. So all reversals together end at exactly 0, in whichever
pieces they come. Goods that come back and the credit note for them are the same thing: of the
returned and the credited share the larger counts. An undone movement leaves nothing.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from .entries import write_entries


def reversed_by(movement_ids: Sequence[int]) -> SQL:
    """Return the condition that a run looks at these reversals, for every plan."""
    return SQL("reversal.id = ANY(%s)", list(movement_ids))


def reversed_in_the_past(plan_id: int, order_ids: Sequence[int] | None) -> SQL:
    """Return the condition that a run looks at all reversals of some orders, for one plan."""
    orders = SQL("reversal.order_id = ANY(%s)", list(order_ids)) if order_ids else SQL("TRUE")
    return SQL("origin.plan_id = %s AND %s", plan_id, orders)


def insert_clawbacks(which: SQL, user_id: int) -> SQL:
    """Write what reversals give back, and return one row: the number of new entries.

    :param which: condition on `reversal` and on the `origin` entry
    """
    return SQL(
        """
        WITH written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        written=write_entries(_rows(which), user_id),
    )


def _rows(which: SQL) -> SQL:
    return SQL(
        """
        SELECT origin.company_id, origin.plan_id, origin.rule_id, origin.lost_rule_id,
               origin.kind, origin.depth, origin.member_id, origin.buyer_id,
               reversal.id AS movement_id, reversal.order_id,
               CASE WHEN reversal.is_taking_back AND reversal.source = 'sale_line'
                    THEN reversal.source_id ELSE reversal.order_line_id END AS order_line_id,
               reversal.move_line_id, 0 AS sequence,
               ROUND(origin.quantity * (share.after - share.before), 6) * -1 AS quantity,
               ROUND(origin.base_amount * (1 - share.after), currency.decimal_places)
                   - ROUND(origin.base_amount * (1 - share.before), currency.decimal_places)
                   AS base_amount,
               origin.rate, origin.fixed_amount, NULL::numeric AS uncapped_amount,
               NULL::varchar AS capped_by,
               ROUND(origin.amount * (1 - share.after), currency.decimal_places)
                   - ROUND(origin.amount * (1 - share.before), currency.decimal_places)
                   AS amount,
               origin.currency_id, reversal.date,
               GREATEST(reversal.date, origin.available_date) AS available_date,
               origin.id AS origin_id
          FROM distribution_commission_movement reversal
          JOIN distribution_commission_movement sold ON sold.id = reversal.origin_id
          JOIN distribution_commission_entry origin
            ON origin.movement_id = sold.id
           AND origin.origin_id IS NULL
          JOIN res_currency currency ON currency.id = origin.currency_id
    CROSS JOIN LATERAL (%(share)s) share
         WHERE %(which)s
        """,
        share=share_taken_back(SQL("sold"), SQL("reversal.id")),
        which=which,
    )


def share_taken_back(sold: SQL, up_to: SQL) -> SQL:
    """Return which share of the movement `sold` is taken back before and after a movement's id."""
    return SQL(
        """
        SELECT %(after)s AS after, %(before)s AS before
          FROM distribution_commission_movement taken
         WHERE taken.origin_id = %(sold)s.id
           AND taken.id <= %(up_to)s
        """,
        after=_share(sold, SQL("TRUE")),
        before=_share(sold, SQL("taken.id < %s", up_to)),
        sold=sold,
        up_to=up_to,
    )


def _share(sold: SQL, when: SQL) -> SQL:
    return SQL(
        """
        CASE WHEN COALESCE(BOOL_OR(taken.role = 'undo') FILTER (WHERE %(when)s), FALSE) THEN 1
             ELSE LEAST(1, GREATEST(
                 0,
                 -SUM(taken.quantity) FILTER (WHERE taken.role = 'return' AND %(when)s)
                     / NULLIF(%(sold)s.quantity, 0),
                 -SUM(taken.untaxed) FILTER (WHERE taken.role = 'credit' AND %(when)s)
                     / NULLIF(%(sold)s.untaxed, 0)))
        END
        """,
        when=when,
        sold=sold,
    )
