from datetime import date, timedelta
from random import Random

from odoo.exceptions import UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import SQL, mute_logger
from psycopg2 import IntegrityError

from ..queries import upline_closure
from .common import DistributionCommon

FIRST_DAY = date(2020, 1, 1)
DAYS = 2500


@tagged("post_install", "-at_install")
class TestMemberClosure(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.closure = cls.env["distribution.member.closure"]
        cls.levels += cls.env["distribution.level"].create(
            [
                {"name": f"Level {n}", "code": f"T{n}", "rank": n, "company_id": False}
                for n in (4, 5, 6)
            ]
        )

    def _walk(self, member, day):
        """Climb the history row by row, without any SQL of ours."""
        above = []
        while True:
            rows = member.upline_history_ids.filtered(
                lambda row: row.date_from <= day and (not row.date_to or row.date_to > day)
            )
            if not rows.upline_id:
                return above
            member = rows.upline_id
            self.assertLess(len(above), 50, "the history has a cycle")
            above.append(member.id)

    def _assert_closure_is_history(self, members):
        self.assertEqual(self.closure._find_differences(), [])
        rows = self.env["distribution.member.upline"].search([("member_id", "in", members.ids)])
        edges = {row.date_from for row in rows} | {row.date_to for row in rows if row.date_to}
        days = edges | {day - timedelta(days=1) for day in edges} | {date(2030, 1, 1)}
        for day in days:
            for member in members:
                self.assertEqual(
                    member.get_upline_chain(day), self._walk(member, day), (member.code, day)
                )

    def _create_crowd(self, seed, random):
        members = self.env["distribution.member"]
        for number in range(16):
            rank = random.randint(1, 6)
            above = members.filtered(lambda member: member.level_id.rank < rank)  # noqa: B023
            members |= self._create_member(
                f"R{seed}-{number}",
                rank=rank,
                region=self.city,
                upline=random.choice(above) if above and random.random() < 0.8 else None,
            )
        return members

    def test_closure_equals_the_walk_after_random_changes(self):
        for seed in range(6):
            random = Random(seed)
            with self.subTest(seed=seed), freeze_time("2024-01-01"):
                members = self._create_crowd(seed, random)
                done = 0
                for _attempt in range(30):
                    day = FIRST_DAY + timedelta(days=random.randrange(DAYS))
                    upline = random.choice([*members.ids, False])
                    try:
                        with self.env.cr.savepoint():
                            random.choice(members).change_upline(upline, day, "Random")
                        done += 1
                    except UserError:
                        self.env.invalidate_all()
                self.assertGreater(done, 5)
                self._assert_closure_is_history(members)
                self.env.cr.execute("DELETE FROM distribution_member_closure")
                self.closure._rebuild_all()
                self.assertEqual(self.closure._find_differences(), [])

    def test_many_histories_at_once_are_followed(self):
        """As an import does: history rows by SQL, then one call."""
        second = self._create_member("DIST3", rank=2, upline=self.agent, region=self.north)
        self.env["distribution.member.upline"].flush_model()
        for member, upline in ((self.shop, second), (second, self.agent)):
            self.env.cr.execute(
                SQL(
                    "UPDATE distribution_member_upline SET upline_id = %s, date_from = '2021-01-01'"
                    " WHERE member_id = %s",
                    upline.id,
                    member.id,
                )
            )
        self.env.invalidate_all()
        self.assertTrue(self.closure._find_differences())
        self.closure._rebuild_for((self.shop | second).ids)
        self._assert_closure_is_history(self.shop | second | self.agent)

    def test_history_written_past_the_closure_is_found(self):
        self.env["distribution.member.upline"].flush_model()
        self.env.cr.execute(
            SQL(
                "DELETE FROM distribution_member_closure WHERE member_id = %s AND depth = 2",
                self.shop.id,
            )
        )
        [difference] = self.closure._find_differences()
        self.assertEqual(difference[:4], ("missing", self.agent.id, self.shop.id, 2))

    def test_database_refuses_a_cycle(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.member.upline"].search(
                [("member_id", "=", self.agent.id)]
            ).upline_id = self.shop
            self.closure._rebuild_for(self.agent.ids)

    def test_deleted_member_leaves_nothing(self):
        self.shop.unlink()
        self.assertEqual(self.closure._find_differences(), [])

    def test_ancestors_of_many_pairs_are_one_query(self):
        self.shop.change_upline(self.other_distributor.id, "2026-03-01", "Moved")
        pairs = SQL(
            "(VALUES (%(shop)s, DATE '2026-02-28'), (%(shop)s, DATE '2026-03-01'),"
            " (%(agent)s, DATE '2026-03-01')) AS pair (member_id, date)",
            shop=self.shop.id,
            agent=self.agent.id,
        )
        with self.assertQueryCount(1):
            rows = self.env.execute_query(upline_closure.ancestors(pairs))
        self.assertEqual(
            sorted(rows),
            sorted(
                [
                    (self.shop.id, date(2026, 2, 28), self.distributor.id, 1),
                    (self.shop.id, date(2026, 2, 28), self.agent.id, 2),
                    (self.shop.id, date(2026, 3, 1), self.other_distributor.id, 1),
                    (self.shop.id, date(2026, 3, 1), self.agent.id, 2),
                ]
            ),
        )

    def test_branches_are_counted_by_one_query(self):
        members = self.agent | self.distributor | self.other_distributor | self.shop
        self.env.flush_all()
        self.env.invalidate_all()
        self.assertTrue(self.env.user.tz)  # read before: the day depends on it
        with self.assertQueryCount(1):
            counts = members.mapped("downline_count")
        self.assertEqual(counts, [3, 1, 0, 0])

    def test_closure_is_read_only_and_as_visible_as_the_member(self):
        manager = self._create_user("t_closure_manager", "manager")
        self.north.manager_ids = manager
        rows = self.closure.with_user(manager)
        self.assertEqual(rows.search([]).member_id, self.distributor | self.shop)
        admin = self._create_user("t_closure_admin", "admin")
        for operation in ("write", "create", "unlink"):
            with self.subTest(operation=operation):
                self.assertFalse(self.closure.with_user(admin).has_access(operation))
