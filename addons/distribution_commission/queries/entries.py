"""Step 8: the ledger rows, written by one statement; what is there already stays as it is."""

from collections.abc import Sequence

from odoo.tools import SQL

from .amounts import amounts, rated
from .caps import caps
from .chain import chain
from .earning import earning
from .matching import matching

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
    "movement_id",
    "order_id",
    "order_line_id",
    "move_line_id",
    "sequence",
    "quantity",
    "base_amount",
    "rate",
    "fixed_amount",
    "uncapped_amount",
    "capped_by",
    "amount",
    "currency_id",
    "date",
    "available_date",
    "origin_id",
)


def write_entries(rows: SQL, user_id: int) -> SQL:
    """Write `rows`, which have the ledger's columns, and count those that are new.

    No amount, no entry, unless a cap lowered it to nothing; what the ledger holds already stays.
    """
    columns = SQL(", ").join(map(SQL.identifier, LEDGER_COLUMNS))
    return SQL(
        """
        INSERT INTO distribution_commission_entry (%(columns)s, create_uid, create_date)
        SELECT %(columns)s, %(user)s, NOW() AT TIME ZONE 'UTC'
          FROM (%(rows)s) entry
         WHERE amount <> 0 OR capped_by IS NOT NULL
        ON CONFLICT DO NOTHING
        RETURNING 1
        """,
        columns=columns,
        rows=rows,
        user=user_id,
    )


def earned_by(movement_ids: Sequence[int]) -> SQL:
    """Return the condition that a run looks at these movements, for every plan."""
    return SQL("movement.id = ANY(%s)", list(movement_ids))


def earned_in_the_past(plan_id: int, order_ids: Sequence[int] | None) -> SQL:
    """Return the condition that a run looks at all movements of some orders, for one plan."""
    orders = SQL("movement.order_id = ANY(%s)", list(order_ids)) if order_ids else SQL("TRUE")
    return SQL("plan.id = %s AND %s", plan_id, orders)


def insert_entries(which: SQL, user_id: int) -> SQL:
    """Write what movements earn, and return one row: the number of new entries.

    :param which: condition on `movement` and `plan`
    """
    return SQL(
        """
        WITH %(steps)s,
             written AS (%(written)s)
        SELECT COUNT(*) FROM written
        """,
        steps=steps(which),
        written=write_entries(rows(), user_id),
    )


def steps(which: SQL) -> SQL:
    """Return the named steps from movements to `capped` amounts, for a WITH."""
    return SQL(
        """
             earning AS MATERIALIZED (%(earning)s),
             chain AS MATERIALIZED (%(chain)s),
             matching AS (%(matching)s),
             rated AS (%(rated)s),
             amounts AS (%(amounts)s),
             capped AS (%(caps)s)
        """,
        earning=earning(which),
        chain=chain(),
        matching=matching(),
        rated=rated(),
        amounts=amounts(),
        caps=caps(),
    )


def rows() -> SQL:
    """Return `capped` with the ledger's columns."""
    return SQL(
        """
        SELECT company_id, plan_id, rule_id, lost_rule_id, kind, depth, member_id, buyer_id,
               movement_id, order_id, order_line_id, move_line_id, 0 AS sequence, quantity,
               base_amount, rate, fixed_amount,
               CASE WHEN amount <> uncapped THEN uncapped END AS uncapped_amount,
               CASE WHEN amount = uncapped THEN NULL
                    WHEN amount <> scaled THEN 'period_cap'
                    WHEN scaled <> limited THEN 'payout_cap'
                    ELSE 'max_amount' END AS capped_by,
               amount, currency_id, date, available_date, NULL::int AS origin_id
          FROM capped
        """
    )
