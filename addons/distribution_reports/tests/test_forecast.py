from datetime import timedelta

from odoo.tests import Form, tagged

from ..forecast_engine import Frequency
from .forecast_common import ForecastCommon


@tagged("post_install", "-at_install")
class TestForecast(ForecastCommon):
    # === HISTORY === #

    def test_history_is_that_of_the_report_without_the_running_month(self):
        subjects, quantities = self.runs._read_history(
            self.env.company, Frequency.MONTH, self.first
        )
        found = {subject.key: subject for subject in subjects}
        total = found["total"].series
        rows = self.report._read_group(
            [("company_id", "=", self.env.company.id), ("date", "<", self.first)],
            [],
            ["amount_net:sum"],
        )
        self.assertAlmostEqual(sum(total.values), rows[0][0], 2)
        self.assertEqual((len(total.values), total.until), (30, self.first))
        self.assertEqual(found[f"member:{self.dealer.id}"].parent, f"region:{self.city.id}")
        self.assertEqual(found[f"region:{self.city.id}"].parent, f"region:{self.north.id}")
        self.assertEqual(found[f"product:{self.drill.id}"].parent, f"category:{self.drills.id}")
        self.assertEqual({series.values[-1] for series in quantities}, {10.0, 20.0})

    def test_history_takes_two_questions_and_one_per_tree(self):
        self.env.flush_all()
        self.env.invalidate_all()
        self.runs._read_history(self.env.company, Frequency.MONTH, self.first)  # warm
        self.env.invalidate_all()
        with self.assertQueryCount(12):
            self.runs._read_history(self.env.company, Frequency.MONTH, self.first)

    def test_weeks_begin_on_monday(self):
        monday = Frequency.WEEK.start_of(self.today)
        subjects, _quantities = self.runs._read_history(self.env.company, Frequency.WEEK, monday)
        for subject in subjects:
            self.assertEqual(subject.series.first.weekday(), 0)
            self.assertEqual(subject.series.until, monday)

    # === WHAT A RUN FINDS === #

    def test_run_forecasts_each_subject_and_parts_add_up(self):
        run = self._make_run(horizon=3)
        self.assertEqual(run.progress, 100.0)
        self.assertEqual(run.series_done, run.series_total)
        self.assertTrue(run.is_current)
        self.assertAlmostEqual(run.accuracy_percent, 90.0)
        self.assertAlmostEqual(run.naive_accuracy_percent, 80.0)
        for horizon in (1, 2, 3):
            rows = self.forecasts.search(
                [("run_id", "=", run.id), ("horizon", "=", horizon), ("measure", "=", "amount")]
            )
            total = rows.filtered(lambda row: row.subject == "total").value
            self.assertGreater(total, 0)
            tops = rows.filtered(
                lambda row: (
                    (row.subject == "region" and not row.region_id.parent_id)
                    or row.series_key == "rest:member"
                )
            )
            self.assertAlmostEqual(sum(tops.mapped("value")), total, 6)
            members = rows.filtered(
                lambda row: row.subject == "member" or (row.subject == "rest" and not row.categ_id)
            )
            self.assertAlmostEqual(sum(members.mapped("value")), total, 6)
            products = rows.filtered(lambda row: row.subject == "product")
            self.assertAlmostEqual(sum(products.mapped("value")), total, 6)

    def test_short_series_has_a_reason_instead_of_a_number(self):
        run = self._make_run(horizon=1)
        agent = self._find(run, f"member:{self.agent.id}")
        self.assertEqual((agent.state, agent.reason, agent.value), ("insufficient", "short", 0.0))
        rest = self._find(run, f"rest:region:{self.north.id}")
        self.assertEqual((rest.subject, rest.region_id), ("rest", self.north))
        self.assertEqual(run.insufficient_count, 1)

    def test_rows_carry_period_and_place(self):
        run = self._make_run(horizon=2)
        dealer = self._find(run, f"member:{self.dealer.id}", horizon=2)
        self.assertRecordValues(
            dealer,
            [
                {
                    "date": Frequency.MONTH.shift(self.first, 1),
                    "member_id": self.dealer.id,
                    "region_id": self.city.id,
                    "company_id": self.env.company.id,
                    "state": "forecast",
                    "accuracy_percent": 90.0,
                }
            ],
        )
        self.assertLessEqual(dealer.value_low, dealer.value)
        self.assertLessEqual(dealer.value, dealer.value_high)
        drill = self._find(run, f"product:{self.drill.id}", measure="quantity")
        self.assertEqual((drill.value, drill.categ_id), (10.0, self.drills))

    def test_last_run_is_the_current_one(self):
        first = self._make_run(horizon=1)
        weekly = self._make_run(horizon=1, period="week")
        second = self._make_run(horizon=1)
        self.assertEqual([run.is_current for run in first + weekly + second], [False, True, True])

    def test_second_turn_replaces_the_first(self):
        run = self._make_run(horizon=1)
        before = len(run.forecast_ids)
        with self._faked():
            run.action_run()
            self._run_scheduler()
        self.assertEqual((run.state, len(run.forecast_ids)), ("done", before))

    # === SCREENS === #

    def test_chart_shows_history_and_forecast(self):
        run = self._make_run(horizon=2)
        row = self._find(run, "total")
        points = row.chart["points"]
        self.assertEqual(len([point for point in points if "actual" in point]), 30)
        self.assertEqual(points[-1]["label"], f"{row.chart['points'][-1]['start'][:7]}")
        self.assertEqual([point["value"] for point in points[-2:]], [row.value, row.value])
        self.assertEqual(points[-2]["start"], str(self.first))

    def test_forecast_opens_the_sales_behind_it(self):
        run = self._make_run(horizon=1)
        action = self._find(run, f"region:{self.north.id}").action_open_sales()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.member_id, self.dealer + self.agent)
        self.assertNotIn(self.today, found.mapped("date"))

    def test_forms_open(self):
        run = self._make_run(horizon=1)
        Form(run)
        Form(self._find(run, "total"))
        self.assertEqual(run.action_open_forecasts()["domain"], [("run_id", "=", run.id)])

    # === SUGGESTIONS === #

    def test_goods_that_will_be_short_are_suggested(self):
        self.drill.write({"type": "consu", "is_storable": True})
        run = self._make_run(horizon=1)
        found = run.suggestion_ids.filtered(lambda one: one.kind == "stock")
        self.assertEqual(found.product_id, self.drill)
        self.assertEqual((found.expected, found.missing), (10.0, 10.0 - found.found))
        self.assertIn("missing", found.reason)
        self.assertEqual(found.action_open_subject()["res_id"], self.drill.id)

    def test_member_who_fell_below_the_interval_is_suggested(self):
        last = Frequency.MONTH.shift(self.first, -1)
        order = self.report.search(
            [("member_id", "=", self.shop.id), ("date", ">=", last), ("date", "<", self.first)]
        ).order_id
        order.order_line.price_unit = 1.0
        self.env.flush_all()
        run = self._make_run(horizon=1)
        found = run.suggestion_ids.filtered(lambda one: one.kind == "drop")
        self.assertEqual(found.member_id, self.shop)
        self.assertEqual(found.found, 10.0)
        self.assertIn("10.00", found.reason)

    def test_member_who_stopped_ordering_is_suggested(self):
        late = self._create_member("LATE", self.levels[1], self.south)
        days = (300, 290, 280, 270, 260, 250)
        self._sell_on(late, self.screw, {self.today - timedelta(days=n): 50.0 for n in days})
        self.env.flush_all()
        run = self._make_run(horizon=1)
        found = run.suggestion_ids.filtered(lambda one: one.kind == "silent")
        self.assertEqual(found.member_id, late)
        self.assertEqual((found.rhythm_days, found.region_id), (10.0, self.south))
        action = found.action_open_forecast()
        self.assertTrue(self.env[action["res_model"]].search(action["domain"]))
