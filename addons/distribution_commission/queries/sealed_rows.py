"""What is sealed of statements and of their runs, as the database holds it: text, column by column.

Numbers keep the digits they are stored with, so reading them again gives the same text.
"""

from collections.abc import Sequence

from odoo.tools import SQL

from ..statement_seal import FIRST
from .entries import LEDGER_COLUMNS

LINE_COLUMNS = ("id", *LEDGER_COLUMNS, "period_start", "adjustment_id", "cycle_id")


def heads(statement_ids: Sequence[int], columns: Sequence[str]) -> SQL:
    """Return (id, {column: text}) of statements, by id."""
    return SQL(
        "SELECT id, %s FROM distribution_statement WHERE id = ANY(%s) ORDER BY id",
        _texts(("id", *columns)),
        list(statement_ids),
    )


def lines(statement_ids: Sequence[int]) -> SQL:
    """Return (statement, {column: text}) of their entries, by id."""
    return SQL(
        """
        SELECT statement_id, %s
          FROM distribution_commission_entry
         WHERE statement_id = ANY(%s)
         ORDER BY statement_id, id
        """,
        _texts(LINE_COLUMNS),
        list(statement_ids),
    )


def previous_seals(statement_ids: Sequence[int]) -> SQL:
    """Return (statement, last place, last seal) of the chains that these statements continue."""
    return SQL(
        """
        SELECT statement.id, COALESCE(last.seal_place, 0), last.seal
          FROM distribution_statement statement
     LEFT JOIN LATERAL (
               SELECT earlier.seal_place, earlier.seal
                 FROM distribution_statement earlier
                WHERE earlier.member_id = statement.member_id
                  AND earlier.seal_place IS NOT NULL
                ORDER BY earlier.seal_place DESC
                LIMIT 1
          ) last ON TRUE
         WHERE statement.id = ANY(%s)
        """,
        list(statement_ids),
    )


def broken_links(statement_ids: Sequence[int]) -> SQL:
    """Return (number, whether the one before is missing) of statements out of their chain."""
    return SQL(
        """
        SELECT statement.number, before.id IS NULL
          FROM distribution_statement statement
     LEFT JOIN distribution_statement before
            ON before.member_id = statement.member_id
           AND before.seal_place = statement.seal_place - 1
         WHERE statement.id = ANY(%(ids)s)
           AND statement.seal IS NOT NULL
           AND CASE WHEN statement.seal_place = 1 THEN statement.seal_previous <> %(first)s
                    ELSE statement.seal_previous IS DISTINCT FROM before.seal END
         ORDER BY statement.number
        """,
        ids=list(statement_ids),
        first=FIRST,
    )


def write_seals(rows: Sequence[tuple]) -> SQL:
    """Write (statement, place, previous, seal, key, body) of draft statements."""
    ids, places, previous, seals, keys, bodies = zip(*rows, strict=True)
    return SQL(
        """
        UPDATE distribution_statement statement
           SET seal_place = sealed.place, seal_previous = sealed.previous, seal = sealed.seal,
               seal_key = sealed.key, seal_body = sealed.body
          FROM UNNEST(%s::int[], %s::int[], %s::text[], %s::text[], %s::text[], %s::text[])
               AS sealed (id, place, previous, seal, key, body)
         WHERE statement.id = sealed.id
        """,
        list(ids),
        list(places),
        list(previous),
        list(seals),
        list(keys),
        list(bodies),
    )


def _texts(columns: Sequence[str]) -> SQL:
    """An object of the columns as text."""
    return SQL(
        "json_build_object(%s)",
        SQL(", ").join(SQL("%s, %s::text", column, SQL.identifier(column)) for column in columns),
    )
