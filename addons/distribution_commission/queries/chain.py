"""Step 4: who stood above the buyer on the day of the movement, the buyer itself at depth 0.

Columns: buyer_id, date, member_id, level_id, depth, is_earning, buyer_level_id, compressed_depth.
`is_earning`: active that day, and commission not frozen. `compressed_depth` counts earning uplines
only.
"""

from odoo.tools import SQL


def chain(*, is_whole: bool = False) -> SQL:
    """Return the dated chains of all buyers in `earning`.

    :param is_whole: up to the top; else as far as the plans pay
    """
    return SQL(
        """
        WITH reach AS (  -- compressing plans look for earning uplines all the way up
            SELECT CASE WHEN %(is_whole)s OR BOOL_OR(on_inactive = 'compress') THEN 2147483647
                        ELSE MAX(max_depth) END AS deepest
              FROM earning
        )
        SELECT seat.*, FIRST_VALUE(level_id) OVER nearest_first AS buyer_level_id,
               COUNT(*) FILTER (WHERE depth > 0 AND is_earning) OVER nearest_first
                   AS compressed_depth
          FROM (
            SELECT pair.buyer_id, pair.date, member.id AS member_id, %(level)s AS level_id,
                   link.depth, %(is_earning)s AS is_earning
              FROM (SELECT DISTINCT buyer_id, date FROM earning) pair
        CROSS JOIN LATERAL (
                SELECT pair.buyer_id AS member_id, 0 AS depth
                 UNION ALL
                SELECT closure.ancestor_id, closure.depth
                  FROM distribution_member_closure closure
                 WHERE closure.member_id = pair.buyer_id
                   AND closure.depth <= (SELECT deepest FROM reach)
                   AND closure.date_from <= pair.date
                   AND (closure.date_to IS NULL OR closure.date_to > pair.date)
              ) link
              JOIN distribution_member member ON member.id = link.member_id
            OFFSET 0  -- else what is asked of a seat would be looked up for each use
          ) seat
        WINDOW nearest_first AS (PARTITION BY buyer_id, date ORDER BY depth)
        """,
        is_whole=is_whole,
        level=level_on_day(SQL("member"), SQL("pair.date")),
        is_earning=_is_earning(),
    )


def _is_earning() -> SQL:
    """The member was active on the day, and its commission was not frozen."""
    return SQL(
        """
        (EXISTS (
            SELECT 1
              FROM distribution_member_status status
             WHERE status.member_id = link.member_id
               AND status.state = 'active'
               AND status.date_from <= pair.date
               AND (status.date_to IS NULL OR status.date_to > pair.date)
        ) AND NOT EXISTS (
            SELECT 1
              FROM distribution_member_freeze frozen
             WHERE frozen.member_id = link.member_id
               AND frozen.kind = 'commission'
               AND frozen.date_from <= pair.date
               AND (frozen.date_to IS NULL OR frozen.date_to > pair.date)
        ))
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
