from datetime import timedelta

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .application_common import ApplicationCommon, credit_code
from .test_join_form import JoinCommon


@tagged("post_install", "-at_install")
class TestReferral(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.today = fields.Date.context_today(cls.env.user)
        cls.levels.is_open_to_applicants = True

    def _bind(self, application, member=None, link=None):
        links = self.env["distribution.referral.link"]
        code = link.code if link else (member or self.distributor).referral_code
        application._bind_inviter(links._resolve(code, self.company), "192.0.2.1")
        return application.referral_ids

    def _draft(self, number, **values):
        return self._create_application(number, level_id=self.levels[2].id, **values)

    def _assert_refused(self, rows, reason):
        self.assertRecordValues(rows, [{"state": "refused", "reason_code": reason}])
        self.assertFalse(rows.application_id.inviter_id)
        self.assertFalse(rows.application_id.upline_id)

    def test_inviter_becomes_upline_and_the_evidence_is_kept(self):
        link = self.env["distribution.referral.link"]._make_for(self.distributor)
        application = self._draft(1)
        row = self._bind(application, link=link)
        self.assertRecordValues(
            row,
            [
                {
                    "state": "bound",
                    "inviter_id": self.distributor.id,
                    "link_id": link.id,
                    "code": link.code,
                    "via": "link",
                    "date_until": False,
                    "region_id": self.north.id,
                }
            ],
        )
        self.assertNotIn("192.0.2.1", row.source_hash)
        self.assertEqual(application.upline_id, self.distributor)
        application.action_submit()
        self._accept_documents(application)
        application.with_user(self.reviewer).action_approve()
        self.assertEqual(application.member_id.upline_id, self.distributor)
        self.assertEqual(row.member_id, application.member_id)

    def test_nobody_invites_itself(self):
        firm = self.distributor.partner_id
        firm.write({"phone": "+86 138 0000 0001", "email": "firm@example.com"})
        self._assert_refused(self._bind(self._draft(1)), "self")
        firm.vat = credit_code(2)
        self._assert_refused(self._bind(self._draft(2)), "self")
        self._assert_refused(self._bind(self._draft(3, email="Firm@example.com")), "self")
        self._give_consent(self.distributor)
        self.distributor.bank_account = "6222021234567890"
        draft = self._draft(4, bank_account="6222021234567890")
        self._assert_refused(self._bind(draft), "self")
        self.assertEqual(self._bind(self._draft(5)).state, "bound")

    def test_who_stands_below_the_applicant_does_not_invite_it(self):
        self.distributor.partner_id.vat = credit_code(1)
        self._assert_refused(self._bind(self._draft(1), self.shop), "loop")

    def test_members_are_not_invited_unless_they_have_left(self):
        self.other_distributor.partner_id.vat = credit_code(1)
        self._assert_refused(self._bind(self._draft(1)), "member")
        self.other_distributor.action_terminate("Left")
        self.assertEqual(self._bind(self._draft(2, credit_code=credit_code(1))).state, "bound")

    def test_a_second_application_while_one_is_open_is_not_bound(self):
        self._submit(1)
        self._assert_refused(self._bind(self._draft(2, credit_code=credit_code(1))), "open")

    def test_inviter_must_be_active_and_the_link_in_force(self):
        link = self.env["distribution.referral.link"]._make_for(self.distributor)
        link.date_end = self.today - timedelta(days=1)
        self._assert_refused(self._bind(self._draft(1), link=link), "expired")
        self.distributor.action_suspend("Audit")
        self._assert_refused(self._bind(self._draft(2)), "inactive")

    def test_first_inviter_stays_when_another_one_comes_later(self):
        first = self._draft(1)
        self._bind(first, self.distributor)
        first.action_submit()
        first.action_withdraw()
        again = self._draft(2, credit_code=credit_code(1))
        rows = self._bind(again, self.other_distributor).sorted("id")
        self.assertRecordValues(
            rows,
            [
                {"state": "refused", "reason_code": "bound", "via": "code"},
                {"state": "bound", "reason_code": False, "via": "carried"},
            ],
        )
        self.assertEqual(rows.mapped("inviter_id"), self.other_distributor | self.distributor)
        self.assertEqual(again.inviter_id, self.distributor)

    def test_binding_for_some_days_ends_and_brings_no_upline(self):
        self.company.write({"distribution_referral_mode": "days", "distribution_referral_days": 10})
        application = self._draft(1)
        row = self._bind(application)
        application.action_submit()
        self.assertEqual(row.date_until, self.today + timedelta(days=10))
        with freeze_time(f"{self.today + timedelta(days=10)} 04:00:00"):
            self.env["distribution.referral"]._cron_end_over()
        self.assertEqual(row.state, "bound")
        with freeze_time(f"{self.today + timedelta(days=11)} 04:00:00"):
            self.env["distribution.referral"]._cron_end_over()
            other = self._bind(self._draft(2, credit_code=credit_code(2)), self.other_distributor)
        self.assertRecordValues(row, [{"state": "ended", "reason_code": "over"}])
        self.assertFalse(application.inviter_id)
        self.assertFalse(application.upline_id)
        self.assertEqual(other.state, "bound")

    def test_days_that_are_over_at_the_approval_bring_no_upline_without_the_cron(self):
        self.company.write({"distribution_referral_mode": "days", "distribution_referral_days": 1})
        application = self._draft(1)
        self._bind(application)
        application.action_submit()
        self._accept_documents(application)
        with freeze_time(f"{self.today + timedelta(days=2)} 04:00:00"):
            application.with_user(self.reviewer).action_approve()
        self.assertFalse(application.member_id.upline_id)
        self.assertEqual(application.referral_ids.state, "ended")

    def test_staff_decide_a_dispute_with_a_reason_and_both_stay_on_record(self):
        application = self._draft(1)
        first = self._bind(application)
        application.action_submit()
        wizard = self.env["distribution.referral.decision"].with_user(self.reviewer)
        wizard = wizard.create(
            {
                "application_id": application.id,
                "inviter_id": self.other_distributor.id,
                "reason": "Chat records",
            }
        )
        wizard.action_confirm()
        self.assertRecordValues(
            first,
            [
                {
                    "state": "ended",
                    "reason_code": "decided",
                    "reason": "Chat records",
                    "user_id": self.reviewer.id,
                }
            ],
        )
        self.assertRecordValues(
            application.referral_ids - first,
            [
                {
                    "state": "bound",
                    "via": "staff",
                    "inviter_id": self.other_distributor.id,
                    "user_id": self.reviewer.id,
                }
            ],
        )
        self.assertEqual(application.upline_id, self.other_distributor)
        audit = self.env["distribution.audit"].search([("action", "=", "inviter_change")])
        self.assertRecordValues(
            audit, [{"old_value": "DIST", "new_value": "DIST2", "reason": "Chat records"}]
        )

    def test_decision_is_refused_to_those_who_may_not_and_for_those_who_cannot(self):
        application = self._draft(1)
        self._bind(application)
        application.action_submit()
        mine = application.with_user(self.reviewer)
        with self.assertRaisesRegex(UserError, "Say why"):
            mine._change_inviter(self.agent, " ")
        self.other_distributor.partner_id.vat = credit_code(1)
        with self.assertRaisesRegex(UserError, "nobody invites"):
            mine._change_inviter(self.other_distributor, "Why")
        self.agent.action_suspend("Audit")
        with self.assertRaisesRegex(UserError, "not active"):
            mine._change_inviter(self.agent, "Why")
        own = self._submit(2, create_uid=self.env.uid)
        own.sudo().submitter_id = self.reviewer
        with self.assertRaisesRegex(UserError, "Let a colleague"):
            own.with_user(self.reviewer)._change_inviter(self.distributor, "Why")
        user = self._create_user("ref_user", "user")
        with self.assertRaises(AccessError):
            application.with_user(user)._change_inviter(self.agent, "Why")
        with self.assertRaisesRegex(UserError, "Use Change Inviter"):
            mine.inviter_id = self.agent

    def test_inviter_that_staff_entered_is_on_record(self):
        application = self._draft(1)
        application.inviter_id = self.distributor
        application.action_submit()
        self.assertRecordValues(
            application.referral_ids,
            [{"state": "bound", "via": "staff", "inviter_id": self.distributor.id}],
        )
        other = self._draft(2, credit_code=credit_code(2))
        self.other_distributor.partner_id.vat = credit_code(2)
        other.inviter_id = self.other_distributor
        with self.assertRaisesRegex(UserError, "nobody invites"):
            other.action_submit()

    def test_upline_that_staff_have_chosen_stays_when_the_inviter_changes(self):
        application = self._draft(1)
        self._bind(application)
        application.action_submit()
        application.with_user(self.reviewer).upline_id = self.agent
        application.with_user(self.reviewer)._change_inviter(self.other_distributor, "Why")
        self.assertEqual(application.upline_id, self.agent)

    def test_what_is_on_record_is_not_rewritten(self):
        row = self._bind(self._draft(1))
        for values in (
            {"inviter_id": self.agent.id},
            {"date": "2020-01-01 00:00:00"},
            {"code": "X"},
        ):
            with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
                row.write(values)
                row.flush_recordset()
        row._end("decided")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            row.write({"state": "bound"})
            row.flush_recordset()
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"):
            row.unlink()

    def test_invitation_outlives_the_erased_application_without_its_source(self):
        application = self._draft(1)
        row = self._bind(application)
        application._erase()
        self.assertFalse(row.application_id)
        self.assertEqual((row.source_hash, row.inviter_id), ("[erased]", self.distributor))

    def test_erased_inviter_keeps_no_word_and_no_link_and_its_copy_names_nobody(self):
        link = self.env["distribution.referral.link"]._make_for(self.distributor)
        row = self._bind(self._draft(1), link=link)
        row._end("decided", reason="Wang said so")
        [told] = self.distributor._get_export_sections()["invitations"]
        self.assertEqual((told["name"], told["state"]), ("A**", "ended"))
        self.shop.action_terminate("Left")
        self.distributor.action_terminate("Left")
        self.distributor.sudo()._erase()
        self.assertEqual(row.reason, "[erased]")
        self.assertFalse(link.active)

    def test_inviter_sees_a_hint_of_a_name_and_no_secret_of_others(self):
        self.other_distributor.partner_id.vat = credit_code(1)
        rows = self._bind(self._draft(1)) | self._bind(self._draft(2))
        told = rows.sorted("id")._prepare_portal_rows()
        self.assertEqual([row["name"] for row in told], ["A**", "A**"])
        self.assertEqual(told[0]["reason"], "The applicant was known to us already")
        self.assertFalse(told[1]["reason"])

    def test_nothing_of_an_invitation_is_an_amount_or_a_count_to_pay_by(self):
        for model in ("distribution.referral", "distribution.referral.link"):
            for field in self.env[model]._fields.values():
                self.assertNotIn(field.type, ("monetary", "float"), field)
        rules = self.env.get("distribution.level.rule.line")
        measures = dict(rules._fields["measure"]._description_selection(self.env))
        for key in measures:
            self.assertNotRegex(key, "refer|invit|head|downline_count|member")


@tagged("post_install", "-at_install")
class TestReferralForm(JoinCommon):
    def test_form_keeps_code_source_and_consents(self):
        code = self.distributor.referral_code
        self._send(self._prepare_post(1, referral_code=code, level_id=str(self.levels[2].id)))
        row = self._find(1).referral_ids
        self.assertEqual((row.state, row.code, row.via), ("bound", code, "code"))
        self.assertEqual(row.consent_ids.purpose_id.mapped("code"), ["service"])
        self.assertRegex(row.source_hash, "^[0-9a-f]{16}$")

    def test_link_that_ends_while_the_form_is_filled_in_is_refused_on_record(self):
        link = self.env["distribution.referral.link"]._make_for(self.distributor)
        post = self._prepare_post(1, **self._open(f"/distribution/join/{link.code}"))
        link.active = False
        self.assertIn("url", self._send(post).json())
        self.assertRecordValues(
            self._find(1).referral_ids, [{"state": "refused", "reason_code": "expired"}]
        )
        self.assertFalse(self._find(1).inviter_id)
