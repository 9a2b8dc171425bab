from datetime import date
from unittest.mock import patch

from odoo.exceptions import UserError, ValidationError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from ..models import dated_upline_mixin
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestMemberUpline(DistributionCommon):
    def test_chain_is_that_of_the_day(self):
        self.shop.change_upline(self.other_distributor.id, "2026-03-01", "Moved south")
        self.assertEqual(
            self.shop.get_upline_chain("2026-02-28"), [self.distributor.id, self.agent.id]
        )
        self.assertEqual(
            self.shop.get_upline_chain(date(2026, 3, 1)), [self.other_distributor.id, self.agent.id]
        )
        self.assertEqual(self.shop.get_upline_chain("2019-12-31"), [])
        self.assertEqual(self.agent.get_upline_chain("2026-03-01"), [])

    def test_change_is_recorded_with_reason_and_author(self):
        self.shop.change_upline(self.other_distributor.id, "2026-03-01", " Moved south ")
        self.assertRecordValues(
            self.shop.upline_history_ids.sorted("date_from"),
            [
                {"upline_id": self.distributor.id, "date_to": date(2026, 3, 1)},
                {"upline_id": self.other_distributor.id, "date_to": False},
            ],
        )
        last = self.shop.upline_history_ids.sorted("date_from")[-1]
        self.assertEqual((last.reason, last.user_id), ("Moved south", self.env.user))
        self.assertEqual(self.shop.upline_id, self.other_distributor)
        self.assertIn(f"/{self.other_distributor.id}/", self.shop.parent_path)

    def test_planned_change_is_applied_on_its_day(self):
        with freeze_time("2026-03-01"):
            self.shop.change_upline(self.other_distributor.id, "2026-04-01", "Planned")
        self._run_cron("ir_cron_apply_uplines", "2026-03-31")
        self.assertEqual(self.shop.upline_id, self.distributor)
        self._run_cron("ir_cron_apply_uplines", "2026-04-01")
        self.assertEqual(self.shop.upline_id, self.other_distributor)

    def test_later_change_supersedes_a_planned_one(self):
        with freeze_time("2026-03-01"):
            self.shop.change_upline(self.other_distributor.id, "2026-06-01", "Planned")
            self.shop.change_upline(self.agent.id, "2026-05-01", "Sooner, and elsewhere")
        self.assertEqual(self.shop.get_upline_chain("2026-07-01"), [self.agent.id])
        self.assertEqual(len(self.shop.upline_history_ids), 2)

    def test_member_can_be_put_directly_under_the_manufacturer(self):
        self.shop.change_upline(False, "2026-03-01", "Key account")
        self.assertFalse(self.shop.upline_id)
        self.assertEqual(self.shop.get_upline_chain("2026-03-01"), [])

    def test_bad_changes_are_refused(self):
        other_company = self.env["res.company"].create({"name": "Other"})
        foreign = self._create_member(
            "FOREIGN", rank=1, region=self.city, company_id=other_company.id
        )
        for upline, day, reason, error in (
            (self.shop, "2026-03-01", "x", ValidationError),
            (foreign, "2026-03-01", "x", ValidationError),
            (self.agent, "2019-03-01", "x", UserError),
            (self.agent, False, "x", UserError),
            (self.agent, "2026-03-01", " ", UserError),
        ):
            with self.subTest(upline=upline.code, day=day, reason=reason), self.assertRaises(error):
                self.shop.change_upline(upline.id, day, reason)
        with self.assertRaisesRegex(ValidationError, "below itself"):
            self.agent.change_upline(self.shop.id, "2026-03-01", "Circle")
        self.assertEqual(len(self.shop.upline_history_ids), 1)

    def test_database_refuses_overlapping_periods(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["distribution.member.upline"].create(
                {"member_id": self.shop.id, "upline_id": self.agent.id, "date_from": "2025-01-01"}
            )

    def test_planned_change_makes_no_cycle_with_another_planned_one(self):
        with freeze_time("2026-03-01"):
            self.shop.change_upline(self.other_distributor.id, "2026-06-01", "Planned")
            for day in ("2026-03-01", "2026-07-01"):
                with self.subTest(day=day), self.assertRaisesRegex(ValidationError, "below itself"):
                    self.other_distributor.change_upline(self.shop.id, day, "Closes the circle")
            self.distributor.change_upline(False, "2026-07-01", "No circle with the past")
            with self.assertRaisesRegex(ValidationError, "rank must fall"):
                self.distributor.change_upline(self.shop.id, "2026-07-01", "Only the rank forbids")

    def test_level_change_respects_planned_uplines(self):
        with freeze_time("2026-03-01"):
            self.shop.change_upline(self.other_distributor.id, "2026-06-01", "Planned")
            with self.assertRaisesRegex(ValidationError, "rank must fall"):
                self.other_distributor.change_level(self.levels[2].id, "2026-03-01", "Too low")

    def test_terminated_upline_is_refused(self):
        self.other_distributor.action_terminate("Gave up")
        with self.assertRaisesRegex(ValidationError, "is terminated"):
            self.shop.change_upline(self.other_distributor.id, "2026-03-01", "Too late")

    def test_upline_must_be_a_member_on_the_day(self):
        young = self._create_member(
            "YOUNG", rank=2, upline=self.agent, region=self.north, date_start="2026-03-01"
        )
        with self.assertRaisesRegex(UserError, "is a member since"):
            self.shop.change_upline(young.id, "2026-02-28", "A day too early")
        self.shop.change_upline(young.id, "2026-03-01", "On its first day")
        self.assertEqual(self.shop.upline_id, young)

    def test_change_is_in_the_audit_trail(self):
        self.shop.change_upline(self.other_distributor.id, "2026-03-01", "Moved")
        row = self.env["distribution.audit"].search(
            [("action", "=", "upline_change"), ("member_id", "=", self.shop.id)]
        )
        self.assertEqual((row.field_name, row.reason), ("upline_id", "Moved"))
        self.assertIn(self.other_distributor.display_name, row.new_value)

    def test_cron_moves_nested_branches_in_sets(self):
        """Parent and child move on the same day, in sets of one: paths are right at every step."""
        second = self._create_member("DIST3", rank=2, upline=self.agent, region=self.north)
        rival = self._create_member("RIVAL", rank=1, region=self.city)
        with freeze_time("2026-03-01"):
            self.distributor.change_upline(rival.id, "2026-04-01", "Planned")
            self.shop.change_upline(second.id, "2026-04-01", "Planned")
            second.change_upline(rival.id, "2026-04-01", "Planned")
        with patch.object(dated_upline_mixin, "DUE_PER_COMMIT", 1):
            self._run_cron("ir_cron_apply_uplines", "2026-04-01")
        self.assertRecordValues(
            self.distributor | second | self.shop,
            [
                {"upline_id": rival.id, "parent_path": f"{rival.id}/{self.distributor.id}/"},
                {"upline_id": rival.id, "parent_path": f"{rival.id}/{second.id}/"},
                {
                    "upline_id": second.id,
                    "parent_path": f"{rival.id}/{second.id}/{self.shop.id}/",
                },
            ],
        )

    def test_cron_takes_few_queries_for_many_members(self):
        shops = self.shop
        for number in range(30):
            shops |= self._create_member(
                f"SHOP{number}", rank=3, upline=self.distributor, region=self.north
            )
        with freeze_time("2026-03-01"):
            for shop in shops:
                shop.change_upline(self.other_distributor.id, "2026-04-01", "Planned")
        self.env.flush_all()
        with freeze_time("2026-04-01"), self.assertQueryCount(4):
            due = self.env["distribution.member"]._search_due_uplines(date(2026, 4, 1))
            due._apply_due_uplines(date(2026, 4, 1))
        self.assertEqual(shops.upline_id, self.other_distributor)

    def test_merging_two_members_is_refused(self):
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        partners = self.shop.partner_id | self.distributor.partner_id
        with self.assertRaisesRegex(UserError, "cannot be merged"):
            wizard._merge(partners.ids, self.distributor.partner_id)
        self.assertEqual(len((self.shop | self.distributor).exists()), 2)

    def test_merging_a_contact_into_a_member_keeps_the_member(self):
        contact = self.env["res.partner"].create({"name": "Known Twice", "is_company": True})
        wizard = self.env["base.partner.merge.automatic.wizard"].create({})
        wizard._merge((contact | self.shop.partner_id).ids, contact)
        self.assertEqual((self.shop.partner_id, self.shop.name), (contact, "Known Twice"))
