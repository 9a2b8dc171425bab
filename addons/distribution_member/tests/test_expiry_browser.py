from datetime import timedelta

from odoo import fields
from odoo.tests import tagged

from .browser_common import BrowserCommon
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestExpiryBrowser(DistributionCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("eb_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls._create_portal_user("eb_shop", cls.shop).lang = "en_US"
        cls.company.distribution_stop_expired = True
        members = cls.env["distribution.member"].search([])
        members.date_end = False
        cls.today = fields.Date.context_today(members)
        cls.shop.date_end = cls.today - timedelta(days=1)

    def _renew(self):
        self.env.ref("distribution_member.ir_cron_stop_expired").method_direct_trigger()
        self.env.invalidate_all()
        self.assertTrue(self.shop.freeze_order)
        self.start_tour("/my/distribution", "distribution_expiry_portal", login="eb_shop")
        self.start_tour(
            "/odoo/action-distribution_member.distribution_expiry_reminder_action",
            "distribution_expiry",
            login="eb_manager",
        )
        self.assertFalse(self.shop.freeze_order)
        self.assertEqual(self.shop.date_end, fields.Date.add(self.today, years=1))
        row = self.env["distribution.audit"].search([("action", "=", "member_renew")], limit=1)
        self.assertEqual((row.reason, row.user_id), ("Contract 2027 signed", self.manager))

    def test_expired_member_is_renewed_at_a_desk(self):
        self._renew()

    def test_expired_member_is_renewed_on_a_phone(self):
        self._use_a_phone()
        self._renew()
