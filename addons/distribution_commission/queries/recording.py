"""How movements are written: what documents say, as they are when nothing is recorded of them yet.

Whatever is recorded already is compared in `movements`, and taken back in `reversals`.
"""

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from odoo.tools import SQL

from . import source_deliveries, source_invoices, source_orders, source_payments
from .sources import SOURCE_COLUMNS, local_day

# What a document says, and what became of it here.
MOVEMENT_COLUMNS = (
    *SOURCE_COLUMNS,
    *("trigger", "role", "sequence", "part", "origin_id", "is_taking_back"),
)

FORWARD_SOURCES = {
    "confirmed": (source_orders.forward,),
    "delivered": (source_deliveries.forward, source_deliveries.services),
    "invoiced": (source_invoices.forward,),
    "paid": (source_payments.forward,),
}


class Recorded(NamedTuple):
    """What is returned of a new movement."""

    id: int
    role: str
    sequence: int
    part: int
    currency_id: int


def order_scope(
    order_ids: Sequence[int] | None, date_from: date | None = None, date_to: date | None = None
) -> SQL:
    """Return the condition that narrows a run to some orders or to some days, both included."""
    conditions = [SQL("TRUE")]
    if order_ids is not None:
        conditions.append(SQL("orders.id = ANY(%s)", list(order_ids)))
    day = local_day(SQL("orders.date_order"))
    if date_from:
        conditions.append(SQL("%s >= %s", day, date_from))
    if date_to:
        conditions.append(SQL("%s <= %s", day, date_to))
    return SQL(" AND ").join(conditions)


def documents(triggers: Sequence[str], scope: SQL) -> SQL:
    """Return what all documents in scope say now, with their trigger."""
    return SQL(" UNION ALL ").join(
        SQL("SELECT %s::varchar AS trigger, source.* FROM (%s) source", trigger, select(scope))
        for trigger in triggers
        for select in FORWARD_SOURCES[trigger]
    )


def insert_fresh(triggers: Sequence[str], scope: SQL, *, is_alone: bool = False) -> SQL:
    """Record what the documents of orders say of which nothing is recorded yet.

    Returns what `insert_forward` does, which it is a quicker way of.

    :param is_alone: nobody else records them now; it fails when somebody did
    """
    columns = SQL(", ").join(map(SQL.identifier, SOURCE_COLUMNS))
    return SQL(
        """
        WITH rows AS (
            SELECT %(columns)s, trigger, 'forward'::varchar AS role, 0 AS sequence,
                   (ROW_NUMBER() OVER (
                       PARTITION BY trigger, series_id ORDER BY date, source_id
                   ) - 1)::int AS part,
                   NULL::int AS origin_id, FALSE AS is_taking_back
              FROM (%(documents)s) document
             WHERE quantity <> 0 AND untaxed <> 0
        )
        %(insert)s
        """,
        columns=columns,
        documents=documents(triggers, scope),
        insert=insert_movements(is_alone=is_alone),
    )


def insert_movements(*, is_alone: bool = False) -> SQL:
    """Record `rows`, which have the columns of movements; what is recorded already stays.

    :param is_alone: nothing can be recorded already: not asking takes half the time
    """
    columns = SQL(", ").join(map(SQL.identifier, MOVEMENT_COLUMNS))
    return SQL(
        """
        INSERT INTO distribution_commission_movement (%(columns)s, posted_at)
        SELECT %(columns)s, NOW() AT TIME ZONE 'UTC' FROM rows ORDER BY date, source_id
        %(unless_there)s
        RETURNING id, role, sequence, part, currency_id
        """,
        columns=columns,
        unless_there=SQL() if is_alone else SQL("ON CONFLICT DO NOTHING"),
    )
