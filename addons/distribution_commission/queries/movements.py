"""Step 1: the movements, recorded once: what documents say now, less what is recorded of them.

A new document makes a forward movement, one that says nothing any more undoes its own, and one that
says more makes another part. An order line that says more, or another price or tax, is undone and
recorded anew on its old day: it earns by the terms of that day, as if it had been ordered so. What
documents take back, and lines that say less, are spread in `reversals`.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from .recording import documents, insert_movements
from .sources import SOURCE_COLUMNS


def insert_forward(triggers: Sequence[str], scope: SQL) -> SQL:
    """Record what documents say more than is recorded, and what they do not say any more.

    Returns a `Recorded` of each new movement.
    """
    return SQL(
        """
        WITH changes AS MATERIALIZED (%(changes)s), rows AS (
            %(forward)s UNION ALL %(undo)s
        )
        %(insert)s
        """,
        changes=changes(triggers, scope),
        forward=_forward_rows(),
        undo=_undo_rows(),
        insert=insert_movements(),
    )


def changes(triggers: Sequence[str], scope: SQL) -> SQL:
    """Return each document beside what is recorded of it, where the two differ.

    `had…` is what stands recorded: 0 when nothing was, or when all of it was undone.
    """
    columns = SQL(", ").join(
        SQL("document.%s", SQL.identifier(column))
        for column in SOURCE_COLUMNS
        if column not in ("source", "source_id", "series_id", "quantity", "untaxed")
    )
    return SQL(
        """
        SELECT * FROM (
            SELECT trigger, source, source_id, series_id, %(columns)s,
                   CASE WHEN COALESCE(document.untaxed, 0) = 0 THEN 0
                        ELSE document.quantity END AS quantity,
                   COALESCE(document.untaxed, 0) AS untaxed,
                   COALESCE(recorded.quantity, 0) AS had_quantity,
                   COALESCE(recorded.untaxed, 0) AS had_untaxed,
                   COALESCE(recorded.taxed, 0) AS had_taxed,
                   COALESCE(recorded.cost, 0) AS had_cost,
                   COALESCE(recorded.sequence + 1, 0) AS sequence,
                   COALESCE(SUM(recorded.forwards) OVER (
                       PARTITION BY trigger, series_id
                   ), 0) AS forwards
              FROM (%(documents)s) document
         FULL JOIN (%(recorded)s) recorded USING (trigger, source, source_id, series_id)
        ) pair
         WHERE quantity <> had_quantity
            OR (trigger = 'confirmed'
                AND (untaxed <> had_untaxed OR (taxed <> had_taxed AND %(is_tax_asked)s)))
        """,
        columns=columns,
        is_tax_asked=_is_tax_asked(),
        documents=documents(triggers, scope),
        recorded=_recorded(triggers, scope),
    )


def today_of(company: SQL) -> SQL:
    """Return what day it is where the company settles."""
    return SQL(
        """(NOW() AT TIME ZONE COALESCE(
                (SELECT distribution_tz FROM res_company WHERE id = %s), 'UTC'))::date""",
        company,
    )


def _recorded(triggers: Sequence[str], scope: SQL) -> SQL:
    """What stands recorded of each document that sold something."""
    return SQL(
        """
        SELECT movement.trigger, movement.source, movement.source_id, movement.series_id,
               SUM(movement.quantity) AS quantity, SUM(movement.untaxed) AS untaxed,
               SUM(movement.taxed) AS taxed, SUM(movement.cost) AS cost,
               MAX(movement.sequence) AS sequence,
               COUNT(*) FILTER (WHERE role = 'forward') AS forwards
          FROM distribution_commission_movement movement
          JOIN sale_order orders ON orders.id = movement.order_id
          JOIN res_company company ON company.id = orders.company_id
         WHERE movement.trigger = ANY(%(triggers)s)
           AND %(scope)s
         GROUP BY movement.trigger, movement.source, movement.source_id, movement.series_id
        HAVING BOOL_OR(role = 'forward')
        """,
        triggers=list(triggers),
        scope=scope,
    )


def is_anew() -> SQL:
    """Tell whether the document of `changes` is undone and recorded anew, whole."""
    return SQL(
        """
        ((trigger = 'confirmed' AND had_quantity > 0 AND quantity > 0
            AND (quantity >= had_quantity OR %(is_repriced)s))
         OR (had_quantity < 0 AND quantity <> 0))
        """,
        is_repriced=_is_repriced(),
    )


def _is_repriced() -> SQL:
    """Less than before, and that at another price or tax: off by more than a sum is rounded by."""
    return SQL(
        """
        (SELECT ABS(untaxed * had_quantity - had_untaxed * quantity) > coin * had_quantity
                OR (ABS(taxed * had_quantity - had_taxed * quantity) > 2 * coin * had_quantity
                    AND %(is_tax_asked)s)
           FROM (SELECT POWER(10::numeric, -decimal_places) AS coin
                   FROM res_currency WHERE id = currency_id) smallest)
        """,
        is_tax_asked=_is_tax_asked(),
    )


def _is_tax_asked() -> SQL:
    """Some plan of the company counts taxes; for the others another tax changes nothing."""
    return SQL(
        """
        company_id IN (SELECT company_id FROM distribution_commission_plan
                        WHERE trigger = 'confirmed' AND base = 'taxed' AND state <> 'draft')
        """
    )


def _forward_rows() -> SQL:
    """New documents, those recorded anew, and what others say more than before."""
    return SQL(
        """
        SELECT company_id, trigger, 'forward'::varchar AS role, source, source_id, series_id,
               sequence + CASE WHEN is_whole AND had_quantity <> 0 THEN forwards::int ELSE 0 END
                   AS sequence,
               (forwards + ROW_NUMBER() OVER (
                   PARTITION BY trigger, series_id ORDER BY date, source_id
               ) - 1)::int AS part,
               order_id, order_line_id, move_line_id, buyer_id,
               CASE WHEN is_whole THEN date ELSE %(today)s END AS date,
               CASE WHEN is_whole THEN quantity ELSE quantity - had_quantity END AS quantity,
               CASE WHEN is_whole THEN untaxed ELSE untaxed - had_untaxed END AS untaxed,
               CASE WHEN is_whole THEN taxed ELSE taxed - had_taxed END AS taxed,
               CASE WHEN is_whole THEN cost ELSE cost - had_cost END AS cost,
               whole_quantity, whole_untaxed, currency_id, NULL::int AS origin_id,
               FALSE AS is_taking_back
          FROM (SELECT *, had_quantity = 0 OR %(is_anew)s AS is_whole FROM changes) changes
         WHERE quantity <> 0
           AND (is_whole OR quantity > had_quantity)
        """,
        today=today_of(SQL("company_id")),
        is_anew=is_anew(),
    )


def _undo_rows() -> SQL:
    """What still stands of the movements of documents that say nothing any more, or are recorded
    anew.
    """
    return SQL(
        """
        SELECT origin.company_id, origin.trigger, 'undo'::varchar, origin.source,
               origin.source_id, origin.series_id,
               (changes.sequence + ROW_NUMBER() OVER (
                   PARTITION BY origin.trigger, origin.source, origin.source_id, origin.series_id
                       ORDER BY origin.id
               ) - 1)::int,
               0, origin.order_id, origin.order_line_id, origin.move_line_id, origin.buyer_id,
               %(today)s,
               -(origin.quantity + own.quantity), -(origin.untaxed + own.untaxed),
               -(origin.taxed + own.taxed), -(origin.cost + own.cost),
               0, 0, origin.currency_id, origin.id, FALSE
          FROM (SELECT *, %(is_anew)s AS is_anew FROM changes) changes
          JOIN distribution_commission_movement origin
            ON origin.trigger = changes.trigger
           AND origin.source = changes.source
           AND origin.source_id = changes.source_id
           AND origin.series_id = changes.series_id
           AND origin.role = 'forward'
    CROSS JOIN LATERAL (%(own)s) own
         WHERE (changes.quantity = 0 OR changes.is_anew)
           AND changes.had_quantity <> 0
           AND NOT own.is_undone
        """,
        today=today_of(SQL("origin.company_id")),
        is_anew=is_anew(),
        own=_own_reversals(),
    )


def _own_reversals() -> SQL:
    """What the document of the joined `origin` has taken back of it itself."""
    return SQL(
        """
        SELECT COALESCE(SUM(quantity), 0) AS quantity, COALESCE(SUM(untaxed), 0) AS untaxed,
               COALESCE(SUM(taxed), 0) AS taxed, COALESCE(SUM(cost), 0) AS cost,
               COALESCE(BOOL_OR(role = 'undo'), FALSE) AS is_undone
          FROM distribution_commission_movement later
         WHERE later.origin_id = origin.id
           AND later.source = origin.source
           AND later.source_id = origin.source_id
        """
    )


def pending_orders(scope: SQL, triggers: Sequence[str], reversal_changes: SQL) -> SQL:
    """Return the orders whose documents say something that is not recorded."""
    return SQL(
        """
        SELECT DISTINCT order_id FROM (
            SELECT COALESCE(change.order_id, movement.order_id) AS order_id
              FROM (%(changes)s) change
         LEFT JOIN distribution_commission_movement movement
                ON change.order_id IS NULL
               AND movement.trigger = change.trigger
               AND movement.source = change.source
               AND movement.source_id = change.source_id
               AND movement.series_id = change.series_id
             UNION ALL
            SELECT order_id FROM (%(reversals)s) reversal
        ) pending
         ORDER BY order_id
        """,
        changes=changes(triggers, scope),
        reversals=reversal_changes,
    )
