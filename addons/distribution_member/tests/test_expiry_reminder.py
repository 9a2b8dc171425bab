from datetime import date
from unittest.mock import patch

from odoo.tests import freeze_time, tagged

from ..models import distribution_expiry_reminder
from .application_common import ApplicationCommon
from .pure.test_safe_files import pdf

TODAY = "2026-03-10"
REMIND = "ir_cron_expiry_reminders"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestExpiryReminder(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["distribution.member"].search([]).date_end = False
        cls.user = cls._create_portal_user("er_first", cls.shop)
        cls.user.partner_id.lang = "en_US"
        cls.north.manager_ids = cls.manager
        cls.reminders = cls.env["distribution.expiry.reminder"]

    def _remind(self, day):
        """Run the scheduler on a day; return (thresholds, mails) of the shop that are new."""
        old = self.shop.reminder_ids
        mails = self.env["mail.mail"].search([])
        self._run_cron(REMIND, day)
        new = self.shop.reminder_ids - old
        return new.mapped("threshold"), self.env["mail.mail"].search([]) - mails

    def _activities(self):
        return self.env["mail.activity"].search(
            [("res_model", "=", "distribution.member"), ("res_id", "=", self.shop.id)]
        )

    def _add_licence(self, date_end, state="accepted"):
        document = self._add_document(
            self.env["distribution.application"],
            self.licence,
            pdf(),
            member_id=self.shop.id,
            date_end=date_end,
            number="X1",
        )
        document._write_state(state, refusal_reason="Blurred" if state == "refused" else False)
        return document

    def test_each_threshold_is_told_once_and_the_last_day_counts(self):
        self.shop.date_end = "2026-06-30"
        for day, expected in (
            ("2026-03-31", []),  # 91 days before
            ("2026-04-01", [90]),
            ("2026-04-01", []),
            ("2026-05-30", []),
            ("2026-05-31", [30]),
            ("2026-06-01", []),
            ("2026-06-23", [7]),
            ("2026-06-30", []),
            ("2026-07-01", []),
        ):
            with self.subTest(day=day):
                thresholds, mails = self._remind(day)
                self.assertEqual(thresholds, expected)
                self.assertEqual(len(mails), len(expected))

    def test_only_the_tightest_is_told_after_days_without_scheduler(self):
        self.shop.date_end = "2026-06-30"
        self.assertEqual(self._remind("2026-06-25")[0], [7])
        self.assertEqual(self._remind("2026-06-26")[0], [])

    def test_nothing_is_told_on_the_last_day_but_the_tightest_and_nothing_later(self):
        self.shop.date_end = "2026-03-10"
        self.assertEqual(self._remind("2026-03-11")[0], [])
        self.assertEqual(self._remind("2026-03-10")[0], [7])

    def test_new_last_day_begins_anew(self):
        self.shop.date_end = "2026-03-15"
        self.assertEqual(self._remind(TODAY)[0], [7])
        self.shop.date_end = "2026-04-01"
        self.assertEqual(self._remind(TODAY)[0], [30])

    def test_mail_goes_to_the_administrators_of_the_member_in_their_language(self):
        self.env["res.lang"]._activate_lang("zh_CN")
        colleague = self._create_portal_user("er_second", self.shop)
        row = self.env["distribution.member.user"].search([("user_id", "=", colleague.id)])
        row.role = "admin"
        self._create_portal_user("er_viewer", self.shop)
        colleague.partner_id.lang = "zh_CN"
        self.shop.date_end = "2026-03-15"
        _thresholds, mails = self._remind(TODAY)
        by_recipient = {mail.recipient_ids: mail for mail in mails}
        self.assertEqual(
            set(by_recipient), {self.user.partner_id, colleague.partner_id}, "no viewers"
        )
        english = by_recipient[self.user.partner_id]
        self.assertIn("Membership", english.subject)
        self.assertIn("days left: 5", english.body_html)
        self.assertIn("03/15/2026", english.subject)
        self.assertNotIn("03/15/2026", by_recipient[colleague.partner_id].subject)
        self.assertEqual(self.shop.reminder_ids.recipient_count, 2)

    def test_member_without_users_is_written_to_itself_and_others_are_shown(self):
        self.user.active = False
        self.shop.date_end = "2026-03-15"
        self._remind(TODAY)
        self.assertEqual(self.shop.reminder_ids.recipient_count, 0)
        self.shop.partner_id.email = "shop@example.com"
        self.shop.date_end = "2026-03-16"
        _thresholds, mails = self._remind(TODAY)
        self.assertEqual(mails.recipient_ids, self.shop.partner_id)

    def test_manager_has_one_activity_that_is_kept_up_to_date_and_closed(self):
        self.shop.date_end = "2026-06-30"
        self._remind("2026-04-01")
        activity = self._activities()
        self.assertEqual(activity.user_id, self.manager)
        self.assertEqual(activity.date_deadline, date(2026, 6, 30))
        self._remind("2026-05-31")
        self.assertEqual(self._activities(), activity)
        self.assertEqual(self.shop.reminder_ids.activity_id, activity)
        self.shop.with_user(self.manager).action_renew("2027-06-30")
        self.assertFalse(self._activities())

    def test_manager_of_a_region_around_is_found(self):
        self.north.manager_ids = False
        self.shop.date_end = "2026-03-15"
        self._remind(TODAY)
        self.assertEqual(self._activities().user_id, self.manager)  # of the city

    def test_authorisation_is_told_unless_its_renewal_is_issued(self):
        authorisation = self.env["distribution.authorisation"].create(
            {
                "member_id": self.shop.id,
                "region_id": self.north.id,
                "date_from": "2025-01-01",
                "date_to": "2026-03-20",
            }
        )
        self.assertEqual(self._remind(TODAY)[0], [], "a draft")
        authorisation.action_issue()
        self.assertEqual(self._remind(TODAY)[0], [30])
        self.assertIn(authorisation.number, self.shop.reminder_ids.subject_name)
        renewal = self.env["distribution.authorisation"].browse(
            authorisation.action_renew()["res_id"]
        )
        renewal.action_issue()
        self.assertEqual(self._remind("2026-03-15")[0], [])
        self.assertFalse(self._activities(), "the renewal settles it")

    def test_document_is_told_unless_a_newer_one_is_there_or_waits(self):
        self._add_licence("2026-03-20")
        self._add_licence("2026-03-25", state="refused")
        self.assertEqual(self._remind(TODAY)[0], [30])
        newer = self._add_licence("2027-03-20", state="submitted")
        self.assertEqual(self._remind("2026-03-15")[0], [])
        newer._write_state("refused", refusal_reason="Blurred")
        self.assertEqual(self._remind("2026-03-16")[0], [7])
        newer = self._add_licence("2027-03-20")
        self.assertFalse(self._remind("2026-03-17")[0])
        self.assertFalse(self._activities())

    def test_members_out_of_business_are_left_alone(self):
        (self.shop | self.other_distributor).date_end = "2026-03-15"
        self.shop.action_suspend("Late")
        self.other_distributor.active = False
        self._run_cron(REMIND, TODAY)
        self.assertFalse((self.shop | self.other_distributor).reminder_ids)

    def test_run_that_is_broken_off_goes_on_without_telling_twice(self):
        members = self.env["distribution.member"].union(
            *(
                self._create_member(f"R{n}", rank=3, region=self.north, date_end="2026-03-15")
                for n in range(7)
            )
        )
        members.partner_id.email = "r@example.com"
        self.env.flush_all()
        commits = []

        def commit_twice(_crons, done, remaining=0):
            commits.append(done)
            return len(commits) < 2  # no time is left after the second set

        crons = type(self.env["ir.cron"])
        with patch.object(distribution_expiry_reminder, "REMINDED_PER_COMMIT", 3):
            with patch.object(crons, "_commit_progress", commit_twice):
                self.reminders._cron_remind()
            self.assertEqual(len(members.reminder_ids), 6)
            # A set that dies half-way takes its claims with it.
            with (
                patch.object(type(self.reminders), "_schedule_activities", side_effect=OSError),
                self.assertRaises(OSError),
                self.cr.savepoint(),
            ):
                self.reminders._cron_remind()
            self.env.invalidate_all()
            self.assertEqual(len(members.reminder_ids), 6)
            commits.clear()
            with patch.object(crons, "_commit_progress", commit_twice):
                self.reminders._cron_remind()
        self.assertEqual(len(members.reminder_ids), 7)
        mails = self.env["mail.mail"].search([("recipient_ids", "in", members.partner_id.ids)])
        self.assertEqual(len(mails), 7)

    def test_reminders_cost_the_same_queries_for_few_and_for_many(self):
        counts = {}
        for name, count in (("few", 5), ("many", 45)):
            members = self.env["distribution.member"].union(
                *(
                    self._create_member(f"{name}{n}", 3, self.north, date_end="2026-03-15")
                    for n in range(count)
                )
            )
            for member in members:
                self._create_portal_user(f"er_{member.code.lower()}", member)
            self.env.flush_all()
            self.env.invalidate_all()
            before = self.cr.sql_log_count
            reminders = self.reminders._claim_due("membership")
            self.assertEqual(reminders.member_id, members)
            reminders._tell()
            self.env.flush_all()
            counts[name] = self.cr.sql_log_count - before
            self.assertEqual(set(reminders.mapped("recipient_count")), {1})
        self.assertLess(counts["many"], counts["few"] + 5)
