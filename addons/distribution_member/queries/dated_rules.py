"""What the dated hierarchy and the dated levels must keep to on every day, seen together."""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

LAST_DAY = SQL("'infinity'::date")


def written_bonds(member_ids: Sequence[int]) -> SQL:
    """Return the bonds of these members in the history, upward and downward."""
    return SQL(
        """
        SELECT member_id, upline_id, date_from, date_to
          FROM distribution_member_upline
         WHERE member_id = ANY(%(member_ids)s) OR upline_id = ANY(%(member_ids)s)
        """,
        member_ids=list(member_ids),
    )


def wanted_bonds(member_ids: Sequence[int], upline_id: int, day: date) -> SQL:
    """Return the bonds as they would be if these members stood under an upline from a day on."""
    return SQL(
        "SELECT unnest(%s) AS member_id, %s AS upline_id, %s AS date_from, NULL::date AS date_to",
        list(member_ids),
        upline_id,
        day,
    )


def ranks_not_falling(bonds: SQL, day: date) -> SQL:
    """Return (member, its rank, upline, its rank, first day) where a rank does not fall.

    :param bonds: `written_bonds` or `wanted_bonds`; looked at are `day` and every later day
    """
    return SQL(
        """
          SELECT bond.member_id, lower_level.rank, bond.upline_id, upper_level.rank,
                 GREATEST(bond.date_from, lower.date_from, upper.date_from, %(day)s) AS first_day
            FROM (%(bonds)s) bond
            JOIN distribution_member_level lower ON lower.member_id = bond.member_id
            JOIN distribution_level lower_level ON lower_level.id = lower.level_id
            JOIN distribution_member_level upper ON upper.member_id = bond.upline_id
            JOIN distribution_level upper_level ON upper_level.id = upper.level_id
           WHERE upper_level.rank >= lower_level.rank
             AND GREATEST(bond.date_from, lower.date_from, upper.date_from, %(day)s)
                 < LEAST(COALESCE(bond.date_to, %(last)s), lower.date_to, upper.date_to)
        ORDER BY first_day, bond.member_id
        """,
        bonds=bonds,
        day=day,
        last=LAST_DAY,
    )


def branches_too_deep(member_ids: Sequence[int], day: date) -> SQL:
    """Return (member, levels of downline, levels allowed, first day), the deepest first.

    Asked are these members and all who stand above them on `day` or a later day.
    """
    return SQL(
        """
        WITH upper AS (
            SELECT ancestor_id AS member_id
              FROM distribution_member_closure
             WHERE member_id = ANY(%(member_ids)s)
               AND COALESCE(date_to, %(last)s) > %(day)s
             UNION
            SELECT unnest(%(member_ids)s)
        )
          SELECT upper.member_id, branch.depth, level.max_downline_depth,
                 GREATEST(branch.date_from, history.date_from, %(day)s) AS first_day
            FROM upper
            JOIN distribution_member_level history ON history.member_id = upper.member_id
            JOIN distribution_level level
              ON level.id = history.level_id AND level.max_downline_depth >= 0
            JOIN distribution_member_closure branch
              ON branch.ancestor_id = upper.member_id AND branch.depth > level.max_downline_depth
            JOIN distribution_member lowest
              ON lowest.id = branch.member_id AND lowest.state <> 'terminated'
           WHERE GREATEST(branch.date_from, history.date_from, %(day)s)
                 < LEAST(COALESCE(branch.date_to, %(last)s), history.date_to)
        ORDER BY branch.depth DESC, first_day
           LIMIT 1
        """,
        member_ids=list(member_ids),
        day=day,
        last=LAST_DAY,
    )
