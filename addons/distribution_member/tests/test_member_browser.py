from odoo.tests import tagged

from .browser_common import BrowserCommon
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestMemberBrowser(DistributionCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.second_agent = cls._create_member("AGENT2", rank=1, region=cls.city)
        cls.manager = cls._create_user("mb_manager", "manager")
        cls.city.manager_ids = cls.manager

    # === TRANSFER === #

    def _move_a_branch(self):
        self._start("distribution_member_transfer", self.distributor, "mb_manager")
        self.assertEqual(self.distributor.upline_id, self.second_agent)
        newest = self.distributor.upline_history_ids.sorted("date_from")[-1]
        self.assertEqual((newest.reason, newest.user_id), ("Region divided anew", self.manager))
        moved = self.env["distribution.audit"].search([("action", "=", "branch_transfer")], limit=1)
        self.assertIn("2 members in all", moved.new_value)

    def test_manager_moves_a_branch_at_a_desk(self):
        self._move_a_branch()

    def test_manager_moves_a_branch_on_a_phone(self):
        self._use_a_phone()
        self._move_a_branch()

    # === LIFE CYCLE === #

    def _stop_and_go_on(self):
        self._start("distribution_member_lifecycle", self.shop, "mb_manager")
        self.assertEqual(self.shop.state, "active")
        changes = self.env["distribution.audit"].search(
            [("member_id", "=", self.shop.id)], order="id"
        )
        self.assertEqual(
            changes.mapped("action"), ["freeze", "unfreeze", "member_suspend", "member_activate"]
        )
        freeze = self.shop.freeze_ids
        self.assertEqual((freeze.reason, freeze.lift_reason), ("Payment overdue", "Paid"))
        self.assertFalse(self.shop.freeze_order)

    def test_manager_stops_a_member_and_lets_it_go_on_at_a_desk(self):
        self._stop_and_go_on()

    def test_manager_stops_a_member_and_lets_it_go_on_on_a_phone(self):
        self._use_a_phone()
        self._stop_and_go_on()
