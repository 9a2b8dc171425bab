"""Members whose upline of today, by the history, is another one than `upline_id` says."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL


def find_due(today: date, member_ids: Sequence[int] | None, limit: int | None = None) -> SQL:
    """Return the ids of members that stand elsewhere from today on, the nearest to the top first.

    In this order a member's new uplines stand where they belong before it follows them.
    """
    return SQL(
        """
        SELECT member.id
          FROM distribution_member member
          JOIN distribution_member_upline history
            ON history.member_id = member.id
           AND history.date_from <= %(today)s
           AND (history.date_to IS NULL OR history.date_to > %(today)s)
     LEFT JOIN LATERAL (
               SELECT MAX(above.depth) AS depth
                 FROM distribution_member_closure above
                WHERE above.member_id = member.id
                  AND above.date_from <= %(today)s
                  AND (above.date_to IS NULL OR above.date_to > %(today)s)
          ) place ON TRUE
         WHERE history.upline_id IS DISTINCT FROM member.upline_id
           AND %(scope)s
         ORDER BY COALESCE(place.depth, 0), member.id
         LIMIT %(limit)s
        """,
        today=today,
        scope=SQL("TRUE") if member_ids is None else SQL("member.id = ANY(%s)", list(member_ids)),
        limit=limit,
    )


def apply_uplines(member_ids: Sequence[int], today: date) -> SQL:
    """Give members the upline that their history names for today."""
    return SQL(
        """
        UPDATE distribution_member member
           SET upline_id = history.upline_id
          FROM distribution_member_upline history
         WHERE member.id = ANY(%(members)s)
           AND history.member_id = member.id
           AND history.date_from <= %(today)s
           AND (history.date_to IS NULL OR history.date_to > %(today)s)
        """,
        members=list(member_ids),
        today=today,
    )


def rewrite_paths(member_ids: Sequence[int], today: date) -> SQL:
    """Bring the paths of members, and of all who stand below them, in line with their uplines.

    The members' own paths come from the closure; those of the others follow from `upline_id`.
    """
    return SQL(
        """
        WITH RECURSIVE place AS (
            SELECT member.id, COALESCE(above.path, '') || member.id || '/' AS path
              FROM distribution_member member
         LEFT JOIN LATERAL (
                   SELECT STRING_AGG(line.ancestor_id || '/', '' ORDER BY line.depth DESC) AS path
                     FROM distribution_member_closure line
                    WHERE line.member_id = member.id
                      AND line.date_from <= %(today)s
                      AND (line.date_to IS NULL OR line.date_to > %(today)s)
              ) above ON TRUE
             WHERE member.id = ANY(%(members)s)
             UNION ALL
            SELECT member.id, place.path || member.id || '/'
              FROM place
              JOIN distribution_member member ON member.upline_id = place.id
             WHERE member.id <> ALL(%(members)s)
        )
        UPDATE distribution_member member
           SET parent_path = place.path
          FROM place
         WHERE place.id = member.id
           AND place.path IS DISTINCT FROM member.parent_path
        """,
        members=list(member_ids),
        today=today,
    )
