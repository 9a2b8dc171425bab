import io
from datetime import timedelta
from unittest.mock import patch

import openpyxl
from odoo.exceptions import AccessError, UserError
from odoo.fields import Command
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from pypdf import PdfReader

from .kpi_common import NOW, KpiCommon

LOGGER = "odoo.addons.distribution_reports.models.distribution_report_delivery"


@tagged("post_install", "-at_install")
class TestReportDelivery(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.manager, cls.finance, cls.admin, cls.staff):
            user.email = f"{user.login}@example.com"
        # Last week: 1000 in the north, 700 in the south; before it another 50.
        cls._sell(cls.shop, (cls.product, 10, 100.0), date="2026-02-24 02:00:00")
        cls._sell(cls.other_distributor, (cls.product, 7, 100.0), date="2026-02-25 02:00:00")
        cls._sell(cls.shop, (cls.product, 1, 50.0), date="2026-01-25 02:00:00")

    def setUp(self):
        super().setUp()
        frozen = freeze_time(NOW)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _create_schedule(self, *recipients, **values):
        users = self.env["res.users"].union(*recipients)
        return self.env["distribution.report.schedule"].create(
            {
                "name": "Sales of last week",
                "user_id": self.admin.id,
                "recipient_ids": [Command.set(users.ids)],
                **values,
            }
        )

    def _run_cron(self, name, moment=NOW):
        cron = self.env.ref(f"distribution_reports.{name}")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _run_all(self, moment):
        self._run_cron("ir_cron_schedule_reports", moment)
        self._run_cron("ir_cron_deliver_reports", moment)

    def _find_mails(self, user):
        return self.env["mail.mail"].search([("recipient_ids", "in", user.partner_id.ids)])

    def _open(self, user):
        """Return the only sheet of the only file that a user was sent."""
        content = self._find_mails(user).attachment_ids.ensure_one().raw
        return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]

    def _read(self, user):
        return [
            [cell.value for cell in row] for row in self._open(user).iter_rows() if row[0].value
        ]

    # === whose figures === #

    def test_each_recipient_is_sent_what_he_or_she_may_see(self):
        schedule = self._create_schedule(self.manager, self.finance)
        schedule.action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        label = self.env["distribution.sales.report"]._fields["amount_ordered"].string
        sums = {}
        for user in (self.manager, self.finance):
            rows = self._read(user)
            head = next(row for row in rows if row[0] == "Member")
            amount = head.index(label)
            body = rows[rows.index(head) + 1 :]
            sums[user.login] = [row[amount] for row in body if row[amount] is not None]
        self.assertEqual(sums["kpi_manager"], [1000, 1000])  # the shop, and the total
        self.assertEqual(sums["kpi_finance"], [1000, 700, 1700])
        texts = str(self._read(self.manager))
        self.assertNotIn("DIST2", texts)

    def test_staff_are_sent_no_commission(self):
        self.north.staff_ids = self.staff
        self._create_schedule(self.staff, self.finance).action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        self.assertNotIn("Commission", str(self._read(self.staff)))
        self.assertIn("Commission", str(self._read(self.finance)))

    def test_access_lost_before_sending_is_refused_and_the_owner_is_told(self):
        schedule = self._create_schedule(self.manager, self.finance, self.staff)
        schedule.action_send_now()
        self.finance.active = False
        self.manager.group_ids = [Command.set(self.env.ref("base.group_user").ids)]
        self.staff.company_ids = [Command.link(self.env["res.company"].create({"name": "B"}).id)]
        other = self.staff.company_ids - self.company
        self.staff.write({"company_id": other.id, "company_ids": [Command.set(other.ids)]})
        self._run_cron("ir_cron_deliver_reports")
        self._run_cron("ir_cron_deliver_reports")
        self.assertEqual(set(schedule.delivery_ids.mapped("state")), {"refused"})
        self.assertTrue(all(schedule.delivery_ids.mapped("reason")))
        for user in (self.manager, self.finance, self.staff):
            self.assertFalse(self._find_mails(user))
        self.assertEqual(schedule.activity_ids.user_id, self.admin)
        self.assertEqual(len(schedule.activity_ids), 3)

    def test_region_lost_before_sending_leaves_an_empty_report(self):
        self._create_schedule(self.manager).action_send_now()
        self.north.manager_ids = False
        self._run_cron("ir_cron_deliver_reports")
        self.assertNotIn("1000", str(self._read(self.manager)))

    def test_file_belongs_to_its_recipient_and_not_to_the_owner(self):
        self._create_schedule(self.finance, user_id=self.manager.id).action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        attachment = self._find_mails(self.finance).attachment_ids
        with self.assertRaises(AccessError):
            attachment.with_user(self.manager).read(["raw"])

    # === once === #

    def test_due_report_is_sent_once_and_planned_again(self):
        schedule = self._create_schedule(self.finance, weekday="0", hour=8)
        due = schedule.next_run
        self._run_all(due - timedelta(minutes=1))
        self.assertFalse(schedule.delivery_ids)
        for _again in range(2):
            self._run_all(due + timedelta(minutes=1))
        self.assertEqual(len(self._find_mails(self.finance)), 1)
        self.assertEqual(schedule.delivery_ids.due, due)
        self.assertEqual(schedule.next_run, due + timedelta(weeks=1))

    def test_weeks_without_a_server_are_made_up_for_once(self):
        schedule = self._create_schedule(self.finance)
        self._run_all(schedule.next_run + timedelta(weeks=3, hours=1))
        self.assertEqual(len(schedule.delivery_ids), 1)

    def test_archived_schedule_sends_nothing(self):
        schedule = self._create_schedule(self.finance)
        due = schedule.next_run
        schedule.action_archive()
        self._run_all(due + timedelta(hours=1))
        self.assertFalse(schedule.delivery_ids)

    def test_asking_twice_for_the_same_time_is_asking_once(self):
        schedule = self._create_schedule(self.finance)
        due = schedule.next_run
        schedule._request_deliveries(due)
        schedule._request_deliveries(due)  # as after a kill before the next time was noted
        schedule.action_send_now()
        schedule.action_send_now()  # a double click
        self.assertEqual(len(schedule.delivery_ids), 2)

    def test_kill_while_mailing_leaves_no_mail_and_the_next_run_sends_one(self):
        schedule = self._create_schedule(self.finance)
        schedule.action_send_now()
        delivery = schedule.delivery_ids
        with (
            self.assertRaises(KeyboardInterrupt),
            self.cr.savepoint(),
            patch.object(type(delivery), "write", side_effect=KeyboardInterrupt),
        ):
            delivery._deliver()
        self.env.invalidate_all()
        self.assertEqual(delivery.state, "pending")
        self.assertFalse(self._find_mails(self.finance))
        self._run_cron("ir_cron_deliver_reports")
        self.assertEqual(len(self._find_mails(self.finance)), 1)

    # === failures === #

    @mute_logger(LOGGER)
    def test_failure_keeps_no_other_from_being_sent_and_is_tried_again_until_the_limit(self):
        schedule = self._create_schedule(self.finance, self.manager)
        schedule.action_send_now()
        maker = type(self.env["distribution.report.maker"])
        build = maker._build_table

        def fail(maker_self, request):
            if maker_self.env.user == self.finance:
                raise ZeroDivisionError("no paper")
            return build(maker_self, request)

        moment = NOW
        with patch.object(maker, "_build_table", fail):
            for _try in range(7):
                self._run_cron("ir_cron_deliver_reports", moment)
                moment += timedelta(hours=6)
        by_user = schedule.delivery_ids.grouped("user_id")
        self.assertEqual(by_user[self.manager].state, "sent")
        failed = by_user[self.finance]
        self.assertEqual((failed.state, failed.tries, failed.reason), ("failed", 5, "no paper"))
        self.assertEqual(len(schedule.activity_ids), 1)
        failed.with_user(self.admin).action_retry()
        self._run_cron("ir_cron_deliver_reports", moment)
        self.assertEqual(failed.state, "sent")

    def test_person_without_an_address_is_refused_with_the_reason(self):
        self.finance.email = False
        schedule = self._create_schedule(self.finance)
        schedule.action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        self.assertEqual(schedule.delivery_ids.state, "refused")
        self.assertIn("e-mail", schedule.delivery_ids.reason)

    def test_what_was_sent_is_not_tried_again(self):
        schedule = self._create_schedule(self.finance)
        schedule.action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        with self.assertRaises(UserError):
            schedule.delivery_ids.with_user(self.finance).action_retry()

    # === files === #

    def test_workbook_has_numbers_titles_and_no_formulas(self):
        self.product.write({"name": "=1+1", "default_code": False})
        self._create_schedule(self.finance, layout="product").action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        sheet = self._open(self.finance)
        cells = [cell for row in sheet.iter_rows() for cell in row if cell.value is not None]
        self.assertEqual({cell.data_type for cell in cells}, {"s", "n"})
        self.assertIn("=1+1", [cell.value for cell in cells])
        self.assertEqual(sheet["A1"].value, "Sales of last week")
        head = next(cell.row for cell in cells if cell.value == "Product")
        self.assertEqual(sheet.freeze_panes, f"A{head + 1}")
        amount = next(cell for cell in cells if cell.value == 1700)
        self.assertIn("#,##0", amount.number_format)

    def test_report_takes_the_language_and_the_titles_of_its_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self.finance.lang = "zh_CN"
        field = self.env["ir.model.fields"]._get("distribution.sales.report", "member_id")
        field.with_context(lang="zh_CN").field_description = "分销商"
        self._create_schedule(self.finance).action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        self.assertIn("分销商", str(self._read(self.finance)))

    def test_period_filter_and_layout_are_kept(self):
        schedule = self._create_schedule(self.finance, period="last_month", layout="month")
        schedule.action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        self.assertIn("2026-02", str(self._read(self.finance)))
        self.assertIn("1700", str(self._read(self.finance)))
        self.assertNotIn("2026-01", [row[0] for row in self._read(self.finance)])

    def test_board_is_sent_as_a_workbook(self):
        self.kpis.search([])._measure_weeks(self.company)
        self._create_schedule(self.finance, kind="kpi", layout=False).action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        rows = self._read(self.finance)
        coverage = next(row for row in rows if row[0] == "Permission Coverage")
        self.assertEqual(coverage[1:4], ["100 %", "≥ 100 %", "Goal Met"])

    def test_paper_holds_the_same_text(self):
        schedule = self._create_schedule(self.finance, file_format="pdf", name="销售周报")
        schedule.action_send_now()
        self._run_cron("ir_cron_deliver_reports")
        self.assertEqual(schedule.delivery_ids.state, "sent", schedule.delivery_ids.reason)
        content = self._find_mails(self.finance).attachment_ids.raw
        text = " ".join(
            word
            for page in PdfReader(io.BytesIO(content)).pages
            for word in page.extract_text().split()
        )
        for expected in ("销售周报", "1,000.00", "700.00", "1,700.00", "1 / 1"):
            with self.subTest(expected):
                self.assertIn(expected, text)

    def test_report_costs_the_same_queries_whatever_the_rows(self):
        schedule = self._create_schedule(self.finance)
        few = self._count_queries(schedule)
        for number in range(12):
            member = self._create_member(f"M{number}", rank=3, region=self.north)
            self._sell(member, (self.product, 1, 10.0), date="2026-02-26 02:00:00")
        self.env.flush_all()
        self.assertLessEqual(self._count_queries(schedule), few)

    def _count_queries(self, schedule):
        self.env.invalidate_all()
        maker = self.env["distribution.report.maker"].with_user(self.finance)
        request = schedule._build_request(NOW, "en_US")
        maker._build_table(request)  # what is cached
        self.env.invalidate_all()
        before = self.env.cr.sql_log_count
        table = maker._build_table(request)
        self.assertTrue(table.rows)
        return self.env.cr.sql_log_count - before
