"""Step 5: the ledger rows, written by one statement; what is there already stays as it is."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

from .amounts import amounts
from .chain import chain
from .matching import matching
from .movements import movements


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
             written AS (
                INSERT INTO distribution_commission_entry (
                    company_id, plan_id, rule_id, lost_rule_id, kind, depth, member_id, buyer_id,
                    order_id, order_line_id, sequence, quantity, base_amount, rate, fixed_amount,
                    amount, currency_id, date, available_date, create_uid, create_date
                )
                SELECT company_id, plan_id, rule_id, lost_rule_id, kind, depth, member_id, buyer_id,
                       order_id, order_line_id, sequence, quantity, base_amount, rate, fixed_amount,
                       amount, currency_id, date, available_date, %(user)s, %(now)s
                  FROM amounts
                 WHERE amount <> 0
                ON CONFLICT DO NOTHING
                RETURNING 1
             )
        SELECT COUNT(*) FROM written
        """,
        movements=movements(order_ids, date_from, date_to),
        chain=chain(),
        matching=matching(),
        amounts=amounts(),
        user=user_id,
        now=SQL("NOW() AT TIME ZONE 'UTC'"),
    )
