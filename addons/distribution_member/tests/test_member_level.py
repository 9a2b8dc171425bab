from datetime import date

from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DistributionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestMemberLevel(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.direct = cls._create_member("DIRECT", rank=3, upline=cls.agent, region=cls.north)
        cls.cheap = cls.env["product.pricelist"].create({"name": "Cheap", "company_id": False})
        cls.levels[1].pricelist_id = cls.cheap

    def test_history_begins_with_the_membership(self):
        self.assertRecordValues(
            self.direct.level_history_ids,
            [{"level_id": self.levels[2].id, "date_from": date(2020, 1, 1), "date_to": False}],
        )

    def test_change_is_dated_audited_and_moves_the_price_list(self):
        self.direct.change_level(self.levels[1].id, "2026-03-10", "Grown")
        self.assertEqual(self.direct.level_id, self.levels[1])
        self.assertEqual(self.direct.partner_id.specific_property_product_pricelist, self.cheap)
        self.assertRecordValues(
            self.direct.level_history_ids.sorted("date_from"),
            [
                {"level_id": self.levels[2].id, "date_to": date(2026, 3, 10)},
                {"level_id": self.levels[1].id, "date_to": False},
            ],
        )
        audit = self.env["distribution.audit"].search([("action", "=", "level_change")])
        self.assertEqual((audit[:1].old_value, audit[:1].reason), ("Level 3", "Grown"))

    def test_planned_change_is_applied_on_its_day(self):
        self.direct.change_level(self.levels[1].id, "2026-04-01", "Contract")
        self.assertEqual(self.direct.level_id, self.levels[2])
        for day, level in (("2026-03-31", self.levels[2]), ("2026-04-01", self.levels[1])):
            self._run_cron("ir_cron_apply_levels", day)
            self.assertEqual(self.direct.level_id, level, day)

    def test_planned_change_is_applied_when_the_day_begins_in_china(self):
        self.direct.change_level(self.levels[1].id, "2026-04-01", "Contract")
        for moment, level in (
            ("2026-03-31 15:59:00", self.levels[2]),
            ("2026-03-31 16:00:00", self.levels[1]),
        ):
            self._run_cron("ir_cron_apply_levels", moment)
            self.assertEqual(self.direct.level_id, level, moment)

    def test_planned_change_that_became_impossible_is_told_once(self):
        self.env["distribution.member.level"]._apply_from(
            self.direct, date(2026, 4, 1), {"level_id": self.levels[0].id}
        )
        with freeze_time("2026-04-02"), self.enter_registry_test_mode():
            self.env.ref("distribution_member.ir_cron_apply_uplines").method_direct_trigger()
            levels_cron = self.env.ref("distribution_member.ir_cron_apply_levels")
            levels_cron.method_direct_trigger()
            levels_cron.method_direct_trigger()
        self.direct.invalidate_recordset()
        self.assertEqual(self.direct.level_id, self.levels[2])
        self.assertEqual(len(self.direct.activity_ids), 1)

    def test_scheduler_applies_what_was_missed_and_looks_at_nobody_else(self):
        others = self.agent | self.distributor | self.shop
        self.direct.change_level(self.levels[1].id, "2026-04-01", "Contract")
        with freeze_time("2026-04-20"):
            members = self.env["distribution.member"]
            self.assertEqual(
                members._search_due_levels(), [(self.direct.id, self.levels[1].id, False)]
            )
            self._run_cron("ir_cron_apply_levels", "2026-04-20")
            self.assertEqual(self.direct.level_id, self.levels[1])
            self.assertFalse(members._search_due_levels())
            with self.assertQueryCount(1):
                members._cron_apply_levels()
        self.assertEqual(others.mapped("level_id"), self.levels)

    def test_levels_of_a_whole_branch_change_on_one_day(self):
        lowest = self.levels[2].copy({"code": "T4", "rank": 4})
        downs = (
            (self.shop, lowest),
            (self.distributor, self.levels[2]),
            (self.agent, self.levels[1]),
        )
        self.other_distributor.action_terminate("Out of the way")
        self.direct.action_terminate("Out of the way")
        self.other_distributor.change_upline(False, "2026-03-10", "Out of the way")
        self.direct.change_upline(False, "2026-03-10", "Out of the way")
        for member, level in downs:
            member.change_level(level.id, "2026-04-01", "Down, from the bottom")
        for member, level in reversed([(member, member.level_id) for member, _level in downs]):
            member.change_level(level.id, "2026-05-01", "Up, from the top")
        for day, ranks in (("2026-04-01", [2, 3, 4]), ("2026-05-01", [1, 2, 3])):
            with self.subTest(day=day):
                self._run_cron("ir_cron_apply_levels", day)
                branch = self.agent | self.distributor | self.shop
                self.assertEqual([member.level_id.rank for member in branch], ranks)
                self.assertFalse(branch.activity_ids)

    def test_rank_must_fall_to_the_upline_and_from_the_downline(self):
        for member, level in ((self.shop, self.levels[1]), (self.distributor, self.levels[2])):
            with (
                self.subTest(member=member.code),
                self.assertRaisesRegex(ValidationError, "rank must fall"),
            ):
                member.change_level(level.id, "2026-03-10", "Wrong")

    def test_rank_must_fall_on_every_planned_day(self):
        self.direct.change_level(self.levels[1].id, "2026-04-01", "Grows")
        with self.assertRaisesRegex(ValidationError, r"On 2026/04/01.*rank must fall"):
            self.direct.change_upline(self.distributor.id, "2026-03-20", "Too early for the level")
        self.direct.change_upline(False, "2026-04-01", "The same day")
        self.direct.change_level(self.levels[0].id, "2026-04-01", "Allowed from that day on")
        with self.assertRaisesRegex(ValidationError, r"On 2026/03/20.*rank must fall"):
            self.direct.change_level(self.levels[0].id, "2026-03-20", "Still below the agent")

    def test_depth_is_limited_on_every_planned_day(self):
        shallow = self.levels[1].copy({"code": "T2B", "max_downline_depth": 0})
        with self.assertRaisesRegex(ValidationError, r"On 2026/04/01.*1 levels of downline"):
            self.distributor.change_level(shallow.id, "2026-04-01", "It has a shop")
        self.shop.change_upline(self.other_distributor.id, "2026-04-01", "Leaves the branch")
        self.distributor.change_level(shallow.id, "2026-04-01", "Nobody stands below any more")
        with self.assertRaisesRegex(ValidationError, r"On 2026/05/01.*1 levels of downline"):
            self.shop.change_upline(self.distributor.id, "2026-05-01", "Comes back")

    def test_bad_requests_are_refused(self):
        other = self.env["res.company"].create({"name": "Other"})
        foreign = self.levels[1].copy({"code": "F", "company_id": other.id})
        for level_id, day, reason, error in (
            (self.levels[1].id, "2019-12-31", "Before", UserError),
            (self.levels[1].id, "2026-03-10", " ", UserError),
            (self.levels[1].id, False, "No day", UserError),
            (False, "2026-03-10", "No level", UserError),
            (foreign.id, "2026-03-10", "Foreign", ValidationError),
        ):
            with self.subTest(reason=reason), self.assertRaises(error):
                self.direct.change_level(level_id, day, reason)

    @mute_logger("odoo.addons.distribution_member.models.distribution_audit", "odoo.sql_db")
    def test_manager_changes_levels_of_own_region_only(self):
        manager = self._create_user("l_manager", "manager")
        user = self._create_user("l_user", "user")
        self.north.manager_ids, self.north.staff_ids = manager, user
        south = self._create_member("SOUTH", rank=3, upline=self.agent, region=self.south)
        self.direct.with_user(manager).change_level(self.levels[1].id, "2026-03-10", "Grown")
        self.assertEqual(self.direct.level_id, self.levels[1])
        for member, someone in ((south, manager), (self.direct, user)):
            with self.subTest(user=someone.login), self.assertRaises(AccessError):
                member.with_user(someone).change_level(self.levels[1].id, "2026-03-11", "No")

    def test_wizard_changes_the_level(self):
        self.env["distribution.member.level.change"].create(
            {
                "member_ids": self.direct.ids,
                "level_id": self.levels[1].id,
                "reason": "Grown",
            }
        ).action_confirm()
        self.assertEqual(self.direct.level_id, self.levels[1])


@tagged("post_install", "-at_install")
class TestDownlineDepth(DistributionCommon):
    def test_branch_deeper_than_a_level_allows_is_refused(self):
        self.levels[0].max_downline_depth = 1
        with self.assertRaisesRegex(ValidationError, "2 levels of downline"):
            self._create_member("DEEP", rank=3, upline=self.distributor, region=self.north)
        self._create_member("WIDE", rank=3, upline=self.agent, region=self.north)

    def test_level_without_downline_takes_none(self):
        self.levels[1].max_downline_depth = 0
        with self.assertRaisesRegex(ValidationError, "DIST2"):
            self._create_member("X", rank=3, upline=self.other_distributor, region=self.south)

    def test_moved_branch_counts_with_everybody_in_it(self):
        self.levels[0].max_downline_depth = 1
        second = self._create_member("AGENT2", rank=1, region=self.city)
        with self.assertRaisesRegex(ValidationError, "AGENT2"):
            self.distributor.change_upline(second.id, "2020-01-01", "Moved with the shop")
        self.shop.action_terminate("Closed down")
        self.distributor.change_upline(second.id, "2020-01-01", "Moved alone")
        self.assertEqual(self.distributor.upline_id, second)

    def test_change_to_a_level_that_allows_less_is_refused(self):
        lower = self.levels[1].copy({"code": "T2B", "max_downline_depth": 0})
        with self.assertRaisesRegex(ValidationError, "allows 0"):
            self.distributor.change_level(lower.id, "2026-01-01", "Smaller")
        self.other_distributor.change_level(lower.id, "2026-01-01", "Smaller")
        self.assertEqual(self.other_distributor.level_id, lower)

    def test_depth_below_minus_one_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.levels[0].max_downline_depth = -2
            self.levels[0].flush_recordset()
