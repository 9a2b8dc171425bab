"""How deep the branches below members are, against what their levels allow."""

from collections.abc import Sequence

from odoo.tools import SQL


def too_deep(member_ids: Sequence[int]) -> SQL:
    """Return (member, levels of downline, levels allowed) where a changed branch is too deep.

    The changed members' uplines are asked too: the whole branch counts below each of them.
    """
    return SQL(
        """
        WITH RECURSIVE limits AS (
            SELECT changed.parent_path,
                   upper.id,
                   level.max_downline_depth AS allowed,
                   cardinality(string_to_array(changed.parent_path, '/'))
                   - cardinality(string_to_array(upper.parent_path, '/')) AS distance,
                   changed.id AS changed_id
              FROM distribution_member changed
              JOIN distribution_member upper
                ON upper.id = ANY(
                       string_to_array(TRIM(TRAILING '/' FROM changed.parent_path), '/')::int[])
              JOIN distribution_level level
                ON level.id = upper.level_id AND level.max_downline_depth >= 0
             WHERE changed.id = ANY(%(member_ids)s)
        ),
        branch AS (
            SELECT DISTINCT changed_id, changed_id AS member_id, 0 AS depth FROM limits
             UNION ALL
            SELECT branch.changed_id, lower.id, branch.depth + 1
              FROM branch
              JOIN distribution_member lower ON lower.upline_id = branch.member_id
             WHERE lower.state <> 'terminated'
        )
        SELECT limits.id, limits.distance + MAX(branch.depth), limits.allowed
          FROM limits
          JOIN branch ON branch.changed_id = limits.changed_id
      GROUP BY limits.id, limits.changed_id, limits.distance, limits.allowed
        HAVING limits.distance + MAX(branch.depth) > limits.allowed
        """,
        member_ids=list(member_ids),
    )
