"""What a reversal gives back: per beneficiary, at the terms of the sale (commission.md §3).

What is left of an entry is amount x (1 - share taken back), rounded once; a reversal's entry is
the difference to what was left before it. So all reversals together end at exactly 0, in whichever
pieces they come. Goods that come back and the credit note for them are the same thing: of the
returned and the credited share the larger counts. An undone movement leaves nothing.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from .entries import write_entries

# What is left of a quantity is rounded to so many decimals, as its columns are.
QUANTITY_PLACES = 6


def reversed_by(movement_ids: Sequence[int]) -> SQL:
    """Return the condition that a run looks at these reversals, for every plan."""
    return SQL("reversal.id = ANY(%s)", list(movement_ids))


def reversed_in_the_past(plan_id: int, order_ids: Sequence[int] | None) -> SQL:
    """Return the condition that a run looks at all reversals of some orders, for one plan."""
    orders = SQL("reversal.order_id = ANY(%s)", list(order_ids)) if order_ids else SQL("TRUE")
    return SQL("origin.plan_id = %s AND %s", plan_id, orders)


def insert_clawbacks(which: SQL) -> SQL:
    """Write what reversals give back, and return one row: the number of new entries.

    :param which: condition on `reversal` and on the `origin` entry
    """
    return SQL(
        """
        WITH written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        written=write_entries(rows(which)),
    )


def rows(which: SQL) -> SQL:
    """Return the entries that reversals write.

    :param which: as above
    """
    return SQL("SELECT * FROM (%s) back WHERE amount <> 0", _all_rows(which))


def _all_rows(which: SQL) -> SQL:
    return SQL(
        """
        SELECT origin.company_id, origin.plan_id, origin.rule_id, origin.lost_rule_id,
               origin.kind, origin.depth, origin.member_id, origin.buyer_id,
               reversal.id AS movement_id, reversal.order_id,
               CASE WHEN reversal.is_taking_back AND reversal.source = 'sale_line'
                    THEN reversal.source_id ELSE reversal.order_line_id END AS order_line_id,
               reversal.move_line_id, 0 AS sequence,
               %(quantity)s AS quantity,
               %(base)s AS base_amount,
               origin.rate, origin.fixed_amount, NULL::numeric AS uncapped_amount,
               NULL::varchar AS capped_by,
               %(amount)s AS amount,
               origin.currency_id, reversal.date,
               GREATEST(reversal.date, origin.available_date) AS available_date,
               origin.id AS origin_id
          FROM distribution_commission_movement reversal
          JOIN distribution_commission_movement sold ON sold.id = reversal.origin_id
          JOIN distribution_commission_entry origin
            ON origin.movement_id = sold.id
           AND origin.origin_id IS NULL
          JOIN res_currency currency ON currency.id = origin.currency_id
          JOIN distribution_commission_plan plan ON plan.id = origin.plan_id
    CROSS JOIN LATERAL (%(standing)s) standing
         WHERE %(which)s
        """,
        quantity=_difference(SQL("origin.quantity"), SQL("%s", QUANTITY_PLACES)),
        base=_difference(
            SQL("origin.base_amount"),
            SQL(
                "CASE plan.base WHEN 'quantity' THEN %s ELSE currency.decimal_places END",
                QUANTITY_PLACES,
            ),
        ),
        amount=_difference(SQL("origin.amount"), SQL("currency.decimal_places")),
        standing=what_stands(SQL("sold"), SQL("reversal.id")),
        which=which,
    )


def _difference(whole: SQL, decimals: SQL) -> SQL:
    """What is left of `whole` after the reversal, less what was left before. Exact: divided
    last.
    """
    return SQL(
        "ROUND(%(whole)s * standing.after / standing.after_of, %(decimals)s)"
        " - ROUND(%(whole)s * standing.before / standing.before_of, %(decimals)s)",
        whole=whole,
        decimals=decimals,
    )


def what_stands(sold: SQL, up_to: SQL) -> SQL:
    """Return which fraction of the movement `sold` stands before and after a movement's id.

    Columns: before / before_of and after / after_of.
    """
    return SQL(
        """
        SELECT before.part AS before, before.whole AS before_of,
               after.part AS after, after.whole AS after_of
          FROM (%(before)s) before CROSS JOIN (%(after)s) after
        """,
        before=fraction_standing(sold, SQL("taken.id < %s", up_to)),
        after=fraction_standing(sold, SQL("taken.id <= %s", up_to)),
    )


def fraction_standing(sold: SQL, when: SQL) -> SQL:
    """Return part and whole: the smaller of what returns and what credits leave of a movement, and
    nothing of one that is undone.

    :param when: condition on `taken`, the reversals that count
    """
    return SQL(
        """
        SELECT CASE WHEN is_undone THEN 0
                    WHEN is_by_quantity THEN GREATEST(LEAST(quantity - returned, quantity), 0)
                    WHEN untaxed > 0 THEN GREATEST(LEAST(untaxed - credited, untaxed), 0)
                    ELSE 1 END AS part,
               CASE WHEN is_undone THEN 1 WHEN is_by_quantity THEN quantity
                    WHEN untaxed > 0 THEN untaxed ELSE 1 END AS whole
          FROM (
            SELECT total.*,
                   quantity > 0 AND (untaxed <= 0 OR returned * untaxed >= credited * quantity)
                       AS is_by_quantity
              FROM (
                SELECT %(sold)s.quantity, %(sold)s.untaxed,
                       COALESCE(BOOL_OR(taken.role = 'undo'), FALSE) AS is_undone,
                       COALESCE(-SUM(taken.quantity) FILTER (WHERE taken.role = 'return'), 0)
                           AS returned,
                       COALESCE(-SUM(taken.untaxed) FILTER (WHERE taken.role = 'credit'), 0)
                           AS credited
                  FROM distribution_commission_movement taken
                 WHERE taken.origin_id = %(sold)s.id
                   AND %(when)s
              ) total
          ) compared
        """,
        when=when,
        sold=sold,
    )
