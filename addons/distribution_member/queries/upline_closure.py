"""The closure of the dated hierarchy: who stood above whom, how far, from which day to which day.

A row (ancestor, member, depth, from, to) stands for one path of history rows, the days that they
share. So the closure follows from the history row by row, and a part of it can be made anew.

`date_to` is the first day it does not hold; NULL, later than every day, suits LEAST, which ignores
it.
"""

from collections.abc import Sequence
from datetime import date

from odoo.tools import SQL

COLUMNS = SQL("ancestor_id, member_id, depth, date_from, date_to")


def create_table() -> SQL:
    """Make the table.

    It has no foreign keys: the history has them, and two more checks for each of some million rows
    would take longer than making the rows. No member is its own ancestor on any day, and none has
    two ancestors at a depth.
    """
    return SQL(
        """
        CREATE TABLE IF NOT EXISTS distribution_member_closure (
            id bigserial PRIMARY KEY,
            ancestor_id integer NOT NULL,
            member_id integer NOT NULL,
            depth integer NOT NULL CHECK (depth > 0),
            date_from date NOT NULL,
            date_to date CHECK (date_to > date_from),
            CONSTRAINT distribution_member_closure_no_cycle CHECK (ancestor_id <> member_id)
        );
        CREATE UNIQUE INDEX IF NOT EXISTS distribution_member_closure_upward
            ON distribution_member_closure (member_id, depth, date_from)
               INCLUDE (ancestor_id, date_to);
        CREATE INDEX IF NOT EXISTS distribution_member_closure_downward
            ON distribution_member_closure (ancestor_id, member_id)
        """
    )


def paths(member_ids: Sequence[int] | None = None) -> SQL:
    """Return the closure's rows as they follow from the history, for some members or for all."""
    return SQL(
        """
        WITH RECURSIVE path AS (
            SELECT history.upline_id AS ancestor_id, history.member_id, 1 AS depth,
                   history.date_from, history.date_to
              FROM distribution_member_upline history
             WHERE history.upline_id IS NOT NULL
               AND %(scope)s
             UNION ALL
            SELECT history.upline_id, path.member_id, path.depth + 1,
                   GREATEST(path.date_from, history.date_from),
                   LEAST(path.date_to, history.date_to)
              FROM path
              JOIN distribution_member_upline history
                ON history.member_id = path.ancestor_id
               AND %(shared)s
             WHERE history.upline_id IS NOT NULL
        )
        SELECT %(columns)s FROM path
        """,
        scope=_of_members(SQL("history.member_id"), member_ids),
        shared=_share_days("path", "history"),
        columns=COLUMNS,
    )


def delete(member_ids: Sequence[int] | None = None) -> SQL:
    """Forget the ancestors of some members, or of all."""
    return SQL(
        "DELETE FROM distribution_member_closure WHERE %s",
        _of_members(SQL("member_id"), member_ids),
    )


def insert(member_ids: Sequence[int] | None = None) -> SQL:
    """Write the ancestors of some members, or of all; they must have been forgotten before."""
    return SQL("INSERT INTO distribution_member_closure (%s) %s", COLUMNS, paths(member_ids))


def cut_branches(member_ids: Sequence[int]) -> SQL:
    """Forget what the downline of some members has above these."""
    return SQL(
        """
        DELETE FROM distribution_member_closure above
              USING (%(below)s) below
              WHERE above.member_id = below.member_id
                AND above.depth > below.depth
                AND %(shared)s
        """,
        below=_below(member_ids),
        shared=_share_days("above", "below"),
    )


def graft_branches(member_ids: Sequence[int]) -> SQL:
    """Give the downline of some members, whose own ancestors are written, these ancestors."""
    return SQL(
        """
        INSERT INTO distribution_member_closure (%(columns)s)
        SELECT above.ancestor_id, below.member_id, below.depth + above.depth,
               GREATEST(below.date_from, above.date_from), LEAST(below.date_to, above.date_to)
          FROM (%(below)s) below
          JOIN distribution_member_closure above
            ON above.member_id = below.ancestor_id
           AND %(shared)s
        """,
        columns=COLUMNS,
        below=_below(member_ids),
        shared=_share_days("below", "above"),
    )


def _below(member_ids: Sequence[int]) -> SQL:
    """The paths that lead from other members up to the first of these members."""
    return SQL(
        """
        SELECT branch.*
          FROM distribution_member_closure branch
         WHERE branch.ancestor_id = ANY(%(members)s)
           AND branch.member_id <> ALL(%(members)s)
           AND NOT EXISTS (
               SELECT 1
                 FROM distribution_member_closure nearer
                WHERE nearer.member_id = branch.member_id
                  AND nearer.ancestor_id = ANY(%(members)s)
                  AND nearer.depth < branch.depth
                  AND %(shared)s
           )
        """,
        members=list(member_ids),
        shared=_share_days("nearer", "branch"),
    )


def ancestors(pairs: SQL) -> SQL:
    """Return rows (member_id, date, ancestor_id, depth), for a relation of pairs.

    :param pairs: a FROM item with an alias `pair` that has the columns member_id and date
    """
    return SQL(
        """
        SELECT pair.member_id, pair.date, above.ancestor_id, above.depth
          FROM %(pairs)s
          JOIN distribution_member_closure above
            ON above.member_id = pair.member_id
           AND above.date_from <= pair.date
           AND (above.date_to IS NULL OR above.date_to > pair.date)
        """,
        pairs=pairs,
    )


def chain(member_id: int, on_date: date) -> SQL:
    """Return the ids of the uplines of one member on a day, nearest first."""
    return SQL(
        "SELECT ancestor_id FROM (%s) chain ORDER BY depth",
        ancestors(SQL("(VALUES (%s, %s::date)) AS pair (member_id, date)", member_id, on_date)),
    )


def branch_members(member_ids: Sequence[int], from_date: date) -> SQL:
    """Return the ids of all who stand below some members on a day or later, once each."""
    return SQL(
        """
        SELECT DISTINCT member_id
          FROM distribution_member_closure
         WHERE ancestor_id = ANY(%s)
           AND (date_to IS NULL OR date_to > %s)
        """,
        list(member_ids),
        from_date,
    )


def count_branches(member_ids: Sequence[int], on_date: date, visible: SQL) -> SQL:
    """Return rows (ancestor_id, number of members below it on a day), counting visible ones.

    :param visible: a subquery of the ids that count
    """
    return SQL(
        """
        SELECT ancestor_id, COUNT(*)
          FROM distribution_member_closure
         WHERE ancestor_id = ANY(%(members)s)
           AND date_from <= %(day)s
           AND (date_to IS NULL OR date_to > %(day)s)
           AND member_id IN %(visible)s
         GROUP BY ancestor_id
        """,
        members=list(member_ids),
        day=on_date,
        visible=visible,
    )


def hold(member_ids: Sequence[int]) -> SQL:
    """Update members without changing them, so that of two transactions that build on them at the
    same time one fails: a mere lock would let the second go on with what it saw before.
    """
    return _hold(SQL("id = ANY(%s)", list(member_ids)))


def hold_uplines(member_ids: Sequence[int]) -> SQL:
    """Hold the direct uplines that some members have on any day."""
    return _hold(
        SQL(
            "id IN (SELECT upline_id FROM distribution_member_upline WHERE member_id = ANY(%s))",
            list(member_ids),
        )
    )


def _hold(which: SQL) -> SQL:
    return SQL(
        """
        UPDATE distribution_member SET parent_path = parent_path
         WHERE id IN (SELECT id FROM distribution_member WHERE %s ORDER BY id FOR UPDATE)
        """,
        which,
    )


def differences() -> SQL:
    """Return the rows that the closure lacks ('missing') and those it has too many ('surplus')."""
    return SQL(
        """
        WITH due AS (%(paths)s)
        (SELECT 'missing', missing.* FROM (
            SELECT %(columns)s FROM due
            EXCEPT ALL SELECT %(columns)s FROM distribution_member_closure) missing)
         UNION ALL
        (SELECT 'surplus', surplus.* FROM (
            SELECT %(columns)s FROM distribution_member_closure
            EXCEPT ALL SELECT %(columns)s FROM due) surplus)
        """,
        paths=paths(),
        columns=COLUMNS,
    )


def _of_members(column: SQL, member_ids: Sequence[int] | None) -> SQL:
    return SQL("TRUE") if member_ids is None else SQL("%s = ANY(%s)", column, list(member_ids))


def _share_days(one: str, other: str) -> SQL:
    """Two half-open periods have a day in common."""
    return SQL(
        """
                   (%(one_to)s IS NULL OR %(one_to)s > %(other_from)s)
               AND (%(other_to)s IS NULL OR %(other_to)s > %(one_from)s)
        """,
        one_from=SQL.identifier(one, "date_from"),
        one_to=SQL.identifier(one, "date_to"),
        other_from=SQL.identifier(other, "date_from"),
        other_to=SQL.identifier(other, "date_to"),
    )
