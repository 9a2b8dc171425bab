from odoo.exceptions import AccessError, UserError
from odoo.tests import Form, tagged

from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestMemberTransfer(DistributionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rival = cls._create_member("RIVAL", rank=1, region=cls.city)
        cls.wizards = cls.env["distribution.member.transfer"]

    def _create_wizard(self, members, upline, date="2026-03-01"):
        return self.wizards.create(
            {
                "member_ids": members.ids,
                "upline_id": upline.id,
                "date": date,
                "reason": "Region divided anew",
            }
        )

    def test_wizard_shows_the_branch_and_moves_it(self):
        chosen = self.distributor | self.other_distributor
        form = Form(
            self.wizards.with_context(active_model=chosen._name, active_ids=chosen.ids),
            view="distribution_member.distribution_member_transfer_view_form",
        )
        form.upline_id = self.rival
        form.date = "2026-03-01"
        form.reason = "Region divided anew"
        self.assertEqual((form.branch_count, form.obstacles), (3, ""))
        wizard = form.save()
        opened = self.env["distribution.member"].search(wizard.action_open_branch()["domain"])
        self.assertEqual(opened, chosen | self.shop)
        wizard.action_confirm()
        self.assertEqual(chosen.upline_id, self.rival)
        self.assertEqual(
            self.shop.get_upline_chain("2026-03-01"), [self.distributor.id, self.rival.id]
        )
        trail = self.env["distribution.audit"].search(
            [("action", "=", "branch_transfer"), ("member_id", "in", chosen.ids)]
        )
        self.assertEqual(len(trail), 2)
        self.assertIn("3", trail[0].new_value)

    def test_obstacles_are_told_before_anything_changes(self):
        wizard = self._create_wizard(self.agent | self.distributor, self.shop)
        self.assertIn("below itself", wizard.obstacles)
        wizard.upline_id = self.rival
        self.assertIn("rank must fall", wizard.obstacles)
        with self.assertRaises(UserError), self.cr.savepoint():
            wizard.action_confirm()
        self.assertEqual(self.distributor.upline_id, self.agent)

    def test_branch_opens_before_a_reason_is_given_and_the_move_needs_one(self):
        wizard = self._create_wizard(self.shop, self.other_distributor)
        wizard.reason = False
        self.assertTrue(wizard.action_open_branch())
        with self.assertRaisesRegex(UserError, "Give a reason"):
            wizard.action_confirm()
        self.assertEqual(self.shop.upline_id, self.distributor)

    def test_planned_changes_are_counted_before_they_are_superseded(self):
        self.shop.change_upline(self.other_distributor.id, "2099-01-01", "Planned")
        wizard = self._create_wizard(self.shop, self.other_distributor)
        self.assertEqual(wizard.planned_count, 1)
        wizard.action_confirm()
        self.assertEqual(len(self.shop.upline_history_ids), 2)

    def test_manager_moves_members_of_own_regions_only(self):
        manager = self._create_user("t_transfer", "manager")
        self.north.manager_ids = manager
        second = self._create_member("DIST3", rank=2, upline=self.agent, region=self.north)
        wizard = self.wizards.with_user(manager).create(
            {"member_ids": self.shop.ids, "upline_id": second.id, "reason": "Nearer"}
        )
        self.assertFalse(wizard.obstacles)
        wizard.action_confirm()
        self.assertEqual(self.shop.upline_id, second)
        with self.assertRaises(AccessError):
            self.wizards.with_user(manager).create(
                {"member_ids": self.other_distributor.ids, "reason": "Not mine"}
            ).action_confirm()
        reader = self._create_user("t_transfer_reader", "user")
        self.assertFalse(self.wizards.with_user(reader).has_access("create"))
