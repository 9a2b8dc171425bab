from datetime import date

from odoo import fields
from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import freeze_time, new_test_user, tagged

from .performance_common import PerformanceCommon

GROUPS = "distribution_member.group_distribution_"
AFTER = "2024-04-05"  # March is over


@tagged("post_install", "-at_install")
class TestPerformance(PerformanceCommon):
    # === figures === #

    def test_figures_equal_hand_sums(self):
        self._set_target(self.dealer, 12000.0)
        for day, amount in (
            ("2023-03-10", 500.0),
            ("2023-04-01", 9999.0),  # no month that anything is compared with
            ("2024-01-31", 300.0),
            ("2024-02-10", 800.0),
            ("2024-03-01", 600.0),
            ("2024-03-31", 270.0),
        ):
            self._sell(self.dealer, day, amount)
        self._sell(self.dealer, "2024-03-15", -100.0, quantity=-1)
        self._refresh("2024-03-01", AFTER)
        self.assertRecordValues(
            self._find(self.dealer, "2024-03-01"),
            [
                {
                    "region_id": self.city.id,
                    "level_id": self.levels[1].id,
                    "target": 1000.0,
                    "actual": 770.0,
                    "projected": 770.0,
                    "previous_actual": 800.0,
                    "year_ago_actual": 500.0,
                    "attainment_percent": 77.0,
                    "pace_percent": 77.0,
                    "pace": "behind",
                    "growth_percent": -3.75,
                    "growth_year_percent": 54.0,
                    "target_ytd": 3000.0,
                    "actual_ytd": 1870.0,
                    "attainment_ytd_percent": 62.33,
                    "state": "open",
                }
            ],
        )

    def test_month_is_that_of_the_company_when_utc_is_behind(self):
        # Still February in UTC, March where the company settles; and the same a month later.
        for moment in ("2024-02-29 16:00", "2024-03-31 15:59"):
            self._create_order(self.shop.partner_id, moment, (self.screw, 1, 100.0))
        self._create_order(self.shop.partner_id, "2024-03-31 16:00", (self.screw, 1, 7.0))
        self._create_order(self.shop.partner_id, "2024-02-29 15:59", (self.screw, 1, 3.0))
        self._refresh("2024-03-01", AFTER)
        row = self._find(self.shop, "2024-03-01")
        self.assertEqual((row.actual, row.previous_actual), (200.0, 3.0))

    def test_today_is_that_of_the_company_when_utc_is_behind(self):
        with freeze_time("2024-03-31 16:30:00"):  # the first of April there
            self.assertEqual(self.company._get_distribution_today(), date(2024, 4, 1))
            self.assertIn(date(2024, 4, 1), self.rows._list_open_months(self.company))

    def test_pace_is_by_the_days_that_have_passed(self):
        self._set_target(self.shop, 12000.0)
        self._sell(self.shop, "2024-03-01", 310.0)
        for today, projected, pace in (
            ("2024-03-01", 9610.0, "ahead"),
            ("2024-03-10", 961.0, "close"),
            ("2024-03-11", 873.64, "behind"),
            ("2024-03-30", 320.33, "behind"),
            ("2024-03-31", 310.0, "behind"),
            ("2024-04-01", 310.0, "behind"),
            ("2025-01-01", 310.0, "behind"),
        ):
            self._refresh("2024-03-01", today)
            row = self._find(self.shop, "2024-03-01")
            with self.subTest(today):
                self.assertEqual((row.projected, row.pace), (projected, pace))
                self.assertEqual(row.pace_percent, round(projected / 10, 2))
                self.assertEqual(row.attainment_percent, 31.0)

    def test_pace_counts_the_days_of_february_when_the_year_is_a_leap_year(self):
        self._sell(self.shop, "2024-02-01", 100.0)
        self._refresh("2024-02-01", "2024-02-29")
        self.assertEqual(self._find(self.shop, "2024-02-01").projected, 100.0)
        self._refresh("2024-02-01", "2024-02-28")
        self.assertEqual(self._find(self.shop, "2024-02-01").projected, 103.57)

    def test_percentages_are_empty_when_there_is_no_base(self):
        self._sell(self.shop, "2024-03-10", 100.0)
        self._sell(self.shop, "2024-02-10", -50.0, quantity=-1)
        self._refresh("2024-03-01", AFTER)
        self.env.cr.execute(
            """
            SELECT attainment_percent, pace_percent, growth_percent, growth_year_percent,
                   punctuality_percent, return_rate_percent, attainment_ytd_percent, pace
              FROM distribution_performance WHERE member_id = %s
            """,
            [self.shop.id],
        )
        self.assertEqual(self.env.cr.fetchall(), [(None,) * 7 + ("none",)])

    def test_sleeping_members_have_rows_and_others_only_with_sales(self):
        self._sell(self.rival, "2024-03-10", 10.0)
        for member in (self.rival, self.agent):
            member.action_suspend("Test")
        late = self._create_member("LATE", self.levels[1], self.south)
        late.date_start = "2024-04-01"
        self._refresh("2024-03-01", AFTER)
        rows = self.rows.search([("date", "=", "2024-03-01"), ("company_id", "=", self.company.id)])
        ours = self.dealer + self.shop + self.rival + self.agent + late
        self.assertEqual(rows.member_id & ours, self.dealer + self.shop + self.rival)
        self.assertEqual(self._find(self.shop, "2024-03-01").actual, 0.0)

    def test_row_goes_when_its_reason_is_gone(self):
        order = self._sell(self.rival, "2024-03-10", 10.0)
        self.rival.action_suspend("Test")
        self._refresh("2024-03-01", AFTER)
        self.assertTrue(self._find(self.rival, "2024-03-01"))
        order._action_cancel()
        self._refresh("2024-03-01", AFTER)
        self.assertFalse(self._find(self.rival, "2024-03-01"))

    def test_draft_and_category_targets_do_not_count(self):
        self._set_target(self.shop, 1200.0, categ_id=self.tools.id)
        self.env["distribution.target"].create(
            {"member_id": self.shop.id, "year": 2024, "amount": 1.0}
        )
        self._refresh("2024-03-01", AFTER)
        self.assertEqual(self._find(self.shop, "2024-03-01").target, 0.0)

    def test_groups_show_ratios_of_sums(self):
        self._set_target(self.dealer, 12000.0)
        self._set_target(self.agent, 1200.0)
        self._sell(self.dealer, "2024-03-10", 500.0)
        self._sell(self.agent, "2024-03-10", 100.0)
        self._sell(self.shop, "2024-03-10", 5000.0)  # has no target: does not count in attainment
        self._refresh("2024-03-01", AFTER)
        ours = (self.dealer + self.agent + self.shop).ids
        [[attainment, growth]] = self.rows._read_group(
            [("member_id", "in", ours), ("date", "=", "2024-03-01")],
            [],
            ["attainment_percent:avg", "growth_percent:avg"],
        )
        self.assertEqual((float(attainment), growth), (54.55, False))

    # === rank === #

    def test_equals_share_a_rank(self):
        for member, amount in ((self.dealer, 100.0), (self.agent, 100.0), (self.shop, 50.0)):
            self._sell(member, "2024-03-10", amount)
        self._refresh("2024-03-01", AFTER)
        rows = {
            member: self._find(member, "2024-03-01")
            for member in (self.dealer, self.agent, self.shop, self.rival)
        }
        self.assertEqual(
            [rows[member].rank - rows[self.dealer].rank for member in rows], [0, 0, 2, 3]
        )
        self.assertEqual(rows[self.agent].region_rank, 1)  # the dealer is in the city
        self.assertEqual(rows[self.rival].region_rank, 2)
        self.assertEqual(rows[self.rival].region_rank_count, 2)

    # === rights === #

    def test_rows_are_seen_by_region_and_refreshed_by_managers(self):
        manager = new_test_user(self.env, "perf_manager", groups=f"{GROUPS}manager")
        staff = new_test_user(self.env, "perf_staff", groups=f"{GROUPS}user")
        finance = new_test_user(self.env, "perf_finance", groups=f"{GROUPS}finance")
        self.shop.partner_id.child_ids = [Command.create({"name": "Clerk"})]
        portal = new_test_user(
            self.env,
            "perf_portal",
            groups="base.group_portal",
            partner_id=self.shop.partner_id.child_ids.id,
        )
        self.north.manager_ids = manager
        self.south.staff_ids = staff
        self.rows.with_user(manager).action_refresh()
        month = self.company._get_distribution_today().replace(day=1)
        ours = self.dealer + self.agent + self.rival + self.shop
        domain = [("date", "=", month), ("member_id", "in", ours.ids)]
        for user, members in (
            (manager, self.dealer + self.agent + self.rival),
            (staff, self.shop),
            (finance, ours),
        ):
            with self.subTest(user.login):
                self.assertEqual(
                    set(self.rows.with_user(user).search(domain).member_id), set(members)
                )
        with self.assertRaises(AccessError):
            self.rows.with_user(staff).action_refresh()
        with self.assertRaises(AccessError):
            self.rows.with_user(portal).action_refresh()
        with self.assertRaises(AccessError):
            self.rows.with_user(portal).search(domain)
        row = self._find(self.shop, month)
        with self.assertRaises(AccessError):
            row.with_user(manager).action_open_sales()
        with self.assertRaises(AccessError):
            row.with_user(self.env.ref("base.user_admin")).write({"actual": 1.0})

    # === volume === #

    def test_queries_do_not_grow_with_the_members(self):
        def count(number):
            for index in range(number):
                member = self._create_member(f"M{number}-{index}", self.levels[1], self.south)
                self._sell(member, "2024-03-10", 10.0)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.env.cr.sql_log_count
            self._refresh("2024-03-01", AFTER)
            return self.env.cr.sql_log_count - before

        self.env["distribution.scorecard"]._ensure_for(self.company)
        few = count(5)
        self.assertLessEqual(few, 10)
        self.assertLessEqual(count(45), few)

    # === drill === #

    def test_each_figure_opens_its_rows(self):
        self._set_target(self.shop)
        self._sell(self.shop, "2024-03-10", 100.0)
        self._sell(self.shop, "2024-04-01", 5.0)
        self._refresh("2024-03-01", AFTER)
        row = self._find(self.shop, "2024-03-01")
        sales = self.report.search(row.action_open_sales()["domain"])
        self.assertEqual(sum(sales.mapped("amount_untaxed")), row.actual)
        for name in ("invoices", "returns", "target", "months", "warnings"):
            action = getattr(row, f"action_open_{name}")()
            with self.subTest(name):
                self.env[action["res_model"]].search_count(fields.Domain(action["domain"]))
