"""Triggers by which the database refuses to delete what a ledger refers to.

One per table and statement, instead of a foreign key's check for each row that is inserted. The
error is a `foreign_key_violation` (SQLSTATE 23503), as that of a foreign key. It does not see rows
that were committed after the deleting transaction began: decision 0004 says why, and who finds it.
"""

from odoo.tools import SQL


def create_function(table: str, column: str) -> SQL:
    """Create the function that looks whether `table` refers to deleted rows by `column`."""
    return SQL(
        """
        CREATE OR REPLACE FUNCTION %(name)s() RETURNS trigger AS $$
        BEGIN
            IF EXISTS (SELECT 1 FROM deleted_rows
                        WHERE EXISTS (SELECT 1 FROM %(table)s ledger
                                       WHERE ledger.%(column)s = deleted_rows.id)) THEN
                RAISE EXCEPTION 'rows of %% are referred to by the ledger and cannot be deleted',
                    TG_TABLE_NAME
                    USING ERRCODE = 'foreign_key_violation', TABLE = TG_TABLE_NAME,
                          CONSTRAINT = %(constraint)s;
            END IF;
            RETURN NULL;
        END
        $$ LANGUAGE plpgsql
        """,
        name=SQL.identifier(_name(table, column)),
        table=SQL.identifier(table),
        column=SQL.identifier(column),
        # Made from names of tables and columns of our own models.
        constraint=SQL("'" + _name(table, column) + "'"),  # pylint: disable=sql-injection
    )


def create_trigger(table: str, column: str, referred: str) -> SQL:
    """Guard `referred` against the deletion of rows that `table` refers to by `column`."""
    name = SQL.identifier(_name(table, column))
    return SQL(
        """
        DROP TRIGGER IF EXISTS %(name)s ON %(referred)s;
        CREATE TRIGGER %(name)s AFTER DELETE ON %(referred)s
            REFERENCING OLD TABLE AS deleted_rows
            FOR EACH STATEMENT EXECUTE FUNCTION %(name)s();
        """,
        name=name,
        referred=SQL.identifier(referred),
    )


def drop_function(table: str, column: str) -> SQL:
    """Take the guard away, trigger and all."""
    return SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(_name(table, column)))


def _name(table: str, column: str) -> str:
    return f"{table}_keeps_{column}"[:63]
