"""Triggers by which the database itself refuses to change rows that are history.

The error is a `check_violation` (SQLSTATE 23514), which Odoo turns into a ValidationError for
people and RPC clients alike.
"""

from collections.abc import Sequence

from odoo.tools import SQL

FUNCTION_NAME = "distribution_append_only"


def create_function() -> SQL:
    """Create the trigger function shared by all append-only tables."""
    return SQL(
        """
        CREATE OR REPLACE FUNCTION %s() RETURNS trigger AS $$
        BEGIN
            RAISE EXCEPTION '%% refused: rows of %% are append-only; post a correcting row instead',
                TG_OP, TG_TABLE_NAME
                USING ERRCODE = 'check_violation', TABLE = TG_TABLE_NAME,
                      CONSTRAINT = TG_TABLE_NAME || '_append_only';
        END
        $$ LANGUAGE plpgsql
        """,
        SQL.identifier(FUNCTION_NAME),
    )


def drop_triggers(table: str) -> SQL:
    """Take the guards off a table, which need not exist."""
    return SQL(
        """
        DROP TRIGGER IF EXISTS distribution_no_update ON %(table)s;
        DROP TRIGGER IF EXISTS distribution_no_delete ON %(table)s;
        DROP TRIGGER IF EXISTS distribution_no_truncate ON %(table)s;
        """,
        table=SQL.identifier(table),
    )


def create_triggers(
    table: str, frozen: Sequence[str], frozen_when: str, refused_change: str
) -> SQL:
    """Guard `table`: no truncation, and no deletion or change of `frozen` columns.

    :param frozen_when: constant SQL condition on `OLD` under which a row is history
    :param refused_change: constant SQL condition on `OLD` and `NEW` of other changes to refuse
    """
    changed = SQL(" OR ").join(
        SQL("OLD.%s IS DISTINCT FROM NEW.%s", SQL.identifier(column), SQL.identifier(column))
        for column in frozen
    )
    # The conditions come from class attributes of our own models, never from a user.
    condition = SQL(frozen_when)  # pylint: disable=sql-injection
    refused = SQL(refused_change)  # pylint: disable=sql-injection
    return SQL(
        """
        CREATE TRIGGER distribution_no_update BEFORE UPDATE ON %(table)s
            FOR EACH ROW WHEN ((%(condition)s) AND (%(changed)s OR %(refused)s))
            EXECUTE FUNCTION %(function)s();
        CREATE TRIGGER distribution_no_delete BEFORE DELETE ON %(table)s
            FOR EACH ROW WHEN (%(condition)s) EXECUTE FUNCTION %(function)s();
        CREATE TRIGGER distribution_no_truncate BEFORE TRUNCATE ON %(table)s
            FOR EACH STATEMENT EXECUTE FUNCTION %(function)s();
        """,
        table=SQL.identifier(table),
        condition=condition,
        changed=changed,
        refused=refused,
        function=SQL.identifier(FUNCTION_NAME),
    )
