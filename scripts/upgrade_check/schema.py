"""What PostgreSQL's catalogue says of a database, so that two can be compared."""

from collections.abc import Iterator

from scripts.cluster import Cluster

# kind -> query for (what, definition)
CATALOGUE = {
    "column": """
        SELECT c.relname || '.' || a.attname,
               format_type(a.atttypid, a.atttypmod) || CASE WHEN a.attnotnull THEN ' NOT NULL'
                                                            ELSE '' END
               || COALESCE(' DEFAULT ' || pg_get_expr(d.adbin, d.adrelid), '')
          FROM pg_attribute a
          JOIN pg_class c ON c.oid = a.attrelid AND c.relkind IN ('r', 'p')
          LEFT JOIN pg_attrdef d ON d.adrelid = a.attrelid AND d.adnum = a.attnum
         WHERE c.relnamespace = 'public'::regnamespace AND a.attnum > 0 AND NOT a.attisdropped
    """,
    "constraint": """
        SELECT conrelid::regclass || '.' || conname, pg_get_constraintdef(oid)
          FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype NOT IN ('n', 'f')
    """,
    # PostgreSQL numbers the names of these two when long ones are cut to the same.
    "foreign key": """
        SELECT conrelid::regclass || ' ' || pg_get_constraintdef(oid), '' FROM pg_constraint
         WHERE connamespace = 'public'::regnamespace AND contype = 'f'
    """,
    "index": """
        SELECT CASE WHEN indexname ~ '_idx\\d*$'
                    THEN REGEXP_REPLACE(indexdef, 'INDEX \\S+ ON', 'INDEX ON')
                    ELSE tablename || '.' || indexname END,
               CASE WHEN indexname ~ '_idx\\d*$' THEN '' ELSE indexdef END
          FROM pg_indexes
         WHERE schemaname = 'public'
    """,
    "trigger": """
        SELECT tgrelid::regclass || '.' || tgname,
               pg_get_triggerdef(oid) || CASE tgenabled WHEN 'O' THEN '' ELSE ' OFF' END
          FROM pg_trigger WHERE NOT tgisinternal
    """,
    "function": """
        SELECT oid::regprocedure::text, pg_get_functiondef(oid) FROM pg_proc
         WHERE pronamespace = 'public'::regnamespace AND prokind <> 'a'
    """,
    "view": """
        SELECT relname, pg_get_viewdef(oid) FROM pg_class
         WHERE relkind IN ('v', 'm') AND relnamespace = 'public'::regnamespace
    """,
    "sequence": """
        SELECT relname, '' FROM pg_class
         WHERE relkind = 'S' AND relnamespace = 'public'::regnamespace
           AND relname !~ '^ir_sequence_[0-9]'
    """,
}


def read(database: str, cluster: Cluster) -> dict[str, dict[str, str]]:
    """Return {kind: {what: definition}} of a database."""
    query = " UNION ALL ".join(
        f"SELECT '{kind}', what::text, means::text FROM ({query}) AS found(what, means)"
        for kind, query in CATALOGUE.items()
    )
    found: dict[str, dict[str, str]] = {kind: {} for kind in CATALOGUE}
    for kind, what, means in cluster.sql(query, database=database):
        found[kind][what] = means
    return found


def differences(upgraded: dict, fresh: dict) -> Iterator[str]:
    """Yield what an upgraded database has otherwise than a fresh one.

    >>> old = {"column": {"a.x": "integer", "a.z": "text"}}
    >>> list(differences(old, {"column": {"a.x": "bigint", "a.y": "text"}}))
    ['column a.x: integer, not bigint', 'column a.y: missing', 'column a.z: left over']
    """
    for kind, wanted in fresh.items():
        found = upgraded[kind]
        for what in sorted(found.keys() | wanted.keys()):
            if what not in found:
                yield f"{kind} {what}: missing"
            elif what not in wanted:
                yield f"{kind} {what}: left over"
            elif found[what] != wanted[what]:
                yield f"{kind} {what}: {found[what]}, not {wanted[what]}"
