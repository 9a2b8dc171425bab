from odoo.exceptions import AccessError, UserError
from odoo.fields import Date
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .payout_common import PayoutCommon


@tagged("post_install", "-at_install")
class TestConfirmation(PayoutCommon):
    def test_member_confirms_and_the_seal_still_holds(self):
        self._as_member(self.statement).action_confirm()
        self.assertRecordValues(
            self.statement, [{"state": "confirmed", "confirmed_by_id": self.people[self.shop].id}]
        )
        self.assertTrue(self.statement.verify_seal())
        with self.assertRaises(UserError):
            self._as_member(self.statement).action_confirm()

    def test_nobody_confirms_for_the_member(self):
        for user in (
            self.maker,
            self.people[self.distributor],
            self._create_user("po_adm", "admin"),
        ):
            with self.subTest(user=user.login), self.assertRaises(AccessError):
                self.statement.with_user(user).action_confirm()
        buyer = self._create_portal_user("po_buyer", self.shop)
        self.shop.colleague_ids.filtered(lambda row: row.user_id == buyer).role = "buyer"
        with self.assertRaises(AccessError):
            self.statement.with_user(buyer).action_confirm()
        self.assertEqual(self.statement.state, "published")

    def test_no_client_writes_a_statement(self):
        for user in (self.maker, self.people[self.shop]):
            for values in ({"confirmed_on": "2026-02-01"}, {"state": "confirmed"}, {"tax": 1}):
                with self.subTest(user=user.login, values=values), self.assertRaises(UserError):
                    self.statement.with_user(user).write(values)

    def test_silence_is_no_consent_not_even_in_the_database(self):
        self.january.date_published = Date.subtract(self.company._get_distribution_today(), days=30)
        self.env["distribution.statement"]._cron_remind_members()
        self.assertEqual(self.statement.state, "published")
        with self.assertRaises(UserError):
            self._as_member(self.statement).action_confirm()
        with self.assertRaises(UserError):
            self._dispute_line(self.statement)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.cr.execute(
                "UPDATE distribution_statement SET state = 'confirmed' WHERE id = %s",
                [self.statement.id],
            )

    def test_consent_stays_given(self):
        self._as_member(self.statement).action_confirm()
        self.env.flush_all()
        for change in ("confirmed_on = NULL, state = 'published'", "state = 'disputed'"):
            with self.subTest(change=change):
                self.assert_database_refuses(
                    f"UPDATE distribution_statement SET {change} WHERE id = %s",  # noqa: S608
                    [self.statement.id],
                )

    def test_member_is_reminded_once_and_only_near_the_end(self):
        today = self.company._get_distribution_today()
        statements = self.env["distribution.statement"]
        statements._cron_remind_members()
        self.assertFalse(self.statement.reminded_on)
        self.january.date_published = Date.subtract(today, days=self.cycle.confirm_days - 1)
        self.assertEqual(self.statement.confirm_until, Date.add(today, days=1))
        self._as_member(self._statement_of(self.agent)).action_confirm()
        people = self.people[self.shop].partner_id
        notified = self.env["mail.notification"]
        before = notified.search_count([("res_partner_id", "=", people.id)])
        for _run in range(2):
            statements._cron_remind_members()
        after = notified.search_count([("res_partner_id", "=", people.id)])
        self.assertEqual(after - before, 1)
        self.assertEqual(self.statement.reminded_on, today)
        self.assertFalse(self._statement_of(self.agent).reminded_on)
