"""A channel of any size, made in seconds: two spines of five, a ternary tree below each.

    A1 - A2 - A3 - A4 - A5 - tree of half the members
    B1 - B2 - B3 - B4 - B5 - tree of the other half

With 100,000 members the trees are ten deep, the chains up to fifteen, and the branch of the third
member of a tree holds some 17,000. Every tenth member stood elsewhere before 2024. There is a
province for each half with a hundred districts.
"""

from dataclasses import dataclass

from odoo.tools import SQL

from tests.bench.rows import clone

SPINE = 5
WIDTH = 3
DEEPEST = 24
DISTRICTS = 100
SINCE = "2020-01-01"
MOVED_ON = "2024-01-01"


@dataclass(frozen=True, slots=True)
class Channel:
    """The world and its landmarks.

    :ivar spines: the members A1 … A5 and B1 … B5
    :ivar trees: the ids of each tree's members, the top first; the uplines of member n of a tree
        are its members (n - 1) // 3, and so on
    :ivar provinces: two regions with their districts inside
    """

    spines: tuple
    trees: tuple[list[int], list[int]]
    provinces: object


def build(env, count: int) -> Channel:
    """Make a channel of `count` members besides the spines."""
    levels = env["distribution.level"].create(
        [{"name": f"Bench {n}", "code": f"BENCH{n}", "rank": n} for n in range(1, DEEPEST + 1)]
    )
    provinces = env["distribution.region"].create(
        [{"name": f"Province {side}", "code": f"BENCH-{side}"} for side in "AB"]
    )
    for province in provinces:
        env["distribution.region"].create(
            [
                {
                    "name": f"District {n}",
                    "code": f"{province.code}-{n}",
                    "parent_id": province.id,
                }
                for n in range(DISTRICTS)
            ]
        )
    spines = tuple(_build_spine(env, levels, province) for province in provinces)
    trees = tuple(
        _build_tree(env, levels, spine, province, count // 2)
        for spine, province in zip(spines, provinces, strict=True)
    )
    _write_histories(env, trees)
    env.invalidate_all()
    return Channel(spines=spines, trees=trees, provinces=provinces)


def _build_spine(env, levels, province):
    """Return five members under one another, made by the ORM."""
    members = env["distribution.member"]
    for level in levels[:SPINE]:
        partner = env["res.partner"].create(
            {"name": f"{province.name} {level.rank}", "is_company": True}
        )
        members += members.create(
            {
                "partner_id": partner.id,
                "code": f"{province.code}-S{level.rank}",
                "level_id": level.id,
                "region_id": province.id,
                "upline_id": members[-1:].id,
                "date_start": SINCE,
                "state": "active",
            }
        )
    return members


def _build_tree(env, levels, spine, province, count):
    """Return the ids of a ternary tree under the last of the spine, the top first."""
    first_id, last_id = _reserve_ids(env, "distribution_member", count)
    first_partner_id, _last = _reserve_ids(env, "res_partner", count)
    clone(
        env,
        spine[-1].partner_id,
        SQL("generate_series(0, %s) AS n", count - 1),
        {
            "id": SQL("n + %s", first_partner_id),
            "commercial_partner_id": SQL("n + %s", first_partner_id),
            "name": SQL("%s || ' Firm ' || n", province.code),
            "complete_name": SQL("%s || ' Firm ' || n", province.code),
        },
    )
    clone(
        env,
        spine[-1],
        _seats(levels, spine, province, count, (first_id, first_partner_id)),
        {
            name: SQL.identifier("seat", name)
            for name in (
                *("id", "partner_id", "name", "code", "level_id", "region_id"),
                *("upline_id", "parent_path", "referral_code"),
            )
        },
    )
    return list(range(first_id, last_id + 1))


def _seats(levels, spine, province, count, first_ids):
    """Return a FROM item with the place of every member of a tree: n stands under (n - 1) / 3."""
    first_id, first_partner_id = first_ids
    return SQL(
        """
        (WITH RECURSIVE place AS (
            SELECT 0 AS n, 0 AS depth, %(path)s || %(first)s || '/' AS path
             UNION ALL
            SELECT child.n, place.depth + 1, place.path || child.n + %(first)s || '/'
              FROM place
        CROSS JOIN LATERAL (
                   SELECT place.n * %(width)s + k AS n FROM generate_series(1, %(width)s) AS k
              ) child
             WHERE child.n < %(count)s
        )
        SELECT n + %(first)s AS id,
               n + %(partner)s AS partner_id,
               %(code)s || ' Firm ' || n AS name,
               %(code)s || '-' || lpad(n::text, 7, '0') AS code,
               (%(levels)s)[%(spine)s + 1 + depth] AS level_id,
               (%(regions)s)[n %% array_length(%(regions)s, 1) + 1] AS region_id,
               CASE WHEN n = 0 THEN %(above)s ELSE (n - 1) / %(width)s + %(first)s END AS upline_id,
               path AS parent_path,
               %(code)s || n AS referral_code
          FROM place
         ORDER BY n) AS seat
        """,
        path=spine[-1].parent_path,
        first=first_id,
        partner=first_partner_id,
        count=count,
        code=province.code,
        levels=levels.ids,
        spine=SPINE,
        width=WIDTH,
        regions=province.child_ids.ids,
        above=spine[-1].id,
    )


def _reserve_ids(env, table, count):
    """Return the first and the last of `count` ids that follow one another."""
    [(first,)] = env.execute_query(SQL("SELECT nextval(%s)", f"{table}_id_seq"))
    env.execute_query(SQL("SELECT setval(%s, %s)", f"{table}_id_seq", first + count - 1))
    return first, first + count - 1


def _write_histories(env, trees):
    """Write under whom each stood: every tenth under the top of its tree before `MOVED_ON`."""
    for tree in trees:
        members = SQL(
            "(SELECT id, upline_id FROM distribution_member WHERE id = ANY(%s)) AS member", tree
        )
        for model, values in (
            ("distribution.member.upline", {"upline_id": SQL("member.upline_id")}),
            ("distribution.member.status", {}),
        ):
            pattern = env[model].search([], limit=1)
            since = {"date_from": SQL("%s::date", SINCE), "date_to": SQL("NULL::date")}
            clone(env, pattern, members, {"member_id": SQL("member.id"), **values, **since})
        _move_every_tenth(env, tree)


def _move_every_tenth(env, tree):
    history = env["distribution.member.upline"].search([("member_id", "=", tree[0])], limit=1)
    moved = SQL(
        "UPDATE distribution_member_upline SET date_from = %(day)s"
        " WHERE member_id = ANY(%(tree)s) AND (member_id - %(top)s) %% 10 = 9 RETURNING member_id",
        day=MOVED_ON,
        tree=tree,
        top=tree[0],
    )
    member_ids = [row[0] for row in env.execute_query(moved)]
    clone(
        env,
        history,
        SQL("unnest(%s) AS moved (id)", member_ids),
        {
            "member_id": SQL("moved.id"),
            "upline_id": SQL("%s", tree[0]),
            "date_from": SQL("%s::date", SINCE),
            "date_to": SQL("%s::date", MOVED_ON),
        },
    )
