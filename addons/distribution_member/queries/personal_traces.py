"""Where words about a person stand in tables that others write, and how they are taken out."""

from odoo.tools import SQL


def replace_words(table: str, column: str, words: dict[str, str]) -> SQL:
    """Replace each word in a text column, in one pass over the rows that hold one."""
    expression = SQL.identifier(column)
    for word, substitute in words.items():
        expression = SQL("replace(%s, %s, %s)", expression, word, substitute)
    conditions = SQL(" OR ").join(
        SQL("position(%s IN %s) > 0", word, SQL.identifier(column)) for word in words
    )
    return SQL(
        "UPDATE %(table)s SET %(column)s = %(expression)s WHERE %(conditions)s",
        table=SQL.identifier(table),
        column=SQL.identifier(column),
        expression=expression,
        conditions=conditions,
    )
