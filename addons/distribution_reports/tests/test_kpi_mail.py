from datetime import timedelta

from odoo import fields
from odoo.fields import Command
from odoo.tests import freeze_time, tagged

from .kpi_common import MONDAY, NOW, KpiCommon

# Monday 2 March, 08:10 in Shanghai.
MONDAY_MORNING = fields.Datetime.to_datetime("2026-03-02 00:10:00")


@tagged("post_install", "-at_install")
class TestKpiMail(KpiCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        for user in (cls.manager, cls.finance, cls.admin, cls.staff):
            user.email = f"{user.login}@example.com"
        cls.company.distribution_kpi_user_ids = cls.manager | cls.finance

    def setUp(self):
        super().setUp()
        frozen = freeze_time(MONDAY_MORNING)
        frozen.start()
        self.addCleanup(frozen.stop)

    def _run_cron(self, name, moment=MONDAY_MORNING):
        cron = self.env.ref(f"distribution_reports.{name}")
        with freeze_time(moment), self.enter_registry_test_mode():
            cron.method_direct_trigger()
        self.env.invalidate_all()

    def _run_all(self, moment=MONDAY_MORNING):
        self._run_cron("ir_cron_mail_kpi", moment)
        self._run_cron("ir_cron_deliver_reports", moment)

    def _mails(self):
        return self.env["mail.mail"].search([("subject", "ilike", "Service figures of the week")])

    def _own(self):
        return self.deliveries.search([("kind", "=", "board")])

    def test_chosen_people_get_one_mail_each_however_often_the_job_runs(self):
        self._run_all()
        self._run_all()
        self._run_all(MONDAY_MORNING + timedelta(hours=5))
        self.assertEqual(
            set(self._mails().recipient_ids), set((self.manager | self.finance).partner_id)
        )
        self.assertEqual(len(self._mails()), 2)
        self.assertEqual(set(self._own().mapped("state")), {"sent"})
        self.assertEqual(set(self._own().mapped("week")), {MONDAY - timedelta(weeks=1)})

    def test_next_week_has_a_mail_of_its_own(self):
        self._run_all()
        self._run_all(MONDAY_MORNING + timedelta(weeks=1))
        self.assertEqual(len(self._own()), 4)

    def test_mail_waits_for_monday_at_eight_in_the_company(self):
        self._run_all(MONDAY_MORNING - timedelta(minutes=15))
        self.assertFalse(self._own())
        self._run_all(NOW)  # Wednesday: that is no news any more
        self.assertFalse(self._own())

    def test_mail_compares_last_week_with_the_week_before_in_words(self):
        self._create_decided_order(MONDAY_MORNING - timedelta(days=3), hours=4)
        self._create_decided_order(MONDAY_MORNING - timedelta(days=9), hours=2)
        self._kpi("order_cycle").window_days = 7
        self._kpi("order_cycle")._measure_weeks(self.company, MONDAY - timedelta(weeks=2))
        self._run_all()
        body = str(self._mails()[0].body_html)
        row = body[body.index("Order Cycle") :]
        row = " ".join(row[: row.index("</tr>")].split())
        for text in ("4 hours", "2 hours", "≤ 3 hours", "Nearly Met"):
            with self.subTest(text):
                self.assertIn(text, row)
        self.assertLess(row.index("4 hours"), row.index("2 hours"))
        self.assertIn("distribution_kpi_action", body)
        self.assertEqual(body.count("<tr"), 11)

    def test_mail_is_in_the_language_of_its_reader(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        self._kpi("order_cycle").with_context(lang="zh_CN").name = "订单周期"
        self.finance.lang = "zh_CN"
        self._run_all()
        mail = self.env["mail.mail"].search(
            [("recipient_ids", "in", self.finance.partner_id.ids)], limit=1
        )
        self.assertIn("订单周期", str(mail.body_html))
        self.assertNotIn("Order Cycle", str(mail.body_html))

    def test_roles_are_chosen_as_well_as_people(self):
        group = self.env.ref("distribution_member.group_distribution_finance")
        self.company.write(
            {
                "distribution_kpi_user_ids": [Command.clear()],
                "distribution_kpi_group_ids": [Command.set(group.ids)],
            }
        )
        people = self.company._find_distribution_kpi_people()
        self.assertIn(self.finance, people)
        self.assertIn(self.admin, people)
        self.assertNotIn(self.manager, people)

    def test_people_without_access_are_skipped_with_the_reason(self):
        self.company.distribution_kpi_user_ids = self.staff | self.finance
        self._run_all()
        self.assertEqual(self._mails().recipient_ids, self.finance.partner_id)
        refused = self._own().filtered(lambda one: one.user_id == self.staff)
        self.assertEqual(refused.state, "refused")
        self.assertTrue(refused.reason)

    def test_nobody_is_written_to_when_nobody_was_chosen(self):
        self.company.distribution_kpi_user_ids = False
        self._run_all()
        self.assertFalse(self._own())
