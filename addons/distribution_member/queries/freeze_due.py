"""Members whose freezes of today, by the history, are others than their switches say."""

from collections.abc import Iterable, Mapping
from datetime import date

from odoo.tools import SQL


def find_due(today: date, switches: Mapping[str, str], limit: int) -> SQL:
    """Return the ids of members to bring in line.

    :param switches: {kind of freeze: column of the member}
    """
    return SQL(
        """
        WITH held AS (
            SELECT member_id, %(held)s
              FROM distribution_member_freeze
             WHERE date_from <= %(today)s
               AND (date_to IS NULL OR date_to > %(today)s)
          GROUP BY member_id
        )
        SELECT member.id
          FROM distribution_member member
     LEFT JOIN held ON held.member_id = member.id
         WHERE (%(present)s) IS DISTINCT FROM (%(wanted)s)
         ORDER BY member.id
         LIMIT %(limit)s
        """,
        today=today,
        held=SQL(", ").join(
            SQL("BOOL_OR(kind = %s) AS %s", kind, SQL.identifier(column))
            for kind, column in switches.items()
        ),
        present=_row("member", switches.values()),
        wanted=_row("held", switches.values()),
        limit=limit,
    )


def _row(alias: str, columns: Iterable[str]) -> SQL:
    """Return the switches as a list of values; what was never set is off."""
    return SQL(", ").join(
        SQL("COALESCE(%s, FALSE)", SQL.identifier(alias, column)) for column in columns
    )
