from datetime import date, timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import new_test_user, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .performance_common import PerformanceCommon

GROUPS = "distribution_member.group_distribution_"
TODAY = date(2024, 8, 15)


@tagged("post_install", "-at_install")
class TestPerformanceWarning(PerformanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = new_test_user(cls.env, "warned_manager", groups=f"{GROUPS}manager")
        cls.north.manager_ids = cls.manager
        cls.company.distribution_warning_falling_amount = 1000.0

    def _watch(self, today=TODAY):
        with self._today(today):
            return self.warnings._watch(self.company)

    def _find_warnings(self, member, kind, state="open"):
        return self.warnings.search(
            [("member_id", "in", member.ids), ("kind", "=", kind), ("state", "=", state)]
        )

    def _order_every(self, member, days, until, times=6):
        for number in range(times):
            self._sell(member, until - timedelta(days=days * number), 10.0)

    # === falling === #

    def test_falling_names_the_figures_of_last_year(self):
        self._sell(self.dealer, "2023-06-01", 150_000.0)
        self._sell(self.dealer, "2023-08-14", 50_000.0)
        self._sell(self.dealer, "2023-08-15", 9_999.0)  # today a year ago: in neither window
        self._sell(self.dealer, "2024-06-01", 120_000.0)
        self._watch()
        warning = self._find_warnings(self.dealer, "falling")
        self.assertRecordValues(
            warning,
            [
                {
                    "recent_amount": 120_000.0,
                    "base_amount": 200_000.0,
                    "base_kind": "year_ago",
                    "change_percent": -40.0,
                    "region_id": self.city.id,
                    "user_id": self.manager.id,  # of the nearest region around it
                    "date": TODAY,
                }
            ],
        )
        self.assertIn("40 % less", warning.reason)
        self.assertIn("120,000.00", warning.reason)
        self.assertIn("Last order on 2024-06-01, usually every 74 days.", warning.reason)

    def test_falling_compares_with_the_months_before_when_there_was_no_last_year(self):
        self._sell(self.shop, "2024-04-01", 2000.0)
        self._sell(self.shop, "2024-07-01", 1400.0)
        self._watch()
        warning = self._find_warnings(self.shop, "falling")
        self.assertEqual((warning.base_kind, warning.change_percent), ("before", -30.0))

    def test_falling_is_silent_above_the_threshold_and_for_small_members(self):
        self._sell(self.shop, "2024-04-01", 2000.0)
        self._sell(self.shop, "2024-07-01", 1401.0)
        self._sell(self.rival, "2024-04-01", 999.0)
        self._watch()
        self.assertFalse(self._find_warnings(self.shop + self.rival, "falling"))

    # === sleeping === #

    def test_sleeping_is_relative_to_the_own_rhythm(self):
        self._order_every(self.dealer, 14, TODAY - timedelta(days=36))  # 2.5 × 14 = 35
        self._order_every(self.shop, 40, TODAY - timedelta(days=36))
        self._order_every(self.rival, 1, TODAY - timedelta(days=14))  # never before 14 days
        self._watch()
        warning = self._find_warnings(self.dealer, "sleeping")
        self.assertEqual((warning.silent_days, warning.usual_days), (36, 14.0))
        self.assertIn("usually every 14 days", warning.reason)
        self.assertFalse(self._find_warnings(self.shop, "sleeping"))
        self.assertFalse(self._find_warnings(self.rival, "sleeping"))
        self._watch(TODAY + timedelta(days=1))
        self.assertTrue(self._find_warnings(self.rival, "sleeping"))

    def test_sleeping_has_fixed_days_when_there_is_no_rhythm(self):
        self._order_every(self.shop, 5, TODAY - timedelta(days=90), times=3)
        self._watch()
        self.assertFalse(self._find_warnings(self.shop, "sleeping"))
        # Nobody has ever ordered: since it is a member.
        self.assertEqual(self._find_warnings(self.agent, "sleeping").silent_days, 227)
        self._watch(TODAY + timedelta(days=1))
        warning = self._find_warnings(self.shop, "sleeping")
        self.assertEqual((warning.silent_days, warning.usual_days), (91, 0.0))

    # === targets === #

    def test_target_missed_is_of_the_last_month(self):
        self._set_target(self.shop, 12000.0)
        self._set_target(self.dealer, 12000.0)
        self._sell(self.shop, "2024-07-10", 799.99)
        self._sell(self.dealer, "2024-07-10", 800.0)
        self._refresh("2024-07-01", TODAY)
        self._watch()
        warning = self._find_warnings(self.shop, "target_missed")
        self.assertEqual((warning.recent_amount, warning.change_percent), (799.99, 80.0))
        self.assertFalse(self._find_warnings(self.dealer, "target_missed"))
        self._watch(date(2024, 9, 1))  # August is not computed: nothing is known to be missed
        self.assertFalse(self._find_warnings(self.shop, "target_missed"))

    # === life === #

    def test_warning_is_never_double(self):
        self.assertTrue(self._watch())
        before = self.warnings.search([("company_id", "=", self.company.id)])
        self.assertFalse(self._watch(TODAY + timedelta(days=1)))
        after = self.warnings.search([("company_id", "=", self.company.id)])
        self.assertEqual(after, before)
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            self.env.cr.execute(
                """
                INSERT INTO distribution_performance_warning
                       (company_id, currency_id, member_id, kind, state, date)
                SELECT company_id, currency_id, member_id, kind, 'open', date
                  FROM distribution_performance_warning WHERE id = %s
                """,
                [before[0].id],
            )

    def test_warning_closes_by_itself_and_comes_back_as_another(self):
        self._watch()
        warning = self._find_warnings(self.agent, "sleeping")
        self.assertEqual(warning.activity_ids.user_id, self.manager)
        self._sell(self.agent, TODAY, 10.0)
        self._watch(TODAY + timedelta(days=1))
        self.assertEqual((warning.state, warning.closed_on), ("closed", TODAY + timedelta(days=1)))
        self.assertFalse(warning.activity_ids)
        self._watch(TODAY + timedelta(days=100))
        again = self._find_warnings(self.agent, "sleeping")
        self.assertTrue(again)
        self.assertNotEqual(again, warning)

    def test_handled_warning_rests_and_opens_again(self):
        self._watch()
        warning = self._find_warnings(self.agent, "sleeping").with_user(self.manager)
        with self.assertRaisesRegex(UserError, "Write what was done"):
            warning.action_handle()
        warning.note = "Called"
        with self._today(TODAY):
            warning.action_handle()
        self.assertRecordValues(
            warning,
            [
                {
                    "state": "handled",
                    "handled_by_id": self.manager.id,
                    "handled_on": TODAY,
                    "snooze_until": TODAY + timedelta(days=30),
                }
            ],
        )
        self.assertFalse(warning.activity_ids)
        self.assertFalse(self._watch(TODAY + timedelta(days=29)) & warning)
        self.assertEqual((warning.state, warning.silent_days), ("handled", 256))
        self.assertTrue(self._watch(TODAY + timedelta(days=30)) & warning)
        self.assertEqual((warning.state, warning.snooze_until), ("open", False))
        self.assertTrue(warning.activity_ids)

    def test_suspended_member_is_not_warned_of(self):
        self._watch()
        warning = self._find_warnings(self.agent, "sleeping")
        self.agent.action_suspend("Test")
        self._watch()
        self.assertEqual(warning.state, "closed")

    def test_manager_sees_and_handles_own_regions_only(self):
        self._watch()
        foreign = self._find_warnings(self.shop, "sleeping")
        found = self.warnings.with_user(self.manager).search([("company_id", "=", self.company.id)])
        self.assertEqual(set(found.member_id), {self.agent, self.dealer, self.rival})
        with self.assertRaises(AccessError):
            foreign.with_user(self.manager).action_handle()
        with self.assertRaises(UserError):
            found[0].write({"state": "closed"})

    def test_scheduler_watches_every_company(self):
        with self._today(TODAY), self.enter_registry_test_mode():
            self.env.ref("distribution_reports.ir_cron_performance_warning").method_direct_trigger()
        self.assertTrue(self._find_warnings(self.agent, "sleeping"))

    def test_manager_finds_them_among_the_todos(self):
        self._watch()
        todo = self.env.ref("distribution_reports.todo_performance_warnings")
        todo = todo.with_user(self.manager)
        self.assertEqual(todo.waiting_count, 3)
        self.assertEqual(todo.action_open()["res_model"], "distribution.performance.warning")

    def test_queries_of_the_figures_do_not_grow_with_the_members(self):
        """Managers' activities are capped; without a manager only the statements are left."""
        self.north.manager_ids = False

        def count(number):
            for index in range(number):
                self._create_member(f"W{number}-{index}", self.levels[1], self.south)
            self.env.flush_all()
            before = self.env.cr.sql_log_count
            self._watch()
            return self.env.cr.sql_log_count - before

        self._watch()
        few = count(5)
        self.assertLessEqual(count(45), few + 2)
