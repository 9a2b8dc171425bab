"""Members whose level of today, by the history, is another one than `level_id` says."""

from datetime import date

from odoo.tools import SQL


def find_due(today: date) -> SQL:
    """Return (member, new level, does it move down) in an order that keeps the ranks falling.

    Who moves away from the manufacturer goes first, the lowest of them before the others; then who
    moves towards it, the highest first.
    """
    return SQL(
        """
        SELECT member.id, history.level_id, new_level.rank > old_level.rank
          FROM distribution_member member
          JOIN distribution_member_level history
            ON history.member_id = member.id
           AND history.date_from <= %(today)s
           AND (history.date_to IS NULL OR history.date_to > %(today)s)
          JOIN distribution_level old_level ON old_level.id = member.level_id
          JOIN distribution_level new_level ON new_level.id = history.level_id
         WHERE history.level_id <> member.level_id
         ORDER BY new_level.rank > old_level.rank DESC,
                  CASE WHEN new_level.rank > old_level.rank THEN -new_level.rank
                       ELSE new_level.rank
                   END,
                  history.level_id,
                  member.id
        """,
        today=today,
    )
