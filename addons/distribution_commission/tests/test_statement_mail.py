from unittest.mock import patch

from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import format_date, mute_logger

from .payout_common import PayoutCommon
from .settlement_common import FEBRUARY

LOGGER = "odoo.addons.distribution_commission.models.statement_mail_mixin"


@tagged("post_install", "-at_install")
class TestStatementMail(PayoutCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("zh_CN")
        cls.env["ir.module.module"]._load_module_terms(["distribution_commission"], ["zh_CN"])
        cls.agent.partner_id.write({"email": "agent@example.com", "lang": "en_US"})
        cls.distributor.partner_id.write({"email": "dist@example.com", "lang": "zh_CN"})
        cls.statements = cls.january.statement_ids

    def _run_cron(self):
        with self.enter_registry_test_mode():
            self.env.ref("distribution_commission.ir_cron_mail_statements").method_direct_trigger()
        self.env.invalidate_all()

    def _mails(self):
        return self.env["mail.mail"].search(
            [("model", "=", "distribution.statement"), ("res_id", "in", self.statements.ids)]
        )

    def test_publishing_writes_no_mail_and_asks_for_the_job(self):
        self.assertEqual(set(self.statements.mapped("mail_state")), {"waiting"})
        self.assertFalse(self._mails())
        cron = self.env.ref("distribution_commission.ir_cron_mail_statements")
        self.assertTrue(self.env["ir.cron.trigger"].search_count([("cron_id", "=", cron.id)]))

    def test_each_member_gets_one_mail_in_its_language_with_the_link(self):
        self._run_cron()
        self.assertEqual(set(self.statements.mapped("mail_state")), {"queued"})
        mails = {mail.res_id: mail for mail in self._mails()}
        self.assertEqual(set(mails), set(self.statements.ids))
        english = mails[self._statement_of(self.agent).id]
        chinese = mails[self._statement_of(self.distributor).id]
        self.assertEqual(english.recipient_ids, self.agent.partner_id)
        self.assertEqual(english.state, "outgoing")
        self.assertIn("please confirm it until", english.subject)
        self.assertIn("对账单", chinese.subject)
        self.assertIn("打开对账单", chinese.body_html)
        for member, mail in ((self.agent, english), (self.distributor, chinese)):
            statement = self._statement_of(member)
            self.assertIn(statement.get_base_url() + statement.access_url, mail.body_html)
            self.assertNotIn("access_token", mail.body_html)
            lang = self.env(context={"lang": member.partner_id.lang})
            self.assertIn(format_date(lang, statement.confirm_until), mail.body_html)
            self.assertFalse(mail.attachment_ids)
        self._run_cron()
        self.assertEqual(len(self._mails()), 3)

    def test_pdf_is_attached_where_the_company_says_so(self):
        self.company.distribution_statement_pdf = True
        self._run_cron()
        for mail in self._mails():
            self.assertEqual(len(mail.attachment_ids), 1)
            number = self.env["distribution.statement"].browse(mail.res_id).number
            self.assertIn(number.replace("/", "-"), mail.attachment_ids.name)

    def test_invoice_contact_comes_before_the_member_and_its_people(self):
        statement = self._statement_of(self.agent)
        self.assertEqual(statement.mail_partner_id, self.agent.partner_id)
        contact = self.env["res.partner"].create(
            {
                "name": "Clerk",
                "type": "invoice",
                "email": "clerk@example.com",
                "parent_id": self.agent.partner_id.id,
            }
        )
        statement.invalidate_recordset()
        self.assertEqual(statement.mail_partner_id, contact)
        (contact | self.agent.partner_id).email = False
        statement.invalidate_recordset()
        self.assertEqual(statement.mail_partner_id, self.people[self.agent].partner_id)

    def test_members_without_an_address_are_listed_and_sent_again_once_they_have_one(self):
        partners = self.shop.partner_id | self.people[self.shop].partner_id
        partners.email = False
        self._run_cron()
        statements = self.env["distribution.statement"]
        without = [("mail_state", "=", "no_email"), ("settlement_id", "=", self.january.id)]
        self.assertEqual(statements.search(without), self.statement)
        self.assertFalse(self._mails().filtered(lambda mail: mail.res_id == self.statement.id))
        finance = self.statement.with_user(self.maker)
        self.assertEqual(finance.action_send_mail()["params"]["type"], "warning")
        self.shop.partner_id.email = "shop@example.com"
        self.env.invalidate_all()
        self.assertEqual(finance.action_send_mail()["params"]["type"], "success")
        self.assertEqual(self.statement.mail_state, "waiting")
        self._run_cron()
        self.assertEqual(self.statement.mail_state, "queued")
        self.assertEqual(len(self._mails()), 3)

    def test_a_mail_that_fails_keeps_no_other_from_being_sent(self):
        broken = self._statement_of(self.agent)
        template = type(self.env["mail.template"])
        send = template.send_mail_batch

        def fail(self, ids, **options):
            if broken.id in ids:
                raise ValueError("no such word")
            return send(self, ids, **options)

        with patch.object(template, "send_mail_batch", fail), mute_logger(LOGGER):
            self._run_cron()
        self.assertEqual(broken.mail_state, "failed")
        self.assertEqual(broken.state, "published")
        self.assertEqual(set((self.statements - broken).mapped("mail_state")), {"queued"})
        self.assertEqual(len(self._mails()), 2)

    def test_locked_away_members_are_not_written_to(self):
        self.agent.is_restricted = True
        self.assertFalse(self._statement_of(self.agent).mail_partner_id)

    def test_only_finance_sends_and_only_what_is_published(self):
        for user in (self.people[self.shop], self._create_user("sm_manager", "manager")):
            with self.assertRaises(AccessError):
                self.statement.with_user(user).action_send_mail()
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-02-05 10:00:00")
        draft = self._settle_cycle(self.cycle, FEBRUARY[0], publish=False).statement_ids
        with self.assertRaises(UserError):
            draft.with_user(self.maker).action_send_mail()
        self.assertFalse(draft.filtered("mail_state"))

    def test_publishing_costs_the_same_whatever_the_number_of_members(self):
        """Nothing of the mails is in it: neither a template nor an address is read."""
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-02-05 10:00:00")
        february = self._settle_cycle(self.cycle, FEBRUARY[0], publish=False)
        with patch.object(
            type(self.env["distribution.statement"]),
            "_find_mail_partner",
            side_effect=AssertionError("publishing looks for addresses"),
        ):
            february.action_publish()
        self.assertEqual(set(february.statement_ids.mapped("mail_state")), {"waiting"})
