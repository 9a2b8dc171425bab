"""Questions about the tokens in one column: which keys they need, which are to be renewed."""

from odoo.tools import SQL


def values_by_key(table: str, column: str) -> SQL:
    """Return (key id, number of values) of an encrypted column."""
    return SQL(
        "SELECT split_part(%(column)s, ':', 3), COUNT(*) FROM %(table)s"
        " WHERE %(column)s IS NOT NULL GROUP BY 1",
        column=SQL.identifier(column),
        table=SQL.identifier(table),
    )


def outdated_values(table: str, column: str, key_id: str, after: int, limit: int) -> SQL:
    """Return (id, name of the row, token) of values under other keys, locked, in order of id.

    Rows that somebody else writes are passed over: they get the newest key by that, or the next
    run finds them.
    """
    return SQL(
        "SELECT id, sensitive_uid, %(column)s FROM %(table)s"
        " WHERE id > %(after)s AND %(column)s IS NOT NULL"
        " AND split_part(%(column)s, ':', 3) <> %(key_id)s"
        " ORDER BY id LIMIT %(limit)s FOR NO KEY UPDATE SKIP LOCKED",
        column=SQL.identifier(column),
        table=SQL.identifier(table),
        after=after,
        key_id=key_id,
        limit=limit,
    )


def renew_values(table: str, column: str, tokens: dict[int, str]) -> SQL:
    """Replace tokens by id; what they stand for stays, so no other column changes."""
    return SQL(
        "UPDATE %(table)s AS kept SET %(column)s = renewed.token"
        " FROM unnest(%(ids)s::int[], %(tokens)s::text[]) AS renewed(id, token)"
        " WHERE kept.id = renewed.id",
        table=SQL.identifier(table),
        column=SQL.identifier(column),
        ids=list(tokens),
        tokens=list(tokens.values()),
    )
