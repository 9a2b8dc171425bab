from datetime import date

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .kpi_common import NOW, KpiCommon

at = fields.Datetime.to_datetime


@tagged("post_install", "-at_install")
class TestReportSchedule(KpiCommon):
    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _create_schedule(self, **values):
        return self.env["distribution.report.schedule"].create(
            {
                "name": "Sales of last week",
                "recipient_ids": [Command.set(self.finance.ids)],
                **values,
            }
        )

    # === when === #

    def test_next_time_is_in_the_time_zone_of_the_company(self):
        schedule = self._create_schedule(weekday="0", hour=8)
        # Monday 9 March, 08:00 in Shanghai
        self.assertEqual(schedule.next_run, at("2026-03-09 00:00:00"))
        schedule.write({"weekday": "2", "hour": 15})
        # it is Wednesday, 14:00 there
        self.assertEqual(schedule.next_run, at("2026-03-04 07:00:00"))
        schedule.hour = 14
        self.assertEqual(schedule.next_run, at("2026-03-11 06:00:00"))

    def test_month_without_the_day_takes_its_last(self):
        schedule = self._create_schedule(frequency="monthly", day=31, hour=8)
        moments = [at("2026-01-31 00:00:00")]
        for _month in range(4):
            moments.append(schedule._find_next_run(moments[-1]))
        days = [(moment.month, moment.day) for moment in moments]
        self.assertEqual(days, [(1, 31), (2, 28), (3, 31), (4, 30), (5, 31)])

    def test_hour_stays_when_the_clocks_change(self):
        self.company.distribution_tz = "Europe/Berlin"
        schedule = self._create_schedule(weekday="6", hour=8)
        self.assertEqual(
            schedule._find_next_run(at("2026-03-20 00:00:00")), at("2026-03-22 07:00:00")
        )
        self.assertEqual(
            schedule._find_next_run(at("2026-03-23 00:00:00")), at("2026-03-29 06:00:00")
        )
        schedule.hour = 2  # there is no 02:00 on 29 March
        self.assertEqual(
            schedule._find_next_run(at("2026-03-23 00:00:00")), at("2026-03-29 01:00:00")
        )
        # 02:00 happens twice on 25 October: once is enough
        first = schedule._find_next_run(at("2026-10-20 00:00:00"))
        self.assertEqual(first, at("2026-10-25 01:00:00"))
        self.assertEqual(schedule._find_next_run(first), at("2026-11-01 01:00:00"))

    def test_period_is_seen_from_the_day_of_sending(self):
        schedule = self._create_schedule()
        cases = {
            "last_week": (date(2026, 2, 23), date(2026, 3, 1)),
            "last_month": (date(2026, 2, 1), date(2026, 2, 28)),
            "month": (date(2026, 3, 1), date(2026, 3, 4)),
            "last_quarter": (date(2025, 10, 1), date(2025, 12, 31)),
            "year": (date(2026, 1, 1), date(2026, 3, 4)),
        }
        for period, days in cases.items():
            schedule.period = period
            with self.subTest(period):
                self.assertEqual(schedule._find_period(date(2026, 3, 4)), days)

    def test_day_of_sending_is_that_of_the_company(self):
        schedule = self._create_schedule(period="last_month")
        # 28 February 17:00 in UTC is 1 March in Shanghai: last month is February
        request = schedule._build_request(at("2026-02-28 17:00:00"), "en_US")
        self.assertEqual(
            (request.date_from, request.date_to), (date(2026, 2, 1), date(2026, 2, 28))
        )

    # === what and whom === #

    def test_portal_users_are_no_recipients(self):
        portal = self._create_portal_user("sched_portal", self.shop)
        with self.assertRaises(ValidationError):
            self._create_schedule(recipient_ids=[Command.set(portal.ids)])
        with self.assertRaises(ValidationError):
            self._create_schedule(recipient_ids=[])

    def test_filter_of_another_report_or_person_is_refused(self):
        filters = self.env["ir.filters"]
        foreign = filters.create({"name": "Orders", "model_id": "sale.order"})
        private = filters.create(
            {
                "name": "Private",
                "model_id": "distribution.sales.report",
                "user_ids": [Command.set(self.admin.ids)],
            }
        )
        with self.assertRaises(ValidationError):
            self._create_schedule(filter_id=foreign.id)
        schedules = self.env["distribution.report.schedule"].with_user(self.finance)
        with self.assertRaises(UserError):  # of rights, or of the check
            schedules.create(
                {
                    "name": "Peeping",
                    "filter_id": private.id,
                    "recipient_ids": [Command.set(self.finance.ids)],
                }
            )

    def test_filter_brings_its_conditions_and_groups(self):
        saved = self.env["ir.filters"].create(
            {
                "name": "Returns by product",
                "model_id": "distribution.sales.report",
                "domain": "[('quantity', '<', 0)]",
                "context": "{'group_by': ['product_id', 'member_id']}",
            }
        )
        request = self._create_schedule(filter_id=saved.id)._build_request(NOW, "en_US")
        self.assertEqual(request.groups, ("product_id", "member_id"))
        self.assertEqual(request.domain, (("quantity", "<", 0),))

    def test_nonsense_is_refused(self):
        for values in ({"day": 0}, {"day": 32}, {"hour": 24}, {"hour": -1}):
            with (
                self.subTest(values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                self._create_schedule(**values).flush_recordset()

    # === rights === #

    def test_manager_sees_own_schedules_and_finance_all(self):
        own = self._create_schedule(user_id=self.manager.id)
        other = self._create_schedule(user_id=self.admin.id)
        found = self.env["distribution.report.schedule"].search([("id", "in", (own | other).ids)])
        self.assertEqual(found.with_user(self.manager).search([("id", "in", found.ids)]), own)
        self.assertEqual(
            set(found.with_user(self.finance).search([("id", "in", found.ids)])), set(found)
        )
        with self.assertRaises(AccessError):
            other.with_user(self.manager).action_send_now()
        with self.assertRaises(AccessError):
            other.with_user(self.manager).action_preview()
