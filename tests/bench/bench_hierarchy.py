"""The dated hierarchy at 100,000 members: its closure, a move of a branch, a million questions."""

from odoo.addons.distribution_member.queries import upline_closure
from odoo.tools import SQL

from tests.bench import channel

TREE_MEMBER = 3  # the third member of tree A heads a branch of some 10,000
ASKED = 1_000_000


def run(bench):
    """Measure what depends on the depth and the number of members."""
    world = channel.build(bench.env, bench.size(100_000, 400))
    bench.analyze()
    _build_closure(bench)
    _ask_for_ancestors(bench)
    _ask_for_one_chain(bench, world)
    _move_branch(bench, world)


def _build_closure(bench):
    closure = bench.env["distribution.member.closure"]
    with bench.seconds("closure of 100,000 members", at_most=20):
        closure._rebuild_all()
    bench.report("rows of the closure", closure.search_count([]), "rows")
    bench.analyze()


def _ask_for_ancestors(bench):
    """All ancestors of a million (buyer, date) pairs, by one query."""
    asked = SQL(
        """
        CREATE TEMPORARY TABLE asked AS
        SELECT member.id AS member_id, DATE '2023-01-01' + n * 7 %% 730 AS date
          FROM generate_series(1, %(count)s) AS n
          JOIN (SELECT id, ROW_NUMBER() OVER () AS place FROM distribution_member) member
            ON member.place = 1 + n %% %(members)s
        """,
        count=bench.size(ASKED, 1000),
        members=bench.env["distribution.member"].search_count([]),
    )
    bench.env.cr.execute(asked)
    bench.env.cr.execute("ANALYZE asked")
    with bench.seconds("ancestors of 1,000,000 (buyer, date) pairs"):
        [(count,)] = bench.env.execute_query(
            SQL(
                "SELECT COUNT(ancestor_id) FROM (%s) answer",
                upline_closure.ancestors(SQL("asked AS pair")),
            )
        )
    bench.report("ancestors found", count, "rows")


def _ask_for_one_chain(bench, world):
    deepest = bench.env["distribution.member"].browse(world.trees[0][-1])
    bench.sql_milliseconds(
        "uplines of one member on a day", lambda: deepest.get_upline_chain("2023-06-01")
    )


def _move_branch(bench, world):
    """The whole of `change_upline`, there and back, for a branch of 10,000 and more."""
    head = bench.env["distribution.member"].browse(world.trees[0][TREE_MEMBER])
    bench.report("members of the branch to move", head.downline_count + 1, "members")
    upline = bench.env["distribution.member"].browse(world.trees[1][0])
    with bench.seconds("move of the branch, today", at_most=3):
        head.change_upline(upline.id, "2026-01-01", "Measured")
    with bench.seconds("move of the branch, planned", at_most=3):
        head.change_upline(world.trees[0][0], "2099-01-01", "Measured")
    bench.report(
        "differences to the history",
        len(bench.env["distribution.member.closure"]._find_differences()),
        "rows",
        at_most=0,
    )
