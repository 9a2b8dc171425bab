from odoo.addons.distribution_member.tests.browser_common import BrowserCommon
from odoo.fields import Command
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestPlanBrowser(CommissionCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.state = "draft"
        tiers = [
            Command.create({"threshold": low, "rate": rate})
            for low, rate in ((0, 2.0), (100_000, 3.0))
        ]
        cls.agreement = cls._create_plan({"kind": "volume", "tier_ids": tiers})
        cls._create_user("tb_admin", "admin")
        cls._create_portal_user("tb_shop", cls.shop).lang = "en_US"

    def test_administrator_makes_compares_and_announces_a_version(self):
        self._start("distribution_commission_plan", self.agreement, "tb_admin")
        second = self.agreement.version_ids - self.agreement
        self.assertEqual((second.state, second.phase), ("active", "announced"))
        self.assertEqual(second.rule_ids.tier_mode, "cliff")
        self.assertEqual(second.rule_ids.tier_ids.mapped("rate"), [2.0, 9.0])
        self.assertEqual(self.agreement.rule_ids.tier_ids.mapped("rate"), [2.0, 3.0])

    def _accept_in_portal(self):
        self.start_tour("/my/distribution", "distribution_commission_plan_portal", login="tb_shop")
        self.assertEqual(self.agreement.acceptance_ids.member_id, self.shop)

    def test_distributor_accepts_at_a_desk(self):
        self._accept_in_portal()

    def test_distributor_accepts_on_a_phone(self):
        self._use_a_phone()
        self._accept_in_portal()
