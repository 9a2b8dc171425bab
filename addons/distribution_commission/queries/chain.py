"""Step 2: who stood above the buyer on the day of the sale, the buyer itself at depth 0.

Columns: buyer_id, date, member_id, level_id, depth. Only members that were active that day, and
whose commission was not frozen.
"""

from odoo.tools import SQL


def chain() -> SQL:
    """Return the dated chains of all buyers in `movements`, up to the deepest plan."""
    return SQL(
        """
        SELECT line.buyer_id,
               line.date,
               line.member_id,
               %(level)s AS level_id,
               line.depth
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
         WHERE %(earns)s
        """,
        level=level_on_day(SQL("member"), SQL("line.date")),
        earns=_may_earn(),
    )


def _may_earn() -> SQL:
    """The member was active on the day of the sale, and its commission was not frozen."""
    return SQL(
        """
               EXISTS (
               SELECT 1
                 FROM distribution_member_status status
                WHERE status.member_id = line.member_id
                  AND status.state = 'active'
                  AND status.date_from <= line.date
                  AND (status.date_to IS NULL OR status.date_to > line.date)
         )
           AND NOT EXISTS (
               SELECT 1
                 FROM distribution_member_freeze frozen
                WHERE frozen.member_id = line.member_id
                  AND frozen.kind = 'commission'
                  AND frozen.date_from <= line.date
                  AND (frozen.date_to IS NULL OR frozen.date_to > line.date)
         )
        """
    )


def level_on_day(member: SQL, day: SQL) -> SQL:
    """Return the level of the joined `member` on `day`; its present one where no history is."""
    return SQL(
        """
        COALESCE((SELECT history.level_id
                    FROM distribution_member_level history
                   WHERE history.member_id = %(member)s.id
                     AND history.date_from <= %(day)s
                     AND (history.date_to IS NULL OR history.date_to > %(day)s)),
                 %(member)s.level_id)
        """,
        member=member,
        day=day,
    )
