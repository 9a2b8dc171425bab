"""What an upgrade may not lose: rows of our tables, and every sum of money and quantities."""

from collections.abc import Iterator

from scripts.cluster import Cluster

# Odoo's documents that our addons add columns to.
DOCUMENTS = ("sale_order", "sale_order_line", "stock_picking", "stock_move", "account_move", "rma")


def read(database: str, cluster: Cluster) -> dict[str, dict[str, str]]:
    """Return {table: {"rows" or column: count or sum}} of all our tables that hold data."""
    columns: dict[str, list[str]] = {}
    for table, column, kind in cluster.sql(
        "SELECT table_name, column_name, data_type FROM information_schema.columns"
        " WHERE table_schema = 'public' AND table_name IN (SELECT relname FROM pg_class"
        " WHERE relkind = 'r') ORDER BY 1, 2",
        database=database,
    ):
        if table.startswith("distribution_") or table in DOCUMENTS:
            columns.setdefault(table, [])
            if kind == "numeric":
                columns[table].append(column)
    query = " UNION ALL ".join(_sums(table, numbers) for table, numbers in columns.items())
    return dict(cluster.sql(query, database=database))


def _sums(table: str, numbers: list[str]) -> str:
    sums = "".join(f", '{column}', COALESCE(SUM({column}), 0)::text" for column in numbers)
    return f"SELECT '{table}', jsonb_build_object('rows', COUNT(*)::text{sums}) FROM {table}"


def losses(before: dict, after: dict, gone: set[str]) -> Iterator[str]:
    """Yield what is less, or other, than before the upgrade.

    :param gone: tables that a fresh database of today has not

    >>> list(losses({"a": {"rows": "2", "m": "1.50"}}, {"a": {"rows": "1", "m": "1.40"}}, set()))
    ['a: 1 rows, were 2', 'a.m: 1.40, was 1.50']
    """
    for table, had in before.items():
        has = after.get(table)
        if has is None:
            if had["rows"] != "0" and table not in gone:
                yield f"{table}: gone with {had['rows']} rows"
            continue
        if int(has["rows"]) < int(had["rows"]):
            yield f"{table}: {has['rows']} rows, were {had['rows']}"
        for column in had.keys() & has.keys() - {"rows"}:
            if float(has[column]) != float(had[column]):
                yield f"{table}.{column}: {has[column]}, was {had[column]}"
