import base64
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError, ValidationError
from odoo.tests import freeze_time, tagged

from .application_common import ApplicationCommon, credit_code, id_number
from .pure.test_safe_files import picture


@tagged("post_install", "-at_install")
class TestApplicationReview(ApplicationCommon):
    def test_application_becomes_a_member_when_the_reviewer_approves(self):
        application = self._submit(1, upline_id=self.agent.id, bank_account="6222021234567890")
        self._accept_documents(application)
        application.with_user(self.reviewer).action_approve()
        member = application.member_id
        self.assertRecordValues(
            member,
            [
                {
                    "state": "active",
                    "name": "Applicant 1",
                    "level_id": self.levels[1].id,
                    "region_id": self.north.id,
                    "upline_id": self.agent.id,
                    "bank_account": "****7890",
                }
            ],
        )
        self.assertEqual(member._decrypt("bank_account"), "6222021234567890")
        self.assertEqual(application.state, "approved")
        self.assertEqual(application.document_ids.member_id, member)
        self.assertEqual(member.partner_id.vat, credit_code(1))
        users = self.env["res.users"].search([("login", "=", "applicant1@example.com")])
        self.assertEqual(users.partner_id.commercial_partner_id, member.partner_id)
        self.assertTrue(users._is_portal())

    def test_person_becomes_a_member_with_the_identity_number_encrypted_anew(self):
        application = self._submit(
            2,
            subject_type="person",
            credit_code=False,
            id_number=id_number(2),
            consent_evidence="Folder 1",
        )
        application.with_user(self.reviewer).action_approve()
        member = application.member_id
        self.assertEqual(member._decrypt("id_number"), id_number(2))
        self.assertEqual(member.partner_id.email, "applicant2@example.com")
        self.assertFalse(member.partner_id.is_company)

    def test_approval_is_refused_when_a_document_is_not_judged_or_refused(self):
        application = self._submit(3)
        mine = application.with_user(self.reviewer)
        with self.assertRaisesRegex(UserError, "Judge the documents first"):
            mine.action_approve()
        application.document_ids.with_user(self.reviewer).action_refuse("blurred")
        with self.assertRaisesRegex(UserError, "must be accepted"):
            mine.action_approve()
        self.assertFalse(application.member_id)

    def test_rank_one_needs_the_regional_manager_as_well(self):
        application = self._submit(4, level_id=self.levels[0].id)
        self._accept_documents(application)
        with self.assertRaisesRegex(UserError, "not your turn"):
            application.with_user(self.manager).action_approve()
        application.with_user(self.reviewer).action_approve()
        self.assertEqual(application.state, "in_review")
        with self.assertRaisesRegex(UserError, "not your turn"):
            application.with_user(self.colleague).action_approve()
        application.with_user(self.manager).action_approve()
        self.assertEqual(application.state, "approved")

    def test_tiers_follow_when_the_level_is_changed_during_the_review(self):
        application = self._submit(5)
        self._accept_documents(application)
        application.with_user(self.reviewer).level_id = self.levels[0]
        self.assertEqual(len(application.review_ids), 2)
        application.with_user(self.reviewer).action_approve()
        self.assertEqual(application.state, "in_review")
        application.with_user(self.manager).level_id = self.levels[2]
        self.assertEqual(application.validation_status, "validated")

    def test_nobody_approves_what_they_entered(self):
        application = self._create_application(6).with_user(self.reviewer)
        application.action_submit()
        self._accept_documents(application, self.colleague)
        with self.enter_registry_test_mode(), self._attempt("Let a colleague"):
            application.action_approve()
        application.with_user(self.colleague).action_approve()
        self.assertEqual(application.state, "approved")

    def test_nobody_approves_whom_their_own_firm_invited(self):
        self.reviewer.partner_id.parent_id = self.distributor.partner_id
        application = self._submit(7, inviter_id=self.distributor.id, level_id=self.levels[2].id)
        self._accept_documents(application)
        with self.enter_registry_test_mode(), self._attempt("Let a colleague"):
            application.with_user(self.reviewer).action_approve()

    def test_nobody_judges_a_document_they_handed_in(self):
        application = self._submit(8)
        document = self._add_document(application, self.photo)
        own = document.with_user(self.reviewer)
        own.write({"upload": base64.b64encode(picture()), "file_name": "mine.jpg"})
        with self.enter_registry_test_mode(), self._attempt("yourself"):
            own.action_accept()

    def test_reviews_cannot_be_written_past_the_buttons(self):
        application = self._submit(9)
        review = application.review_ids
        for user in (self._create_user("app_nobody"), self.reviewer, self.manager):
            with self.subTest(user=user.login):
                for values in (
                    {"status": "approved"},
                    {"status": "approved", "done_by": self.colleague.id},
                    {"reviewer_ids": [(6, 0, user.ids)]},
                    {"res_id": 0},
                ):
                    with self.assertRaises(AccessError):
                        review.with_user(user).write(values)
                with self.assertRaises(AccessError):
                    review.with_user(user).unlink()
                with self.assertRaises(AccessError):
                    review.with_user(user).create(
                        {
                            "model": application._name,
                            "res_id": application.id,
                            "definition_id": review.definition_id.id,
                        }
                    )
        self.assertEqual(review.status, "pending")

    def test_state_cannot_be_written_past_the_buttons(self):
        application = self._submit(10)
        with self.assertRaises(UserError):
            application.with_user(self.reviewer).write({"state": "approved"})
        for method in ("restart_validation",):
            with self.assertRaises(UserError):
                getattr(application.with_user(self.reviewer), method)()

    def test_applicants_words_cannot_be_changed_during_the_review(self):
        application = self._submit(11)
        for name in ("applicant_name", "phone", "credit_code", "email"):
            with self.subTest(name=name), self.assertRaises(ValidationError):
                application.with_user(self.reviewer).write({name: application[name] + "1"})
        application.with_user(self.reviewer).region_id = self.south
        self.assertEqual(application.region_id, self.south)

    def test_rejection_needs_a_reason_and_tells_the_applicant(self):
        application = self._submit(12)
        with self.assertRaises(UserError):
            application.with_user(self.reviewer).action_reject("  ")
        application.with_user(self.reviewer).action_reject("The region is taken")
        self.assertEqual(application.state, "rejected")
        self.assertEqual(application.review_ids.status, "rejected")
        mail = self.env["mail.mail"].search([("email_to", "ilike", application.email)], limit=1)
        self.assertIn("The region is taken", mail.body_html)

    def test_application_begins_anew_after_the_cooling_days(self):
        application = self._submit(13, bank_account="6222021234567890")
        self.company.distribution_reapply_days = 7
        application.with_user(self.reviewer).action_reject("no")
        with self.assertRaisesRegex(UserError, "possible from"):
            application.with_user(self.reviewer).action_apply_again()
        self.company.distribution_reapply_days = 0
        action = application.with_user(self.reviewer).action_apply_again()
        again = application.browse(action["res_id"])
        self.assertRecordValues(
            again,
            [{"state": "draft", "previous_id": application.id, "credit_code": credit_code(13)}],
        )
        self.assertEqual(again._decrypt("bank_account"), "6222021234567890")

    def test_withdrawal_keeps_the_review_and_ends_it(self):
        application = self._submit(14)
        application.action_withdraw()
        self.assertEqual((application.state, len(application.review_ids)), ("withdrawn", 1))
        with self.assertRaises(UserError):
            application.with_user(self.reviewer).action_approve()

    def test_clock_stands_while_the_applicant_is_asked(self):
        with freeze_time("2026-11-23 01:00:00"):  # Monday, before work in every office of ours
            application = self._submit(15)
            calendar = self.company.resource_calendar_id
            calendar.tz = "UTC"
            self.assertEqual(application.goal_hours, 2 * calendar.hours_per_day)
        with freeze_time("2026-11-23 10:00:00"):
            application.with_user(self.reviewer).action_request_info("A better picture, please")
            self.assertEqual((application.review_hours, application.deadline), (2, False))
        with freeze_time("2026-11-25 10:00:00"):
            self.assertFalse(application.is_overdue)
            application._give_info("Here it is")
            # 14 hours are left: 2 on Wednesday morning, 4 after lunch, 8 on Thursday
            self.assertEqual(str(application.deadline), "2026-11-26 17:00:00")
        with freeze_time("2026-11-27 12:00:00"):
            self.assertTrue(application.is_overdue)
            self.assertIn(application, application.search([("is_overdue", "=", True)]))
            self._accept_documents(application)
            application.with_user(self.reviewer).action_approve()
            self.assertEqual(application.review_hours, 20)
            self.assertTrue(application.is_late)
            self.assertEqual(application.in_time_rate, 0)

    def test_reviewers_are_reminded_before_the_goal_is_missed(self):
        with freeze_time("2026-11-23 01:00:00"):
            application = self._submit(16)
        with freeze_time("2026-11-24 16:00:00"), self.enter_registry_test_mode():
            cron = self.env.ref("distribution_member.ir_cron_watch_reviews")
            cron.method_direct_trigger()
            cron.method_direct_trigger()
        reminded = application.activity_ids.user_id
        self.assertIn(self.reviewer, reminded)
        self.assertEqual(len(application.activity_ids), len(reminded))
        self.assertGreater(application.review_hours, 8)

    def test_running_reviews_are_measured_together(self):
        with freeze_time("2026-11-23 01:00:00"):
            few = self._submit(30)
            more = few.union(*(self._submit(number) for number in range(31, 36)))
        calendars = self.env.registry["resource.calendar"]
        with (
            freeze_time("2026-11-24 03:30:00"),
            patch.object(
                calendars,
                "_work_intervals_batch",
                autospec=True,
                side_effect=calendars._work_intervals_batch,
            ) as looks,
        ):
            more._refresh_hours()
            more._remind_reviewers()
            self.assertEqual(looks.call_count, 1)
            for application in more:
                self.assertAlmostEqual(
                    application.review_hours,
                    application._count_hours_used(fields.Datetime.now()),
                )
            self.assertGreater(few.review_hours, 0)

    def test_approval_leaves_nothing_behind_when_the_mail_belongs_to_a_user(self):
        self._create_user("app_taken").write({"email": "applicant17@example.com"})
        application = self._submit(17)
        self._accept_documents(application)
        partners = self.env["res.partner"].search_count([])
        with self.assertRaisesRegex(UserError, "belongs to a user already"):
            application.with_user(self.reviewer).action_approve()
        self.assertEqual(self.env["res.partner"].search_count([]), partners)
        self.assertEqual(application.state, "submitted")

    def test_code_is_refused_when_taken_and_next_number_when_empty(self):
        application = self._submit(18)
        self._accept_documents(application)
        application.with_user(self.reviewer).member_code = "DIST"
        with self.assertRaisesRegex(UserError, "is taken"):
            application.with_user(self.reviewer).action_approve()
        application.with_user(self.reviewer).member_code = "NEW1"
        application.with_user(self.reviewer).action_approve()
        self.assertEqual(application.member_id.code, "NEW1")

    def test_existing_contact_is_used_only_when_a_person_says_so(self):
        partner = self.env["res.partner"].create(
            {"name": "Known Firm", "is_company": True, "company_registry": credit_code(19)}
        )
        application = self._submit(19)
        self._accept_documents(application)
        with self.assertRaisesRegex(UserError, "Known Firm"):
            application.with_user(self.reviewer).action_approve()
        application.with_user(self.reviewer).partner_id = partner
        application.with_user(self.reviewer).action_approve()
        self.assertEqual(application.member_id.partner_id, partner)

    def test_upline_must_stand_above_the_new_member(self):
        application = self._submit(20, upline_id=self.distributor.id)
        self._accept_documents(application)
        with self.assertRaisesRegex(UserError, "closer to"):
            application.with_user(self.reviewer).action_approve()

    def test_reviewer_enters_an_application_with_encrypted_numbers(self):
        application = (
            self.env["distribution.application"]
            .with_user(self.reviewer)
            .create(
                {
                    "applicant_name": "Entered",
                    "credit_code": credit_code(21),
                    "contact_name": "Li Lei",
                    "phone": "13800000021",
                    "email": "entered@example.com",
                    "level_id": self.levels[2].id,
                    "region_id": self.north.id,
                    "bank_account": "6222021234567890",
                }
            )
        )
        self.assertEqual(application.bank_account, "****7890")
        self.assertEqual(application._decrypt("bank_account"), "6222021234567890")
