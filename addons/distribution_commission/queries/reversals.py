"""Step 2: what documents take back, spread over the movements that earned.

Over those of the document that is named (the returned delivery, the credited invoice), else over
the newest first, each up to what is left of it; what exceeds them waits for another one. What was
taken of a movement that is undone counts as not taken: it is taken of the movement that is recorded
anew. One document per order line, role and round: the next one sees what is left.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from . import source_deliveries, source_invoices, source_orders, source_payments
from .movements import changes, is_anew, today_of
from .recording import insert_movements
from .sources import share
from .undone import is_undone


def _returned_deliveries(scope: SQL) -> SQL:
    """Deliveries returned; what negative lines take back is counted by the lines themselves."""
    return source_deliveries.reversals(
        SQL("%s AND line.distribution_origin_line_id IS NULL", scope)
    )


REVERSAL_SOURCES = {
    "confirmed": (source_orders.reversals, _returned_deliveries, source_invoices.reversals),
    "delivered": (source_deliveries.reversals, source_invoices.reversals),
    "invoiced": (source_invoices.reversals,),
    "paid": (source_payments.reversals,),
}


def insert_reversals(triggers: Sequence[str], scope: SQL) -> SQL:
    """Record one round. Returns id, role, sequence and part of each new movement."""
    return SQL(
        """
        WITH different AS MATERIALIZED (%(different)s),
             reductions AS MATERIALIZED (%(reductions)s),
             taken AS MATERIALIZED (%(taken)s),
             rows AS (%(restored)s UNION ALL %(taken_rows)s)
        %(insert)s
        """,
        different=reversal_changes(triggers, scope),
        reductions=_reductions(triggers, scope),
        taken=_taken(),
        restored=_restored_rows(),
        taken_rows=_taken_rows(),
        insert=insert_movements(),
    )


def reversal_changes(triggers: Sequence[str], scope: SQL) -> SQL:
    """Return each document that takes back beside what is recorded of it, where they differ.

    `measure` is what counts: the quantity of a return, the untaxed amount of a credit note.
    """
    documents = SQL(" UNION ALL ").join(
        SQL("SELECT %s::varchar AS trigger, source.* FROM (%s) source", trigger, select(scope))
        for trigger in triggers
        for select in REVERSAL_SOURCES[trigger]
    )
    return SQL(
        """
        SELECT * FROM (
            SELECT trigger, source, source_id, series_id, document.company_id,
                   COALESCE(document.role, recorded.role) AS role,
                   COALESCE(document.order_line_id, recorded.order_line_id) AS order_line_id,
                   COALESCE(document.order_id, recorded.order_id) AS order_id,
                   document.move_line_id, document.date, document.quantity, document.untaxed,
                   document.named_source, document.named_id,
                   COALESCE(CASE document.role WHEN 'return' THEN document.quantity
                                 ELSE document.untaxed END, 0) AS measure,
                   COALESCE(recorded.measure, 0) AS had_measure,
                   COALESCE(recorded.sequence + 1, 0) AS sequence
              FROM (SELECT *, COALESCE(move_line_id, source_id) AS series_id
                      FROM (%(documents)s) source) document
         FULL JOIN (%(recorded)s) recorded USING (trigger, source, source_id, series_id)
        ) pair
         WHERE measure <> had_measure
        """,
        documents=documents,
        recorded=_recorded(triggers, scope),
    )


def _recorded(triggers: Sequence[str], scope: SQL) -> SQL:
    return SQL(
        """
        SELECT movement.trigger, movement.source, movement.source_id, movement.series_id,
               MIN(movement.role) AS role, MIN(movement.order_line_id) AS order_line_id,
               MIN(movement.order_id) AS order_id,
               -SUM(CASE movement.role WHEN 'return' THEN movement.quantity
                         ELSE movement.untaxed END) FILTER (WHERE NOT %(is_undone)s) AS measure,
               MAX(movement.sequence) AS sequence
          FROM distribution_commission_movement movement
          JOIN sale_order orders ON orders.id = movement.order_id
          JOIN res_company company ON company.id = orders.company_id
         WHERE movement.trigger = ANY(%(triggers)s)
           AND movement.is_taking_back
           AND %(scope)s
         GROUP BY movement.trigger, movement.source, movement.source_id, movement.series_id
        """,
        triggers=list(triggers),
        is_undone=is_undone(SQL("movement.origin_id")),
        scope=scope,
    )


def supposed_steps(reductions: SQL) -> SQL:
    """Return the CTEs up to `rows`, the movements that documents would add which only might come.

    :param reductions: as `_reductions` gives them; each takes of another order line or trigger
    """
    return SQL(
        """
        reductions AS MATERIALIZED (%(reductions)s),
        taken AS MATERIALIZED (%(taken)s),
        rows AS (%(taken_rows)s)
        """,
        reductions=reductions,
        taken=_taken(),
        taken_rows=_taken_rows(),
    )


def _reductions(triggers: Sequence[str], scope: SQL) -> SQL:
    """What is to be spread; also what documents that sold say less than before."""
    return SQL(
        """
            SELECT company_id, trigger, role, source, source_id, series_id, sequence, order_id,
                   order_line_id, move_line_id, date, measure - had_measure AS amount,
                   CASE WHEN had_measure = 0 THEN untaxed END AS untaxed, 0::numeric AS taxed,
                   named_source, named_id, TRUE AS is_taking_back
              FROM different
             WHERE measure > had_measure
             UNION ALL
            SELECT company_id, trigger, 'return', source, source_id, series_id, sequence, order_id,
                   order_line_id, move_line_id, %(today)s, had_quantity - quantity,
                   had_untaxed - untaxed, had_taxed - taxed, NULL, NULL, FALSE
              FROM (%(changes)s) less
             WHERE had_quantity > quantity AND quantity > 0 AND NOT %(is_anew)s
        """,
        today=today_of(SQL("company_id")),
        is_anew=is_anew(),
        changes=changes(triggers, scope),
    )


def _taken() -> SQL:
    """How much is taken in this round: by the earliest document that finds something to take."""
    return SQL(
        """
        SELECT part.*, LEAST(remaining, amount - before) AS taken
          FROM (
            SELECT candidate.*,
                   SUM(remaining) OVER (PARTITION BY trigger, order_line_id, role
                                            ORDER BY origin_id DESC) - remaining AS before
              FROM (
                SELECT found.*,
                       DENSE_RANK() OVER (PARTITION BY trigger, order_line_id, role
                                              ORDER BY date, source, source_id, series_id) AS turn
                  FROM (%(candidates)s) found
                 WHERE remaining > 0 AND (is_named OR NOT names_one)
              ) candidate
             WHERE turn = 1
          ) part
         WHERE before < amount
        """,
        candidates=_candidates(),
    )


def _candidates() -> SQL:
    """Each reduction beside each movement of its order line, and what is left of that one."""
    return SQL(
        """
        SELECT reduction.*, origin.id AS origin_id, origin.date AS sold_on,
               origin.buyer_id, origin.currency_id, origin.quantity AS sold,
               origin.untaxed AS sold_untaxed, standing.remaining, named.is_named,
               BOOL_OR(named.is_named) OVER (
                   PARTITION BY reduction.trigger, reduction.source, reduction.source_id,
                                reduction.series_id, reduction.role
               ) AS names_one
          FROM reductions reduction
          JOIN distribution_commission_movement origin
            ON origin.order_line_id = reduction.order_line_id
           AND origin.trigger = reduction.trigger
           AND origin.role = 'forward'
    CROSS JOIN LATERAL (%(standing)s) standing
    CROSS JOIN LATERAL (SELECT %(is_named)s AS is_named) named
        """,
        standing=_standing(),
        is_named=_is_named(),
    )


def _standing() -> SQL:
    """What of the `origin` can still be taken back by a return, or by a credit note."""
    return SQL(
        """
        SELECT CASE WHEN COALESCE(BOOL_OR(later.role = 'undo'), FALSE) THEN 0
                    WHEN reduction.role = 'return' THEN origin.quantity
                         + COALESCE(SUM(later.quantity) FILTER (WHERE later.role = 'return'), 0)
                    ELSE origin.untaxed
                         + COALESCE(SUM(later.untaxed) FILTER (WHERE later.role = 'credit'), 0)
               END AS remaining
          FROM distribution_commission_movement later
         WHERE later.origin_id = origin.id
        """
    )


def _is_named() -> SQL:
    """The `origin` belongs to the document that the reduction names."""
    return SQL(
        """
        CASE reduction.named_source
            WHEN 'stock_move' THEN
                COALESCE(origin.source = 'stock_move' AND origin.source_id = reduction.named_id,
                         FALSE)
            WHEN 'invoice' THEN
                EXISTS (SELECT 1 FROM account_move_line item
                         WHERE item.id = origin.move_line_id
                           AND item.move_id = reduction.named_id)
            ELSE FALSE
        END
        """
    )


def _taken_rows() -> SQL:
    return SQL(
        """
        SELECT company_id, trigger, role, source, source_id, series_id,
               (sequence + ROW_NUMBER() OVER (
                   PARTITION BY trigger, order_line_id, role ORDER BY origin_id DESC) - 1)::int
                   AS sequence,
               0 AS part, order_id, order_line_id, move_line_id, buyer_id,
               GREATEST(date, sold_on) AS date,
               -CASE role WHEN 'return' THEN taken ELSE 0 END AS quantity,
               -CASE WHEN role = 'credit' THEN taken
                     WHEN untaxed IS NOT NULL THEN %(untaxed)s
                     ELSE ROUND(sold_untaxed * taken / sold, 6) END AS untaxed,
               -(%(taxed)s) AS taxed, 0::numeric AS cost, 0::numeric AS whole_quantity,
               0::numeric AS whole_untaxed, currency_id, origin_id, is_taking_back
          FROM taken
        """,
        untaxed=_part_of(SQL("untaxed")),
        taxed=_part_of(SQL("taxed")),
    )


def _part_of(whole: SQL) -> SQL:
    """The part of a reduction's sum that belongs to what is taken of one movement."""
    return share(whole, SQL("taken"), SQL("before"), SQL("amount"), SQL("6"))


def _restored_rows() -> SQL:
    """What documents took back that do not take it back any more, or take back less; what they
    still take back is spread anew in the next round.
    """
    return SQL(
        """
        SELECT movement.company_id, movement.trigger, movement.role, movement.source,
               movement.source_id, movement.series_id,
               (different.sequence + ROW_NUMBER() OVER (
                   PARTITION BY movement.trigger, movement.source, movement.source_id,
                                movement.series_id
                       ORDER BY movement.origin_id) - 1)::int AS sequence,
               0 AS part, movement.order_id, movement.order_line_id,
               MAX(movement.move_line_id) AS move_line_id, movement.buyer_id,
               %(today)s AS date,
               -SUM(movement.quantity) AS quantity, -SUM(movement.untaxed) AS untaxed,
               0::numeric AS taxed, 0::numeric AS cost, 0::numeric AS whole_quantity,
               0::numeric AS whole_untaxed, movement.currency_id,
               movement.origin_id, TRUE AS is_taking_back
          FROM different
          JOIN distribution_commission_movement movement
            ON movement.trigger = different.trigger
           AND movement.source = different.source
           AND movement.source_id = different.source_id
           AND movement.series_id = different.series_id
         WHERE different.measure < different.had_measure
           AND NOT %(is_undone)s
         GROUP BY movement.company_id, movement.trigger, movement.role, movement.source,
                  movement.source_id, movement.series_id, movement.order_id,
                  movement.order_line_id, movement.buyer_id, movement.currency_id,
                  movement.origin_id, different.sequence
        HAVING SUM(movement.quantity) <> 0 OR SUM(movement.untaxed) <> 0
        """,
        today=today_of(SQL("movement.company_id")),
        is_undone=is_undone(SQL("movement.origin_id")),
    )
