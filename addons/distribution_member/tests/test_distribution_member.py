from datetime import date

from odoo.exceptions import UserError, ValidationError
from odoo.tests import Form, freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestDistributionMember(DistributionCommon):
    def test_form_makes_an_applicant_with_code_and_history(self):
        with Form(self.env["distribution.member"]) as form:
            form.partner_id = self.env["res.partner"].create({"name": "New", "is_company": True})
            form.code = "NEW"
            form.level_id = self.levels[2]
            form.region_id = self.south
            form.upline_id = self.other_distributor
        member = form.save()
        self.assertEqual(member.state, "applicant")
        self.assertRecordValues(
            member.upline_history_ids,
            [{"upline_id": self.other_distributor.id, "date_from": member.date_start}],
        )
        self.assertEqual(member.status_history_ids.state, "applicant")
        self.assertEqual(len(member.referral_code), 8)

    def test_contact_of_a_company_is_refused_as_member(self):
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": self.shop.partner_id.id}
        )
        with self.assertRaisesRegex(ValidationError, "Make Firm SHOP the member"):
            self.env["distribution.member"].create(
                {
                    "partner_id": contact.id,
                    "code": "X",
                    "level_id": self.levels[2].id,
                    "region_id": self.north.id,
                }
            )

    def test_second_membership_of_a_partner_is_refused(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.shop.copy({"code": "AGAIN", "partner_id": self.shop.partner_id.id})

    def test_rank_must_fall_from_upline_to_downline(self):
        with self.assertRaisesRegex(ValidationError, "the rank must fall"):
            self._create_member("BAD", rank=2, upline=self.distributor, region=self.north)
        with self.assertRaisesRegex(ValidationError, "the rank must fall"):
            self.distributor.change_level(self.levels[2].id, "2026-01-01", "Too low")

    def test_upline_level_and_state_are_refused_in_a_plain_write(self):
        level = {"level_id": self.levels[0].id}
        for values in ({"upline_id": False}, {"state": "terminated"}, level):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.shop.write(values)
            with self.subTest(values=values, forged=True), self.assertRaises(UserError):
                self.shop.with_context(distribution_history=True).write(values)

    def test_partner_knows_its_membership_from_any_contact(self):
        contact = self.env["res.partner"].create(
            {"name": "Contact", "parent_id": self.shop.partner_id.id}
        )
        self.assertEqual(contact.distribution_member_id, self.shop)
        found = self.env["res.partner"].search([("distribution_member_id", "=", self.shop.id)])
        self.assertIn(contact, found)
        self.assertFalse(
            contact.with_company(
                self.env["res.company"].create({"name": "Other"})
            ).distribution_member_id
        )

    def test_downline_count_counts_the_whole_branch(self):
        self.assertEqual(self.agent.downline_count, 3)
        found = self.env["distribution.member"].search(self.agent.action_open_downline()["domain"])
        self.assertEqual(found, self.distributor | self.other_distributor | self.shop)


@tagged("post_install", "-at_install")
class TestMemberState(DistributionCommon):
    def test_states_follow_each_other_with_dated_history(self):
        with freeze_time("2026-03-01"):
            self.shop.action_suspend("Licence expired")
        with freeze_time("2026-04-01"):
            self.shop.action_activate()
        with freeze_time("2026-05-01"):
            self.shop.action_terminate("Closed down")
        self.assertEqual(self.shop.state, "terminated")
        self.assertRecordValues(
            self.shop.status_history_ids.sorted("date_from"),
            [
                {"state": "active", "date_to": date(2026, 3, 1), "reason": "Start of membership"},
                {"state": "suspended", "date_to": date(2026, 4, 1), "reason": "Licence expired"},
                {"state": "active", "date_to": date(2026, 5, 1), "reason": "Activated"},
                {"state": "terminated", "date_to": False, "reason": "Closed down"},
            ],
        )

    def test_transition_is_refused_from_a_wrong_state(self):
        with self.assertRaisesRegex(UserError, "Active"):
            self.shop.action_activate()
        self.shop.action_terminate("Closed down")
        for refused in (
            self.shop.action_activate,
            lambda: self.shop.action_suspend("x"),
            lambda: self.shop.action_terminate("x"),
        ):
            with self.assertRaises(UserError):
                refused()

    def test_reason_is_required(self):
        for reason in ("", "  ", None):
            with self.subTest(reason=reason), self.assertRaisesRegex(UserError, "reason"):
                self.shop.action_suspend(reason)

    def test_wizard_suspends_with_reason(self):
        wizard = self.env["distribution.member.reason"].create(
            {"operation": "suspend", "member_ids": self.shop.ids, "reason": "Holiday"}
        )
        wizard.action_confirm()
        self.assertEqual(self.shop.state, "suspended")
