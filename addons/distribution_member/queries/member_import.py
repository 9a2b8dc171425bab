"""Lines of a member import, written thousands at a time."""

import json
from collections.abc import Mapping, Sequence

from odoo.tools import SQL

from ..member_files import FIELDS

VERDICT_COLUMNS = {
    "state": "text",
    "operation": "text",
    "finding": "text",
    "field": "text",
    "culprit": "text",
    "depth": "int",
    "level_id": "int",
    "region_id": "int",
    "partner_id": "int",
    "member_id": "int",
}


def insert_lines(import_id: int, rows: Sequence[Mapping]) -> SQL:
    """Insert the lines of a file; `rows` have a number, the texts of the cells, and a uid."""
    columns = ["number", "sensitive_uid", *FIELDS]
    return SQL(
        """
        INSERT INTO distribution_member_import_line (import_id, state, is_imported, %(columns)s)
        SELECT %(import_id)s, 'unchecked', FALSE, %(columns)s
          FROM jsonb_to_recordset(%(rows)s::jsonb) AS line(%(types)s)
        """,
        columns=_identifiers(columns),
        import_id=import_id,
        rows=json.dumps(rows),
        types=_types({column: "int" if column == "number" else "text" for column in columns}),
    )


def read_lines(import_id: int, states: Sequence[str], limit: int | None = None) -> SQL:
    """Return the lines that have made no member yet, uplines before their downline."""
    return SQL(
        """
        SELECT id, number, sensitive_uid, operation, depth, level_id, region_id, partner_id,
               contact_id,
               %(fields)s
          FROM distribution_member_import_line
         WHERE import_id = %(import_id)s AND is_imported IS NOT TRUE AND state IN %(states)s
         ORDER BY depth NULLS FIRST, number
         LIMIT %(limit)s
        """,
        fields=_identifiers(FIELDS),
        import_id=import_id,
        states=tuple(states),
        limit=limit,
    )


def write_verdicts(verdicts: Sequence[Mapping]) -> SQL:
    """Say of each line, by id, what will become of it."""
    return SQL(
        """
        UPDATE distribution_member_import_line line
           SET (%(columns)s) = (SELECT %(values)s)
          FROM jsonb_to_recordset(%(rows)s::jsonb) AS verdict(id int, %(types)s)
         WHERE line.id = verdict.id
        """,
        columns=_identifiers(VERDICT_COLUMNS),
        values=SQL(", ").join(SQL.identifier("verdict", column) for column in VERDICT_COLUMNS),
        rows=json.dumps(verdicts),
        types=_types(VERDICT_COLUMNS),
    )


def forget_verdicts(import_ids: Sequence[int]) -> SQL:
    """Take back what was said of the lines that are not imported yet."""
    return SQL(
        """
        UPDATE distribution_member_import_line SET state = 'unchecked'
         WHERE import_id = ANY(%s) AND is_imported IS NOT TRUE
        """,
        list(import_ids),
    )


def mark_imported(members: Mapping[int, int]) -> SQL:
    """Say of lines which member each has made or changed; `members` are ids by line id."""
    return SQL(
        """
        UPDATE distribution_member_import_line line
           SET member_id = made.member_id, is_imported = TRUE
          FROM unnest(%(lines)s, %(members)s) AS made(line_id, member_id)
         WHERE line.id = made.line_id
        """,
        lines=list(members),
        members=list(members.values()),
    )


def refuse_lines(refused: Mapping[int, str]) -> SQL:
    """Turn lines into errors; `refused` has the sentences by line id."""
    return SQL(
        """
        UPDATE distribution_member_import_line line
           SET state = 'error', finding = 'refused', culprit = said.sentence
          FROM unnest(%(lines)s, %(sentences)s) AS said(line_id, sentence)
         WHERE line.id = said.line_id
        """,
        lines=list(refused),
        sentences=list(refused.values()),
    )


def analyze_tables() -> SQL:
    """Refresh what the planner knows of the tables that an import fills."""
    return SQL(
        "ANALYZE (SKIP_LOCKED) res_partner, distribution_member, distribution_member_upline,"
        " distribution_member_closure"
    )


def report_progress(import_id: int, made: int) -> SQL:
    """Say how many members an import has made that nobody else can see yet."""
    return SQL(
        """
        INSERT INTO distribution_member_import_progress (import_id, made) VALUES (%s, %s)
            ON CONFLICT (import_id) DO UPDATE SET made = EXCLUDED.made
        """,
        import_id,
        made,
    )


def forget_progress(import_id: int) -> SQL:
    """Forget what `report_progress` said."""
    return SQL("DELETE FROM distribution_member_import_progress WHERE import_id = %s", import_id)


def _identifiers(names) -> SQL:
    return SQL(", ").join(SQL.identifier(name) for name in names)


def _types(columns: Mapping[str, str]) -> SQL:
    return SQL(", ").join(
        # The types are constants of this module.
        SQL("%s %s", SQL.identifier(name), SQL(kind))  # pylint: disable=sql-injection
        for name, kind in columns.items()
    )
