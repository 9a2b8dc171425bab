from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import freeze_time, tagged
from odoo.tools import mute_logger

from .common import DistributionCommon


@tagged("post_install", "-at_install")
@freeze_time("2026-03-10")
class TestMemberTermination(DistributionCommon):
    def _create_wizard(self, member, **values):
        return self.env["distribution.member.terminate"].create(
            {"member_id": member.id, "reason": "Closed down", **values}
        )

    def test_refused_while_others_stand_below(self):
        with self.assertRaisesRegex(UserError, r"1 members stand under .*DIST.*SHOP"):
            self.distributor.action_terminate("Closed down")
        self.assertEqual(self.distributor.state, "active")

    def test_downline_moves_to_the_upline_with_the_reason(self):
        wizard = self._create_wizard(self.distributor, is_downline_moved=True)
        self.assertTrue(wizard.has_downline)
        self.assertEqual(wizard.downline_ids, self.shop)
        wizard.action_confirm()
        self.assertEqual(self.distributor.state, "terminated")
        self.assertEqual(self.shop.upline_id, self.agent)
        row = self.shop.upline_history_ids.sorted("date_from")[-1]
        self.assertEqual(row.date_from, fields.Date.to_date("2026-03-10"))
        self.assertIn("Closed down", row.reason)

    def test_downline_that_moves_later_does_not_hold_up(self):
        wizard = self._create_wizard(
            self.distributor, is_downline_moved=True, date_moved="2026-03-11"
        )
        wizard.action_confirm()
        self.assertEqual(self.distributor.state, "terminated")
        self.assertEqual(self.shop.upline_id, self.distributor)
        self._run_cron("ir_cron_apply_uplines", "2026-03-11")
        self.assertEqual(self.shop.upline_id, self.agent)

    def test_planned_return_under_the_member_is_refused(self):
        self.shop.change_upline(self.agent.id, "2026-03-10", "Away")
        self.shop.change_upline(self.distributor.id, "2026-05-01", "Back")
        with self.assertRaisesRegex(UserError, "SHOP"):
            self.distributor.action_terminate("Closed down")

    def test_terminated_downline_needs_no_new_place(self):
        self.shop.action_terminate("Closed down")
        self.distributor.action_terminate("Closed down")
        self.assertEqual(self.shop.upline_id, self.distributor)

    def test_member_and_upline_end_together(self):
        (self.distributor | self.shop).action_terminate("Closed down")
        self.assertEqual((self.distributor | self.shop).mapped("state"), ["terminated"] * 2)

    def test_wizard_says_what_it_means(self):
        self._create_portal_user("t_buyer", self.distributor)
        self.distributor.date_end = "2026-12-31"
        effects = self._create_wizard(self.distributor).effects
        for expected in ("earns no commission", "1 portal users", "1 members", "ends early"):
            with self.subTest(expected=expected):
                self.assertIn(expected, effects)

    def test_portal_says_that_the_membership_has_ended(self):
        self.assertFalse(self.shop._portal_freeze_reason())
        self.shop.action_terminate("Closed down")
        self.assertIn("has ended", self.shop._portal_freeze_reason())

    def test_each_step_of_the_life_cycle_is_audited(self):
        self.shop.action_suspend("Licence expired")
        self.shop.action_activate()
        self.shop.action_terminate("Closed down")
        rows = self.env["distribution.audit"].search(
            [("member_id", "=", self.shop.id), ("field_name", "=", "state")], order="id"
        )
        self.assertEqual(
            [(row.action, row.old_value, row.reason) for row in rows],
            [
                ("member_suspend", "active", "Licence expired"),
                ("member_activate", "suspended", "Activated"),
                ("member_terminate", "active", "Closed down"),
            ],
        )

    @mute_logger("odoo.addons.distribution_member.models.distribution_audit", "odoo.sql_db")
    def test_manager_ends_memberships_of_own_region_only(self):
        manager = self._create_user("t_manager", "manager")
        user = self._create_user("t_user", "user")
        self.north.manager_ids, self.north.staff_ids = manager, user
        self.shop.with_user(manager).action_terminate("Closed down")
        self.assertEqual(self.shop.state, "terminated")
        for member, someone in ((self.other_distributor, manager), (self.distributor, user)):
            with self.subTest(user=someone.login), self.assertRaises(AccessError):
                member.with_user(someone).action_terminate("No")
