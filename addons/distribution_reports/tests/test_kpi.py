from datetime import timedelta

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .kpi_common import MONDAY, NOW, KpiCommon


@tagged("post_install", "-at_install")
class TestKpi(KpiCommon):
    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _run_cron(self, name, moment=NOW):
        cron = self.env.ref(f"distribution_reports.{name}")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    # === lights === #

    def test_light_includes_the_goal_only_where_the_comparison_does(self):
        cases = [
            ("at_most", 2.0, 0.5, {2.0: "green", 2.01: "amber", 2.5: "amber", 2.51: "red"}),
            ("below", 2.0, 0.5, {1.99: "green", 2.0: "amber", 2.5: "amber", 2.51: "red"}),
            ("at_least", 100.0, 0.0, {100.0: "green", 99.99: "red", 0.0: "red"}),
            ("above", 95.0, 3.0, {95.01: "green", 95.0: "amber", 92.0: "amber", 91.99: "red"}),
        ]
        kpi = self._kpi("order_cycle")
        for comparison, goal, margin, lights in cases:
            kpi.write({"comparison": comparison, "goal": goal, "warning_margin": margin})
            for value, light in lights.items():
                with self.subTest(comparison=comparison, value=value):
                    self.assertEqual(kpi._find_light(value), light)
        self.assertEqual(kpi._find_light(None), "grey")

    def test_light_is_that_of_what_is_shown(self):
        kpi = self._kpi("stock_accuracy")
        self.assertEqual(kpi._format(95.004), kpi._format(95.0))
        self.assertEqual(kpi._find_light(95.004), "amber")
        self.assertEqual(kpi._find_light(0.1 + 0.2 + 94.7), "amber")

    def test_light_follows_the_goal_and_the_past_keeps_its_own(self):
        self._create_decided_order(self._days_ago(1), hours=4)
        kpi = self._kpi("order_cycle")
        kpi._measure_weeks(self.company)
        self.assertEqual((kpi.light, kpi.value, kpi.record_count), ("amber", 4.0, 1))
        kpi.goal = 4.0
        self.assertEqual(kpi.light, "green")
        self.assertEqual(kpi.value_ids.light, "amber")

    # === weeks === #

    def test_running_week_is_measured_again_and_a_past_one_stays(self):
        self._create_decided_order(self._days_ago(1), hours=2)
        kpi = self._kpi("order_cycle")
        kpi._measure_weeks(self.company)
        kpi._measure_weeks(self.company, MONDAY - timedelta(weeks=1))
        self._create_decided_order(self._days_ago(1), hours=4)
        self._create_decided_order(self._days_ago(4), hours=9)  # of last week, told late
        kpi._measure_weeks(self.company)
        kpi._measure_weeks(self.company, MONDAY - timedelta(weeks=1))
        self.assertRecordValues(
            kpi.value_ids.sorted("week"),
            [
                {
                    "week": MONDAY - timedelta(weeks=1),
                    "value": 0.0,
                    "is_measured": False,
                    "light": "grey",
                    "is_final": True,
                },
                {
                    "week": MONDAY,
                    "value": 5.0,
                    "is_measured": True,
                    "light": "red",
                    "is_final": False,
                },
            ],
        )

    def test_cron_fills_past_weeks_once_and_each_by_its_own_days(self):
        self._create_decided_order(self._days_ago(1), hours=2)
        self._create_decided_order(self._days_ago(30), hours=8)
        self._run_cron("ir_cron_measure_kpi")
        kpi = self._kpi("order_cycle")
        weeks = kpi.value_ids.filtered(lambda value: value.company_id == self.company)
        self.assertEqual(len(weeks), 13)
        by_week = {value.week: value.value for value in weeks if value.is_measured}
        # 2 February is the day of 30 days ago: its week and the three after it measure it.
        past = {MONDAY - timedelta(weeks=back): 8.0 for back in (4, 3, 2, 1)}
        self.assertEqual(by_week, {MONDAY: 2.0, **past})
        before = weeks.mapped("measured_on")
        self._run_cron("ir_cron_measure_kpi", NOW + timedelta(days=1))
        after = weeks.sorted("week").mapped("measured_on")
        self.assertEqual(sum(one != NOW for one in after), 1)
        self.assertEqual(len(before), 13)

    def test_coverage_of_past_weeks_is_not_invented(self):
        self._run_cron("ir_cron_measure_kpi")
        own = self._kpi("permission_coverage").value_ids
        self.assertEqual(set(own.mapped("week")), {MONDAY})

    def test_trend_holds_twelve_weeks_at_most_with_gaps(self):
        self._create_decided_order(self._days_ago(1), hours=2)
        self._run_cron("ir_cron_measure_kpi")
        kpi = self._kpi("order_cycle").with_company(self.company)
        self.assertEqual(len(kpi.trend), 12)
        self.assertEqual(kpi.trend[-1]["value"], 2.0)
        self.assertIsNone(kpi.trend[0]["value"])

    def test_values_are_those_of_the_company_that_is_worked_in(self):
        self._create_decided_order(self._days_ago(1), hours=2)
        self.kpis.search([])._measure_weeks(self.company)
        other = self.env["res.company"].create({"name": "Other"})
        kpi = self._kpi("order_cycle")
        self.assertTrue(kpi.is_measured)
        self.assertFalse(kpi.with_company(other).with_context(allowed_company_ids=other.ids).value)

    def test_measuring_costs_one_query_per_figure_whatever_the_records(self):
        figures = self.kpis.search([])
        for number in range(3):
            self._create_decided_order(self._days_ago(number), hours=2)
        figures._measure_weeks(self.company)
        self.env.flush_all()
        few = self._count_queries(figures)
        for number in range(30):
            self._create_decided_order(self._days_ago(number % 20), hours=2)
        self.env.flush_all()
        self.assertLessEqual(self._count_queries(figures), few)
        self.assertLessEqual(few, 40)

    def _count_queries(self, figures):
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        figures._measure_weeks(self.company)
        return self.env.cr.sql_log_count - before

    # === rights === #

    def test_manager_reads_the_company_figure_and_opens_own_records_only(self):
        own = self._create_decided_order(self._days_ago(1), hours=2, member=self.shop)
        self._create_decided_order(self._days_ago(1), hours=4, member=self.other_distributor)
        self.kpis.search([])._measure_weeks(self.company)
        kpi = self._kpi("order_cycle").with_user(self.manager)
        self.assertEqual((kpi.value, kpi.record_count), (3.0, 2))
        action = kpi.action_open_records()
        orders = self.env["sale.order"].with_user(self.manager).search(action["domain"])
        self.assertEqual(orders, own)

    def test_records_are_refused_with_a_sentence_when_the_role_may_not_see_them(self):
        with self.assertRaises(UserError) as caught:
            self._kpi("permission_coverage").with_user(self.manager).action_open_records()
        self.assertNotIsInstance(caught.exception, AccessError)

    def test_goal_is_changed_by_administrators_only(self):
        for user in (self.manager, self.finance):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._kpi("order_cycle").with_user(user).goal = 5.0
        self._kpi("order_cycle").with_user(self.admin).goal = 5.0

    def test_board_is_refused_to_staff_and_portal(self):
        portal = self._create_portal_user("kpi_portal", self.shop)
        for user in (self.staff, portal):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self.kpis.with_user(user).search([])

    def test_measuring_by_button_is_for_who_reads_the_board(self):
        self._create_decided_order(self._days_ago(1), hours=2)
        self.kpis.with_user(self.manager).search([], limit=1).action_measure()
        self.assertEqual(self._kpi("order_cycle").value, 2.0)
        with self.assertRaises(AccessError):
            self.kpis.with_user(self.staff).browse(self._kpi("order_cycle").id).action_measure()

    def test_nonsense_is_refused(self):
        kpi = self._kpi("order_cycle")
        for values in ({"goal": -1.0}, {"warning_margin": -1.0}, {"window_days": 0}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                kpi.write(values)
                kpi.flush_recordset()
