from odoo.exceptions import ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .kpi_common import NOW, KpiCommon


@tagged("post_install", "-at_install")
class TestReportLists(KpiCommon):
    """Reports whose rows are not sums of sales: the forecast, and performance by whole months."""

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _create_schedule(self, **values):
        return self.env["distribution.report.schedule"].create(
            {"name": "Ahead", "recipient_ids": [Command.set(self.finance.ids)], **values}
        )

    def _build(self, schedule, user):
        maker = self.env["distribution.report.maker"].with_user(user)
        maker = maker.with_context(allowed_company_ids=self.company.ids, lang="en_US")
        return maker._build_table(schedule._build_request(NOW, "en_US"))

    def _create_forecast(self):
        run = self.env["distribution.forecast.run"].create({"company_id": self.company.id})
        self._set(run, state="done", date="2026-03-01", accuracy_percent=85.0, is_current=True)
        values = {
            "run_id": run.id,
            "company_id": self.company.id,
            "currency_id": self.company.currency_id.id,
            "period": "month",
            "measure": "amount",
            "horizon": 1,
            "date": "2026-03-01",
            "state": "forecast",
        }
        rows = [
            {"series_key": "total", "subject": "total", "value": 1700.0},
            *(
                {
                    "series_key": f"member:{member.id}",
                    "subject": "member",
                    "member_id": member.id,
                    "region_id": member.region_id.id,
                    "value": value,
                }
                for member, value in ((self.shop, 1000.0), (self.other_distributor, 700.0))
            ),
        ]
        self.env["distribution.forecast"].create([{**values, **row} for row in rows])
        return run

    def test_forecast_accuracy_is_that_of_the_last_finished_run(self):
        run = self._create_forecast()
        older = run.copy()
        self._set(older, state="done", date="2026-02-20", accuracy_percent=10.0)
        failed = run.copy()
        self._set(failed, state="failed", date="2026-03-02", accuracy_percent=1.0)
        self.assertEqual(self._measure("forecast_accuracy"), (85.0, 1))
        self.assertEqual(self._assert_records_are_those_measured("forecast_accuracy"), run)

    def test_forecast_lists_one_kind_of_subject_with_the_rights_of_the_reader(self):
        self._create_forecast()
        schedule = self._create_schedule(kind="forecast", layout="member")
        amounts = {
            user.login: {row[0]: row[3] for row in self._build(schedule, user).rows}
            for user in (self.finance, self.manager)
        }
        shop, other = self.shop.display_name, self.other_distributor.display_name
        self.assertEqual(amounts["kpi_finance"], {shop: 1000.0, other: 700.0})
        self.assertEqual(amounts["kpi_manager"], {shop: 1000.0})
        schedule.layout = "month"
        rows = self._build(schedule, self.finance).rows
        self.assertEqual([row[3] for row in rows], [1700.0])

    def test_performance_shows_whole_months(self):
        schedule = self._create_schedule(kind="performance", period="last_week")
        rows = self.env["distribution.performance"]
        for member, actual in ((self.shop, 1000.0), (self.other_distributor, 700.0)):
            rows |= rows.create(
                {
                    "company_id": self.company.id,
                    "currency_id": self.company.currency_id.id,
                    "member_id": member.id,
                    "region_id": member.region_id.id,
                    "level_id": member.level_id.id,
                    "date": "2026-02-01",
                    "actual": actual,
                    "target": 2000.0,
                }
            )
        table = self._build(schedule, self.finance)
        place = [column.label for column in table.columns].index("Actual")
        self.assertEqual(sorted(row[place] for row in table.rows), [700.0, 1000.0])
        self.assertEqual(table.totals[place], 1700.0)
        table = self._build(schedule, self.manager)
        self.assertEqual([row[place] for row in table.rows], [1000.0])

    def test_layout_that_a_report_does_not_have_is_refused(self):
        with self.assertRaises(ValidationError):
            self._create_schedule(kind="performance", layout="product")
