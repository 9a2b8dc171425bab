"""What the sales of some branches have earned from a day on: it depends on who stood above them."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def branch_entries(member_ids: Sequence[int], date_from: date) -> SQL:
    """Return the ids of the entries whose buyer is one of the members, or stood below one of them
    on the day of the entry.
    """
    return SQL(
        """
        SELECT entry.id
          FROM distribution_commission_entry entry
         WHERE entry.date >= %(day)s
           AND (entry.buyer_id = ANY(%(members)s) OR EXISTS (
               SELECT 1
                 FROM distribution_member_closure above
                WHERE above.member_id = entry.buyer_id
                  AND above.ancestor_id = ANY(%(members)s)
                  AND above.date_from <= entry.date
                  AND (above.date_to IS NULL OR above.date_to > entry.date)
           ))
        """,
        day=date_from,
        members=list(member_ids),
    )
