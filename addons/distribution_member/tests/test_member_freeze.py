from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError
from psycopg2.errors import CheckViolation

from .common import DistributionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestMemberFreeze(DistributionCommon):
    def test_each_kind_is_frozen_for_itself(self):
        for kind in ("order", "commission", "payout", "portal"):
            with self.subTest(kind=kind):
                self.shop.action_freeze(kind, "2026-03-10", "Overdue")
                self.assertTrue(self.shop[f"freeze_{kind}"])
                self.assertEqual(self.shop._get_freeze_reason(kind), "Overdue")
                self.shop.action_unfreeze(kind, "2026-03-10", "Paid")
                self.assertFalse(self.shop[f"freeze_{kind}"])
        self.assertFalse(self.distributor.freeze_ids)

    def test_reason_is_not_rewritten(self):
        self.shop.action_freeze("order", "2026-03-10", "Overdue")
        with self.assertRaises(CheckViolation), mute_logger("odoo.sql_db"), self.cr.savepoint():
            self.shop.freeze_ids.reason = "Because I say so"
            self.env.flush_all()

    def test_rows_keep_day_reason_author_and_why_it_was_lifted(self):
        self.shop.action_freeze("order", "2026-03-10", "Overdue")
        with freeze_time("2026-03-20"):
            self.shop.action_unfreeze("order", "2026-03-20", "Paid")
        self.assertRecordValues(
            self.shop.freeze_ids,
            [
                {
                    "kind": "order",
                    "date_from": date(2026, 3, 10),
                    "date_to": date(2026, 3, 20),
                    "reason": "Overdue",
                    "user_id": self.env.uid,
                    "lift_reason": "Paid",
                    "lift_user_id": self.env.uid,
                }
            ],
        )
        actions = self.env["distribution.audit"].search([("member_id", "=", self.shop.id)])
        self.assertEqual(set(actions.mapped("action")), {"freeze", "unfreeze"})

    def test_planned_freeze_begins_and_ends_by_the_scheduler(self):
        self.shop.action_freeze("portal", "2026-03-12", "Check", date_to="2026-03-14")
        self.assertFalse(self.shop.freeze_portal)
        for day, expected in (("2026-03-12", True), ("2026-03-13", True), ("2026-03-14", False)):
            self._run_cron("ir_cron_apply_freezes", day)
            self.assertEqual(self.shop.freeze_portal, expected, day)

    def test_scheduler_makes_up_for_missed_days_and_looks_at_nobody_else(self):
        self.shop.action_freeze("portal", "2026-03-12", "Check", date_to="2026-04-14")
        self.distributor.action_freeze("order", "2026-03-12", "Short", date_to="2026-03-14")
        with freeze_time("2026-03-20"):
            members = self.env["distribution.member"]
            self.assertEqual(members._search_due_freezes(), self.shop)
            self._run_cron("ir_cron_apply_freezes", "2026-03-20")
            self.assertTrue(self.shop.freeze_portal)
            self.assertFalse(self.distributor.freeze_order)
            with self.assertQueryCount(1):
                members._cron_apply_freezes()

    def test_many_members_are_frozen_with_few_queries(self):
        members = self.env["distribution.member"].union(
            *(self._create_member(f"F{n}", rank=3, region=self.north) for n in range(30))
        )
        self.env["distribution.member.freeze"].create(
            [
                {"member_id": member.id, "kind": "order", "date_from": "2026-03-12", "reason": "x"}
                for member in members
            ]
        )
        self.env.flush_all()
        with freeze_time("2026-03-12"), self.assertQueryCount(10):
            members._search_due_freezes()._apply_freezes_of_today()
            self.env.flush_all()
        self.assertEqual(set(members.mapped("freeze_order")), {True})

    def test_freeze_that_has_not_begun_can_be_lifted(self):
        self.shop.action_freeze("order", "2026-04-01", "Plan")
        self.shop.action_unfreeze("order", "2026-03-10", "No need")
        self.assertEqual(self.shop.freeze_ids.date_to, date(2026, 4, 1))
        self.shop.action_freeze("order", "2026-04-01", "After all")
        self._run_cron("ir_cron_apply_freezes", "2026-04-01")
        self.assertTrue(self.shop.freeze_order)

    def test_same_days_are_refused_twice(self):
        self.shop.action_freeze("order", "2026-03-10", "Overdue")
        with self.assertRaisesRegex(UserError, "Lift it first"):
            self.shop.action_freeze("order", "2026-05-01", "Again")
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.shop._freeze("order", date(2026, 5, 1), "Again")

    def test_bad_requests_are_refused(self):
        for values in (
            ("order", "2026-03-09", "Past day"),
            ("order", False, "No day"),
            ("order", "2026-03-10", "  "),
            ("nothing", "2026-03-10", "Kind"),
            ("order", "2026-03-10", "Ends before", "2026-03-10"),
        ):
            with self.subTest(values=values), self.assertRaises(UserError):
                self.shop.action_freeze(*values)
        with self.assertRaisesRegex(UserError, "None of the members is frozen"):
            self.shop.action_unfreeze("order", "2026-03-10", "Nothing")

    def test_switches_are_refused_in_a_plain_write_and_at_birth(self):
        for field in ("freeze_order", "freeze_commission", "freeze_payout", "freeze_portal"):
            with self.subTest(field=field), self.assertRaises(UserError):
                self.shop.write({field: True})
            with self.subTest(field=field, born=True), self.assertRaises(UserError):
                self._create_member("BORN", rank=3, region=self.north, **{field: True})

    def test_history_is_kept_by_the_database(self):
        self.shop.action_freeze("order", "2026-03-10", "Overdue", date_to="2026-03-20")
        row = self.shop.freeze_ids
        for values in ({"reason": "Nicer"}, {"date_from": "2026-01-01"}, {"date_to": False}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                row.write(values)
                row.flush_recordset()
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaises(IntegrityError),
            self.cr.savepoint(),
        ):
            row.unlink()

    def test_wizard_freezes_and_lifts(self):
        wizards = self.env["distribution.member.freeze.change"]
        members = self.shop | self.distributor
        values = {"member_ids": members.ids, "kind": "order", "reason": "Stocktaking"}
        wizards.create({**values, "operation": "freeze"}).action_confirm()
        self.assertEqual(members.mapped("freeze_order"), [True, True])
        lift = wizards.create({**values, "operation": "unfreeze"})
        self.assertEqual(lift.freeze_ids, members.freeze_ids)
        lift.action_confirm()
        self.assertEqual(members.mapped("freeze_order"), [False, False])


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestFreezeAccess(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.users = {
            role: cls._create_user(f"f_{role}", role)
            for role in ("user", "reviewer", "manager", "finance", "admin")
        }
        cls.north.manager_ids = cls.users["manager"]
        cls.north.staff_ids = cls.users["user"] | cls.users["reviewer"]

    def _may(self, role, member, kind):
        member = member.with_user(self.users[role])
        try:
            with self.cr.savepoint():
                member.action_freeze(kind, "2026-03-10", "Test")
                member.action_unfreeze(kind, "2026-03-10", "Test")
        except AccessError:
            return False
        return True

    @mute_logger("odoo.addons.distribution_member.models.distribution_audit", "odoo.sql_db")
    def test_who_may_freeze_what(self):
        for role, member, kind, allowed in (
            ("manager", self.shop, "order", True),
            ("manager", self.shop, "commission", True),
            ("manager", self.other_distributor, "order", False),
            ("finance", self.other_distributor, "payout", True),
            ("finance", self.other_distributor, "commission", True),
            ("finance", self.shop, "order", False),
            ("finance", self.shop, "portal", False),
            ("user", self.shop, "order", False),
            ("admin", self.other_distributor, "portal", True),
        ):
            with self.subTest(role=role, member=member.code, kind=kind):
                self.assertEqual(self._may(role, member, kind), allowed)

    def test_rows_are_read_like_their_member_and_written_by_nobody(self):
        self.shop.action_freeze("order", "2026-03-10", "Overdue")
        self.other_distributor.action_freeze("order", "2026-03-10", "Overdue")
        rows = self.shop.freeze_ids | self.other_distributor.freeze_ids
        for role, expected in (
            ("user", self.shop.freeze_ids),
            ("manager", self.shop.freeze_ids),
            ("finance", rows),
            ("admin", rows),
        ):
            model = self.env["distribution.member.freeze"].with_user(self.users[role])
            with self.subTest(role=role):
                self.assertEqual(model.search([("id", "in", rows.ids)]), expected)
            for operation in ("write", "create", "unlink"):
                with self.subTest(role=role, operation=operation):
                    self.assertFalse(model.has_access(operation))
