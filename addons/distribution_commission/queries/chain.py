"""Step 2: who stood above the buyer on the day of the sale, the buyer itself at depth 0.

Columns: buyer_id, date, member_id, level_id, depth. Only members that were active that day.
"""

from odoo.tools import SQL


def chain() -> SQL:
    """Return the dated chains of all buyers in `movements`, up to the deepest plan."""
    return SQL(
        """
        SELECT line.buyer_id, line.date, line.member_id, member.level_id, line.depth
          FROM (
            WITH RECURSIVE upward AS (
                SELECT DISTINCT buyer_id, date, buyer_id AS member_id, 0 AS depth
                  FROM movements
                 UNION ALL
                SELECT upward.buyer_id, upward.date, history.upline_id, upward.depth + 1
                  FROM upward
                  JOIN distribution_member_upline history
                    ON history.member_id = upward.member_id
                   AND history.date_from <= upward.date
                   AND (history.date_to IS NULL OR history.date_to > upward.date)
                 WHERE history.upline_id IS NOT NULL
                   AND upward.depth < (SELECT MAX(max_depth) FROM movements)
            )
            SELECT * FROM upward
          ) line
          JOIN distribution_member member ON member.id = line.member_id
         WHERE EXISTS (
               SELECT 1
                 FROM distribution_member_status status
                WHERE status.member_id = line.member_id
                  AND status.state = 'active'
                  AND status.date_from <= line.date
                  AND (status.date_to IS NULL OR status.date_to > line.date)
         )
        """
    )
