from odoo import fields
from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, freeze_time, tagged
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
        self.distributor.date_end = "2026-12-31"
        effects = self._create_wizard(self.distributor).effects
        for expected in ("earns no commission", "ends early"):
            with self.subTest(expected=expected):
                self.assertIn(expected, effects)
        self.assertNotIn("do not look after", effects)

    def test_each_number_opens_as_many_records(self):
        self._create_portal_user("t_buyer", self.distributor)
        self._create_portal_user("t_gone", self.distributor).active = False
        self._create_portal_user("t_other", self.shop)
        issued, draft, other = self.env["distribution.authorisation"].create(
            [
                {"member_id": self.distributor.id, "region_id": self.north.id},
                {"member_id": self.distributor.id, "region_id": self.south.id},
                {"member_id": self.shop.id, "region_id": self.city.id},
            ]
        )
        (issued | other).action_issue()
        gone = self._create_member("GONE", 3, self.north, upline=self.distributor)
        gone.action_terminate("Closed down")
        wizard = self._create_wizard(self.distributor)
        for count, open_records, expected in (
            (wizard.downline_count, wizard.action_open_downline, self.shop),
            (wizard.authorisation_count, wizard.action_open_authorisations, issued),
            (wizard.user_count, wizard.action_open_users, self.distributor.colleague_ids[:1]),
        ):
            with self.subTest(action=open_records.__name__):
                action = open_records()
                found = self.env[action["res_model"]].search(action["domain"])
                self.assertEqual(found, expected)
                self.assertEqual(count, 1)
        self.assertEqual(wizard.upline_id, self.agent)
        self.shop.action_terminate("Closed down")
        wizard.action_confirm()
        self.assertEqual(issued.state, "revoked")
        self.assertEqual(draft.state, "draft")

    def test_numbers_open_before_a_reason_is_given_and_the_end_needs_one(self):
        form = Form(
            self.env["distribution.member.terminate"].with_context(default_member_id=self.shop.id),
            view="distribution_member.distribution_member_terminate_view_form",
        )
        wizard = form.save()
        self.assertTrue(wizard.action_open_users())
        with self.assertRaisesRegex(UserError, "Give a reason"):
            wizard.action_confirm()
        self.assertEqual(self.shop.state, "active")

    def test_opened_by_its_address_it_names_nobody(self):
        form = Form(
            self.env["distribution.member.terminate"],
            view="distribution_member.distribution_member_terminate_view_form",
        )
        self.assertFalse(form.member_id)
        self.assertFalse(form.effects)

    def test_each_number_costs_one_query(self):
        wizard = self._create_wizard(self.distributor)
        self.assertEqual(wizard.affected_ids, self.distributor)
        self.env.flush_all()
        for name in ("authorisation_count", "user_count"):
            with self.subTest(field=name), self.assertQueryCount(1):
                wizard[name]

    def test_downline_of_other_regions_is_neither_shown_nor_forgotten(self):
        manager = self._create_user("t_north", "manager")
        self.north.manager_ids = manager
        far = self._create_member("FAR", 3, self.south, upline=self.distributor)
        self.assertEqual(self._create_wizard(self.distributor).downline_count, 2)
        own = self.env["distribution.member.terminate"].with_user(manager)
        wizard = own.create({"member_id": self.distributor.id, "reason": "Closed down"})
        self.assertEqual(wizard.downline_ids, self.shop)
        self.assertEqual(wizard.downline_count, 1)
        self.assertIn("do not look after", wizard.effects)
        self.assertNotIn(far.code, wizard.effects)
        wizard.is_downline_moved = True
        with self.assertRaises(AccessError), mute_logger("odoo.sql_db"):
            wizard.action_confirm()

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
