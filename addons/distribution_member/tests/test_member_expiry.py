from datetime import date

from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .application_common import ApplicationCommon
from .pure.test_safe_files import pdf

TODAY = "2026-03-10"
STOP = "ir_cron_stop_expired"


@tagged("post_install", "-at_install")
@freeze_time(TODAY)
class TestMemberExpiry(ApplicationCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["distribution.member"].search([]).date_end = False
        cls.company.distribution_stop_expired = True
        cls.company.partner_id.lang = "en_US"  # of the reasons

    def _add_licence(self, date_end, kind=None):
        licence = self._add_document(
            self.env["distribution.application"],
            kind or self.licence,
            member_id=self.shop.id,
            date_end=date_end,
            number="X1",
        )
        licence._write_state("accepted")
        return licence

    def _stops(self):
        return self.shop.freeze_ids.filtered(lambda row: row.origin == "expiry")

    # === STOP === #

    def test_orders_stop_the_day_after_the_last_day(self):
        self.shop.date_end = "2026-03-10"
        self._run_cron(STOP, "2026-03-10")
        self.assertFalse(self.shop.freeze_order)
        self._run_cron(STOP, "2026-03-11")
        self.assertTrue(self.shop.freeze_order)
        with freeze_time("2026-03-11"):
            self.assertIn("Membership ended on", self.shop._order_freeze_reason())
        self.assertFalse(self.distributor.freeze_order)
        self.assertEqual(self.shop.state, "active")
        self._run_cron(STOP, "2026-03-12")
        self.assertEqual(len(self._stops()), 1)

    def test_nobody_is_stopped_without_the_switch(self):
        self.company.distribution_stop_expired = False
        self.shop.date_end = "2026-03-01"
        self._run_cron(STOP, TODAY)
        self.assertFalse(self.shop.freeze_order)

    def test_licence_stops_when_the_level_requires_it(self):
        self._add_licence("2026-03-01", kind=self.photo)
        self._run_cron(STOP, TODAY)
        self.assertFalse(self.shop.freeze_order)
        self._add_licence("2026-03-01")
        self._run_cron(STOP, TODAY)
        self.assertTrue(self.shop.freeze_order)
        self.assertIn("Licence ended on", self.shop._order_freeze_reason())

    def test_reason_names_all_that_has_expired(self):
        self.shop.date_end = "2026-03-01"
        self._add_licence("2026-03-02")
        self._run_cron(STOP, TODAY)
        self.assertEqual(len(self._stops()), 1)
        self.assertRegex(self.shop._order_freeze_reason(), "Membership.*; Licence")

    def test_what_a_person_lifts_stays_lifted_until_something_else_expires(self):
        self.shop.date_end = "2026-03-01"
        self._run_cron(STOP, TODAY)
        self.shop.with_user(self.manager).action_unfreeze("order", TODAY, "Contract is in the post")
        self._run_cron(STOP, "2026-03-11")
        self.assertFalse(self.shop.freeze_order)
        self._add_licence("2026-03-11")
        self._run_cron(STOP, "2026-03-12")
        self.assertTrue(self.shop.freeze_order)

    def test_manual_freeze_is_left_alone_and_followed_by_the_stop(self):
        self.shop.action_freeze("order", TODAY, "Overdue", date_to="2026-03-15")
        self.shop.date_end = "2026-03-09"
        self._run_cron(STOP, TODAY)
        self.assertFalse(self._stops())
        self._run_cron(STOP, "2026-03-15")
        self.assertTrue(self.shop.freeze_order)
        self.assertEqual(self._stops().date_from, date(2026, 3, 15))

    def test_stop_makes_way_for_a_planned_freeze_and_comes_back(self):
        self.shop.action_freeze("order", "2026-03-20", "Stocktaking", date_to="2026-03-25")
        self.shop.date_end = "2026-03-09"
        self._run_cron(STOP, TODAY)
        self.assertEqual(self._stops().date_to, date(2026, 3, 20))
        self._run_cron(STOP, "2026-03-22")
        self.assertEqual(len(self._stops()), 1)
        self._run_cron(STOP, "2026-03-25")
        self.assertEqual(len(self._stops()), 2)
        self.assertTrue(self.shop.freeze_order)
        with freeze_time("2026-03-26"):
            self.shop.action_unfreeze("order", "2026-03-26", "Goodwill")
        self._run_cron(STOP, "2026-03-27")
        self.assertFalse(self.shop.freeze_order)

    def test_suspended_member_is_stopped_when_it_is_active_again(self):
        self.shop.action_suspend("Late")
        self.shop.date_end = "2026-03-09"
        self._run_cron(STOP, TODAY)
        self.assertFalse(self._stops())
        self.shop.action_activate()
        self._run_cron(STOP, TODAY)
        self.assertTrue(self.shop.freeze_order)

    def test_many_are_stopped_with_few_queries_and_none_for_nothing(self):
        members = self.env["distribution.member"].union(
            *(
                self._create_member(f"E{n}", rank=3, region=self.north, date_end="2026-03-01")
                for n in range(30)
            )
        )
        self.env.flush_all()
        with self.assertQueryCount(120):
            self.assertEqual(members._stop_some(), 30)
            self.env.flush_all()
        self.assertEqual(set(members.mapped("freeze_order")), {True})
        self.env.invalidate_all()
        with self.assertQueryCount(4):
            for step in (members._lift_some, members._stop_some, members._resume_some):
                self.assertEqual(step(), 0)

    # === RENEWAL === #

    def test_renewal_lifts_the_stop_and_is_audited(self):
        self.shop.date_end = "2026-03-01"
        self._run_cron(STOP, TODAY)
        wizard = (
            self.env["distribution.member.renew"]
            .with_user(self.manager)
            .create({"member_ids": self.shop.ids, "reason": "Contract 7"})
        )
        self.assertEqual(wizard.date_end, date(2027, 3, 10))
        self.assertEqual(wizard.stopped_count, 1)
        wizard.action_confirm()
        self.assertEqual(self.shop.date_end, date(2027, 3, 10))
        self.assertFalse(self.shop.freeze_order)
        row = self.env["distribution.audit"].search(
            [("action", "=", "member_renew"), ("res_id", "=", self.shop.id)], limit=1
        )
        self.assertEqual(
            (row.old_value, row.new_value, row.reason, row.user_id),
            ("2026-03-01", "2027-03-10", "Contract 7", self.manager),
        )

    def test_plain_write_lifts_the_stop_too(self):
        self.shop.date_end = "2026-03-01"
        self._run_cron(STOP, TODAY)
        self.shop.with_user(self.manager).date_end = "2026-12-31"
        self.assertFalse(self.shop.freeze_order)

    def test_stop_holds_while_something_else_is_expired(self):
        self.shop.date_end = "2026-03-01"
        self._add_licence("2026-03-02")
        self._run_cron(STOP, TODAY)
        self.shop.date_end = "2026-12-31"
        self.assertTrue(self.shop.freeze_order)
        new = self._add_document(
            self.env["distribution.application"],
            self.licence,
            pdf(),
            member_id=self.shop.id,
            date_end="2027-03-02",
            number="X2",
        )
        self.assertTrue(self.shop.freeze_order)
        new.with_user(self.reviewer_of_north()).action_accept()
        self.assertFalse(self.shop.freeze_order)

    def reviewer_of_north(self):
        self.north.staff_ids = self.reviewer
        return self.reviewer

    def test_renewal_leaves_a_manual_freeze_alone(self):
        self.shop.date_end = "2026-03-01"
        self.shop.action_freeze("order", TODAY, "Overdue")
        self.shop.date_end = "2026-12-31"
        self.assertTrue(self.shop.freeze_order)

    def test_scheduler_lifts_what_no_longer_has_a_reason(self):
        self._add_licence("2026-03-02")
        self._run_cron(STOP, TODAY)
        self.assertTrue(self.shop.freeze_order)
        self.licence.required_level_ids -= self.shop.level_id
        self._run_cron(STOP, "2026-03-11")
        self.assertFalse(self.shop.freeze_order)

    def test_bad_renewals_are_refused(self):
        self.shop.date_end = "2026-06-30"
        for day in (False, "2026-03-09", "2026-06-30", "2026-05-01"):
            with self.subTest(day=day), self.assertRaises(UserError):
                self.shop.action_renew(day)
        with self.assertRaisesRegex(UserError, "no end"):
            self.distributor.action_renew("2027-01-01")
        self.shop.action_terminate("Closed")
        with self.assertRaisesRegex(UserError, "neither active"):
            self.shop.action_renew("2027-01-01")

    @mute_logger("odoo.addons.distribution_member.models.distribution_audit", "odoo.sql_db")
    def test_who_may_renew(self):
        (self.shop | self.other_distributor).date_end = "2026-06-30"
        self.city.manager_ids = False
        self.north.manager_ids = self.manager
        self.north.staff_ids = self.reviewer
        for user, member, allowed in (
            (self.manager, self.shop, True),
            (self.manager, self.other_distributor, False),
            (self.reviewer, self.shop, False),
            (self._create_user("ex_user", "user"), self.shop, False),
            (self._create_user("ex_finance", "finance"), self.shop, False),
            (self._create_portal_user("ex_portal", self.shop), self.shop, False),
            (self.admin, self.other_distributor, True),
        ):
            with self.subTest(user=user.login, member=member.code):
                try:
                    with self.cr.savepoint():
                        member.with_user(user).action_renew("2028-01-01")
                    renewed = True
                except AccessError:
                    renewed = False
                self.assertEqual(renewed, allowed)

    def test_database_keeps_the_rows_and_each_of_them_once(self):
        self.shop.date_end = "2026-03-01"
        self._run_cron(STOP, TODAY)
        row = self.shop.reminder_ids
        self.assertEqual(row.threshold, 0)
        for act in (
            lambda: row.write({"threshold": 7}),
            row.unlink,
            lambda: row.copy({"activity_id": False}),
        ):
            with (
                self.subTest(act=act),
                mute_logger("odoo.sql_db"),
                self.assertRaises(IntegrityError),
                self.cr.savepoint(),
            ):
                act()
                self.env.flush_all()
