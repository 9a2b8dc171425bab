"""What a quotation would earn if it were confirmed, delivered, invoiced and paid on a day.

The query's own `distribution_commission_movement` stands before the table of that name: the steps
of the engine read the quotation's lines, each as one whole movement of every trigger. Entries
of the ledger are read for the caps of a period only, and nothing is written.
"""

from datetime import date

from odoo.tools import SQL

from . import entries, source_orders


def estimate(order_id: int, day: date, features: entries.Features) -> SQL:
    """Return the rows that the ledger would have of an order. Bonuses of a period are not part."""
    return SQL(
        """
        WITH distribution_commission_movement AS (%(movements)s), %(steps)s
        SELECT estimated.* FROM (%(rows)s) estimated ORDER BY depth, order_line_id, rule_id
        """,
        movements=_movements(order_id, day),
        steps=entries.steps(SQL("TRUE"), features),
        rows=entries.rows(),
    )


def _movements(order_id: int, day: date) -> SQL:
    """The lines as forward movements of the triggers that a plan in force pays on."""
    return SQL(
        """
        SELECT (ROW_NUMBER() OVER (ORDER BY line.source_id, plan.trigger))::int AS id,
               plan.trigger, 'forward'::varchar AS role, 0 AS part, 0 AS sequence,
               line.source, line.source_id, line.series_id, line.company_id, line.order_id,
               line.order_line_id, line.move_line_id, line.buyer_id, %(day)s::date AS date,
               line.quantity::numeric, line.untaxed, line.taxed, line.cost,
               line.whole_quantity::numeric, line.whole_untaxed, line.currency_id,
               NULL::int AS origin_id
          FROM (%(lines)s) line
          JOIN (
               SELECT DISTINCT plan.company_id, plan.trigger
                 FROM distribution_commission_plan plan
                WHERE plan.state IN ('active', 'closed')
                  AND plan.date_from <= %(day)s
                  AND (plan.date_to IS NULL OR plan.date_to >= %(day)s)
               ) plan ON plan.company_id = line.company_id
         WHERE line.quantity <> 0 AND line.untaxed <> 0
        """,
        day=day,
        lines=source_orders.quoted(SQL("orders.id = %s", order_id)),
    )
