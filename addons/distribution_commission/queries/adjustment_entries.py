"""The ledger row of an approved adjustment: one, whoever approves how often."""

from collections.abc import Sequence

from odoo.tools import SQL

from .statement_totals import ADJUSTMENT_KIND


def insert_adjustments(adjustment_ids: Sequence[int]) -> SQL:
    """Write what approved adjustments give or take; what stands in the ledger stays as it is."""
    return SQL(
        """
        INSERT INTO distribution_commission_entry (
            adjustment_id, company_id, cycle_id, kind, depth, sequence, member_id, quantity,
            base_amount, amount, currency_id, date, available_date, posted_at
        )
        SELECT adjustment.id, adjustment.company_id, adjustment.cycle_id, %(kind)s, 0, 0,
               adjustment.member_id, 0, 0, adjustment.amount, adjustment.currency_id,
               adjustment.date, adjustment.date, NOW() AT TIME ZONE 'UTC'
          FROM distribution_commission_adjustment adjustment
         WHERE adjustment.id = ANY(%(ids)s)
           AND adjustment.state = 'approved'
        ON CONFLICT DO NOTHING
        """,
        kind=ADJUSTMENT_KIND,
        ids=list(adjustment_ids),
    )
