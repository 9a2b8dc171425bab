"""What the comparisons with the ERP found of the stock."""

from datetime import datetime

from odoo.tools import SQL


def comparisons(company_id: int, start: datetime, end: datetime) -> SQL:
    """Return (run, percent of the items that were right) of finished comparisons.

    A comparison that had nothing to compare has no percentage, which the ORM reads as 0.
    """
    return SQL(
        """
        SELECT id, accuracy_items
          FROM distribution_erp_run
         WHERE company_id = %s
           AND stream = 'reconcile'
           AND state = 'done'
           AND started >= %s
           AND started < %s
           AND accuracy_items IS NOT NULL
        """,
        company_id,
        start,
        end,
    )
