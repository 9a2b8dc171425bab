"""The upline chain as it was on a day, nearest upline first."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def upline_chain(member_ids: Sequence[int], on_date: date) -> SQL:
    """Return rows (member_id, upline_id, depth) for each ancestor of `member_ids` on `on_date`."""
    return SQL(
        """
        WITH RECURSIVE chain AS (
            SELECT history.member_id, history.upline_id, 1 AS depth
              FROM distribution_member_upline history
             WHERE history.member_id = ANY(%(members)s)
               AND history.upline_id IS NOT NULL
               AND history.date_from <= %(day)s
               AND (history.date_to IS NULL OR history.date_to > %(day)s)
             UNION ALL
            SELECT chain.member_id, history.upline_id, chain.depth + 1
              FROM chain
              JOIN distribution_member_upline history ON history.member_id = chain.upline_id
             WHERE history.upline_id IS NOT NULL
               AND history.date_from <= %(day)s
               AND (history.date_to IS NULL OR history.date_to > %(day)s)
        )
        SELECT member_id, upline_id, depth FROM chain ORDER BY member_id, depth
        """,
        members=list(member_ids),
        day=on_date,
    )
