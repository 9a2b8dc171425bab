from datetime import timedelta
from unittest.mock import patch

from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .common import DistributionCommon

ACCOUNT = "6222021234567890"


@tagged("post_install", "-at_install")
class TestPrivacy(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.admin = cls._create_user("p_admin", "admin")
        cls.finance = cls._create_user("p_finance", "finance")
        cls._give_consent(cls.shop)
        cls.shop.write({"subject_type": "person", "bank_account": ACCOUNT})
        cls.requests = cls.env["distribution.privacy.request"]

    def _ask(self, kind, **values):
        return self.requests.create({"kind": kind, "member_id": self.shop.id, **values})

    # === REQUESTS === #

    def test_request_is_numbered_dated_and_somebodys_work(self):
        request = self._ask("delete", date="2026-03-02 02:00:00")
        self.assertTrue(request.name.startswith("PR"))
        self.assertEqual(str(request.date_warning), "2026-03-16")
        self.assertEqual(str(request.date_due), "2026-03-23")
        self.assertTrue(request.is_late)
        self.assertIn(request, self.requests.search([("is_late", "=", True)]))
        self.assertEqual(request.activity_ids.date_deadline, request.date_warning)
        row = self.env["distribution.audit"].search([("action", "=", "privacy_request")], limit=1)
        self.assertEqual((row.member_id, row.new_value), (self.shop.id, "delete"))

    def test_nothing_is_refused_without_a_reason(self):
        request = self._ask("delete").with_user(self.admin)
        with self.assertRaisesRegex(UserError, "without a reason"):
            request.action_refuse()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "reason_given"),
            self.cr.savepoint(),
        ):
            request.sudo()._write_state("refused")
            request.flush_recordset()
        request.outcome = "The contract still runs."
        request.action_refuse()
        self.assertEqual((request.state, request.decided_user_id), ("refused", self.admin))
        self.assertFalse(request.activity_ids)

    def test_number_is_corrected_by_two_persons(self):
        request = self._ask("correct", field_name="bank_account", new_number="1111222233334444")
        self.assertEqual(request.new_number, "****4444")
        with self.assertRaisesRegex(UserError, "two persons"):
            request.with_user(self.finance).action_done()
        request.with_user(self.finance).action_check()
        with self.assertRaisesRegex(UserError, "two persons"):
            request.with_user(self.finance).action_done()
        with self.assertRaisesRegex(UserError, "checked already"):
            request.with_user(self.finance).new_number = "9999000099990000"
        request.with_user(self.admin).action_done()
        self.assertEqual(self.shop._decrypt("bank_account"), "1111222233334444")
        self.assertFalse(request.new_number)

    def test_contact_is_corrected_by_one_person(self):
        request = self._ask("correct", field_name="phone", new_value="13800138000")
        request.with_user(self.finance).action_done()
        self.assertEqual(self.shop.partner_id.phone, "13800138000")
        self.assertEqual(request.state, "done")

    def test_requests_are_for_finance_and_administrators(self):
        request = self._ask("restrict")
        for login in ("user", "reviewer", "manager"):
            user = self._create_user(f"p_{login}", login)
            with self.subTest(login=login), self.assertRaises(AccessError):
                request.with_user(user).read(["kind"])
        self.assertEqual(request.with_user(self.finance).kind, "restrict")
        with self.assertRaises(AccessError):
            request.with_user(self.admin).unlink()

    # === DELETION === #

    def test_member_of_the_channel_is_not_erased(self):
        with self.assertRaisesRegex(UserError, "Terminate"):
            self._ask("delete").with_user(self.admin).action_done()
        self.assertEqual(self.shop.bank_account, "****7890")

    def test_data_the_law_keeps_are_locked_away_and_the_person_is_told(self):
        portal = self._create_portal_user("p_portal", self.shop)
        self.shop.action_terminate("Closed")
        request = self._ask("delete").with_user(self.admin)
        reasons = ["Statements are kept for ten years."]
        with patch.object(
            self.env.registry["distribution.member"],
            "_get_retention_reasons",
            lambda member: reasons,
        ):
            request.action_done()
        self.assertEqual((request.state, request.outcome), ("partly", reasons[0]))
        self.assertRecordValues(
            self.shop,
            [{"is_restricted": True, "active": False, "restriction_reason": reasons[0]}],
        )
        self.assertFalse(portal.active)
        self.assertFalse(self.shop.bank_account)
        self.assertTrue(self.shop.partner_id.name.startswith("Firm"))

    def test_locked_away_members_are_erased_when_the_time_is_over(self):
        self.shop.action_terminate("Closed")
        self.shop._lock_away(["Ten years"])
        rule = self.env.ref("distribution_member.distribution_retention_rule_restricted")
        self.assertFalse(rule.due_count)
        self.shop.date_restricted = fields.Datetime.now() - timedelta(days=3660)
        rule.invalidate_recordset()
        self.assertEqual(rule.due_count, 1)
        with self.enter_registry_test_mode():
            self.env.ref("distribution_member.ir_cron_retention").method_direct_trigger()
        self.assertTrue(self.shop.date_erased)
        run = self.env["distribution.retention.run"].search([("rule_id", "=", rule.id)])
        self.assertEqual((run.count, run.record_ids), (1, str(self.shop.id)))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(CheckViolation, "append-only"),
            self.cr.savepoint(),
        ):
            run.count = 2
            run.flush_recordset()

    # === RETENTION === #

    def test_evidence_of_ended_consents_goes_after_three_years_and_the_consent_stays(self):
        consent = self._give_consent(self.agent, "marketing")
        paper = self.env["distribution.consent"]._give(
            self.agent,
            self.env.ref("distribution_member.distribution_consent_text_share_upline_en_us"),
            "paper",
            evidence="Folder 1",
        )
        paper._end("withdrawn")
        rule = self.env.ref("distribution_member.distribution_retention_rule_consent")
        rule.write({"years": 0, "days": 1})
        self.assertFalse(rule._search_due(None))
        with patch.object(
            fields.Datetime, "now", lambda: fields.Datetime.to_datetime("2999-01-01 00:00:00")
        ):
            self.assertEqual(rule._search_due(None), paper)
            rule._apply_batch(None)
        self.assertFalse(paper.evidence)
        self.assertTrue(paper.exists() and consent.exists())

    def test_retention_rules_are_the_administrators_business(self):
        rules = self.env["distribution.retention.rule"]
        with self.assertRaises(AccessError):
            rules.with_user(self.finance).search([])
        rule = rules.with_user(self.admin).search([], limit=1)
        with self.assertRaises(AccessError):
            rule.unlink()

    # === INCIDENTS === #

    def _create_incident(self, **values):
        return self.env["distribution.incident"].create(
            {
                "title": "Lost laptop",
                "data_categories": "Bank accounts",
                "cause": "Theft",
                "possible_harm": "Fraud",
                "measures": "Password changed",
                "self_help": "Watch the account",
                "contact": "privacy@example.com",
                **values,
            }
        )

    def test_affected_members_are_found_by_login_time_and_field(self):
        self.agent.bank_account = "1111222233334444"
        other = self._create_user("p_other", "finance")
        self.shop.with_user(self.finance).reveal("bank_account", "Payout")
        self.agent.with_user(other).reveal("bank_account", "Payout")
        incident = self._create_incident(user_ids=self.finance.ids)
        incident.with_user(self.admin).action_find_affected()
        self.assertEqual(incident.member_ids, self.shop)
        later = fields.Datetime.now() + timedelta(days=1)
        nobody = self._create_incident(date_from=later)
        nobody.action_find_affected()
        self.assertFalse(nobody.member_ids)
        everybody = self._create_incident(field_name="bank_account")
        everybody.action_find_affected()
        self.assertEqual(everybody.member_ids, self.shop | self.agent)

    def test_persons_get_a_letter_with_what_the_law_asks_for(self):
        self.shop.partner_id.email = "shop@example.com"
        incident = self._create_incident()
        with self.assertRaisesRegex(UserError, "List the affected"):
            incident.action_tell_persons()
        incident.member_ids = self.shop
        incident.action_tell_persons()
        mail = self.env["mail.mail"].search([("email_to", "=", "shop@example.com")])
        for words in ("Bank accounts", "Theft", "Fraud", "Password changed", "Watch the account"):
            self.assertIn(words, mail.body_html)
        self.assertTrue(incident.date_persons)
        with self.assertRaisesRegex(UserError, "authority"):
            incident.action_close()
        incident.date_authority = fields.Datetime.now()
        incident.action_close()
        self.assertEqual(incident.state, "closed")

    def test_exercise_writes_to_nobody(self):
        self.shop.partner_id.email = "shop@example.com"
        incident = self._create_incident(is_exercise=True, member_ids=self.shop.ids)
        incident.action_tell_persons()
        self.assertFalse(self.env["mail.mail"].search([("email_to", "=", "shop@example.com")]))
        incident.action_close()

    def test_incident_is_closed_without_letters_only_with_a_reason(self):
        incident = self._create_incident(date_authority=fields.Datetime.now())
        with self.assertRaisesRegex(UserError, "say why"):
            incident.action_close()
        incident.not_told_reason = "Encrypted disk"
        incident.action_close()
        with self.assertRaises(AccessError):
            incident.with_user(self.finance).read(["title"])

    # === WHO SAW WHAT === #

    def test_report_says_who_saw_what(self):
        self.shop.with_user(self.finance).reveal("bank_account", "Payout by hand")
        sightings = self.shop._build_sightings()
        self.assertEqual(
            [(row["who"], row["value"], row["reason"]) for row in sightings],
            [("Finance", "****7890", "Payout by hand")],
        )
        self.company.distribution_show_staff_names = True
        self.assertEqual(self.shop._build_sightings()[0]["who"], self.finance.name)
        html = self.env["ir.actions.report"]._render_qweb_html(
            "distribution_member.report_sightings", self.shop.ids
        )[0]
        self.assertIn("Payout by hand", html.decode())
        action = self.shop.action_open_sightings()
        self.assertEqual(len(self.env["distribution.audit"].search(action["domain"])), 1)

    def test_state_is_not_written_by_hand(self):
        request = self._ask("restrict").with_user(self.admin)
        with self.assertRaises(UserError):
            request.state = "done"
