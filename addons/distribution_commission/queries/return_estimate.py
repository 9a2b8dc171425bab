"""What a return that is only asked for would give back: the ledger's own steps, nothing written.

The query's own `distribution_commission_movement` stands before the table of that name, as in
`estimate`: it holds what is recorded of the order, and the movements that the return would add.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from odoo.tools import SQL

from . import clawback, reversals
from .recording import MOVEMENT_COLUMNS

# Later than all that is recorded; the ids themselves are shown to nobody.
FIRST_ID = 2**31 - 100_000
BY_GOODS = ("confirmed", "delivered")


@dataclass(frozen=True, slots=True, kw_only=True)
class Return:
    """Goods of an order line that may come back, and the credit note for them.

    `quantity` is in the product's own unit, `untaxed` in the currency of the order.
    """

    company_id: int
    order_id: int
    order_line_id: int
    delivery_id: int
    invoice_id: int | None
    quantity: float
    untaxed: float
    day: date


def estimate(back: Return, triggers: Sequence[str]) -> SQL:
    """Return the rows that the ledger would have: per entry that earned, what is taken back."""
    columns = SQL(", ").join(map(SQL.identifier, MOVEMENT_COLUMNS))
    return SQL(
        """
        WITH %(steps)s,
             distribution_commission_movement AS (
                SELECT id, %(columns)s
                  FROM distribution_commission_movement
                 WHERE order_id = %(order)s
                 UNION ALL
                SELECT (%(first)s + ROW_NUMBER() OVER (ORDER BY date, source_id))::int, %(columns)s
                  FROM rows
             )
        SELECT back.* FROM (%(rows)s) back ORDER BY depth, member_id, rule_id
        """,
        steps=reversals.supposed_steps(
            SQL(" UNION ALL ").join(_reduction(back, trigger) for trigger in triggers)
        ),
        columns=columns,
        order=back.order_id,
        first=FIRST_ID,
        rows=clawback.rows(SQL("reversal.id > %s", FIRST_ID)),
    )


def _reduction(back: Return, trigger: str) -> SQL:
    """Return the document that would take back: goods, or the credit note where money counts."""
    is_goods = trigger in BY_GOODS
    return SQL(
        """
        SELECT %(company)s::int AS company_id, %(trigger)s::varchar AS trigger,
               %(role)s::varchar AS role, 'supposed'::varchar AS source, 0 AS source_id,
               0 AS series_id, 0 AS sequence, %(order)s::int AS order_id,
               %(line)s::int AS order_line_id, NULL::int AS move_line_id, %(day)s::date AS date,
               %(amount)s::numeric AS amount, %(untaxed)s::numeric AS untaxed,
               0::numeric AS taxed, %(named_source)s::varchar AS named_source,
               %(named)s::int AS named_id, TRUE AS is_taking_back
        """,
        company=back.company_id,
        trigger=trigger,
        role="return" if is_goods else "credit",
        order=back.order_id,
        line=back.order_line_id,
        day=back.day,
        amount=back.quantity if is_goods else back.untaxed,
        untaxed=None if is_goods else back.untaxed,
        named_source="stock_move" if is_goods else "invoice",
        named=back.delivery_id if is_goods else back.invoice_id,
    )
