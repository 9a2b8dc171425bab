"""The first rows of the histories of new members."""

from collections.abc import Sequence

from odoo.tools import SQL


def begin(table: str, column: str, member_ids: Sequence[int], *, reason: str, user_id: int) -> SQL:
    """Insert a row for each member that keeps the value of `column` from its first day on."""
    return SQL(
        """
        INSERT INTO %(table)s (member_id, date_from, %(column)s, reason, user_id,
                               create_uid, write_uid, create_date, write_date)
        SELECT id, date_start, %(column)s, %(reason)s, %(user_id)s,
               %(user_id)s, %(user_id)s, now() AT TIME ZONE 'UTC', now() AT TIME ZONE 'UTC'
          FROM distribution_member
         WHERE id = ANY(%(members)s)
        """,
        table=SQL.identifier(table),
        column=SQL.identifier(column),
        reason=reason,
        user_id=user_id,
        members=list(member_ids),
    )
