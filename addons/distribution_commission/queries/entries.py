"""Step 5: the ledger rows, written by one statement; what is there already stays as it is."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

from .amounts import amounts
from .chain import chain
from .matching import matching
from .movements import movements

# What the engine writes of an entry, in this order, whichever step writes it.
LEDGER_COLUMNS = (
    "company_id",
    "plan_id",
    "rule_id",
    "lost_rule_id",
    "kind",
    "depth",
    "member_id",
    "buyer_id",
    "order_id",
    "order_line_id",
    "sequence",
    "quantity",
    "base_amount",
    "rate",
    "fixed_amount",
    "amount",
    "currency_id",
    "date",
    "available_date",
    "origin_id",
)


def write_entries(rows: SQL, user_id: int) -> SQL:
    """Write `rows`, which have the ledger's columns, and count those that are new.

    No amount, no entry; what the ledger holds already stays as it is.
    """
    columns = SQL(", ").join(map(SQL.identifier, LEDGER_COLUMNS))
    return SQL(
        """
        INSERT INTO distribution_commission_entry (%(columns)s, create_uid, create_date)
        SELECT %(columns)s, %(user)s, NOW() AT TIME ZONE 'UTC'
          FROM (%(rows)s) entry
         WHERE amount <> 0
        ON CONFLICT DO NOTHING
        RETURNING 1
        """,
        columns=columns,
        rows=rows,
        user=user_id,
    )


def insert_entries(
    order_ids: Sequence[int] | None, date_from: date | None, date_to: date | None, user_id: int
) -> SQL:
    """Write what the movements in scope earn, and return one row: the number of new entries."""
    return SQL(
        """
        WITH movements AS MATERIALIZED (%(movements)s),
             chain AS MATERIALIZED (%(chain)s),
             matching AS (%(matching)s),
             amounts AS (%(amounts)s),
             written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        movements=movements(order_ids, date_from, date_to),
        chain=chain(),
        matching=matching(),
        amounts=amounts(),
        written=write_entries(
            SQL("SELECT amounts.*, NULL::int AS origin_id FROM amounts"), user_id
        ),
    )
