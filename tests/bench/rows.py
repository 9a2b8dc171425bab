"""Many rows at once: copies of a pattern record, made by one INSERT … SELECT."""

from collections.abc import Mapping

from odoo.tools import SQL


def clone(env, pattern, source: SQL, columns: Mapping[str, SQL]) -> list[int]:
    """Insert a copy of `pattern` for every row of `source`; return the new ids.

    The pattern is made by the ORM, so a column that an addon adds later has its default here too.

    :param source: a FROM item with an alias, for example `generate_series(1, 10) AS n`
    :param columns: what differs from row to row, as expressions over `source`
    """
    env.flush_all()
    # The checks of foreign keys were planned for a handful of rows: they would read whole tables.
    env.cr.execute("DISCARD PLANS")
    names = [
        name
        for (name,) in env.execute_query(
            SQL(
                "SELECT attname FROM pg_attribute WHERE attrelid = %s::regclass"
                " AND attnum > 0 AND NOT attisdropped AND attname <> 'id' ORDER BY attnum",
                pattern._table,
            )
        )
    ]
    assert set(columns) <= {*names, "id"}, f"{pattern._table} has no {set(columns) - set(names)}"
    targets = [*names, *({"id"} & set(columns))]
    rows = env.execute_query(
        SQL(
            "INSERT INTO %s (%s) SELECT %s FROM %s AS pattern, %s WHERE pattern.id = %s"
            " RETURNING id",
            SQL.identifier(pattern._table),
            SQL(", ").join(map(SQL.identifier, targets)),
            SQL(", ").join(columns.get(name, SQL.identifier("pattern", name)) for name in targets),
            SQL.identifier(pattern._table),
            source,
            pattern.id,
        )
    )
    env.invalidate_all()
    return [row[0] for row in rows]
