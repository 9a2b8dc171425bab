from odoo.tests import tagged

from .browser_common import BrowserCommon
from .common import DistributionCommon


@tagged("post_install", "-at_install")
class TestPrivacyBrowser(DistributionCommon, BrowserCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._give_consent(cls.shop)
        cls.shop.write({"subject_type": "person", "bank_account": "6222021234567890"})
        cls._create_user("pb_finance", "finance")
        cls.admin = cls._create_user("pb_admin", "admin")
        cls._create_portal_user("pb_shop", cls.shop)

    def _reveal(self):
        self._start("distribution_reveal", self.shop, "pb_finance")
        row = self.env["distribution.audit"].search([("action", "=", "reveal")], limit=1)
        self.assertEqual((row.reason, row.new_value), ("Payment returned", "****7890"))

    def _use_rights(self):
        self.start_tour("/my/distribution/privacy", "distribution_privacy", login="pb_shop")
        asked = self.env["distribution.privacy.request"].search([("member_id", "=", self.shop.id)])
        self.assertEqual((asked.field_name, asked.new_value), ("phone", "13800138000"))
        kinds = self.shop.consent_ids.filtered("date_end").mapped("end_kind")
        self.assertEqual(kinds, ["withdrawn"])
        self._start("distribution_privacy_decide", asked, "pb_admin")
        self.assertEqual((asked.state, asked.decided_user_id), ("done", self.admin))
        self.assertEqual(self.shop.partner_id.phone, "13800138000")

    def test_finance_sees_the_number_once_on_a_desk(self):
        self._reveal()

    def test_finance_sees_the_number_once_on_a_phone(self):
        self._use_a_phone()
        self._reveal()

    def test_distributor_uses_its_rights_and_is_answered_on_a_desk(self):
        self._use_rights()

    def test_distributor_uses_its_rights_and_is_answered_on_a_phone(self):
        self._use_a_phone()
        self._use_rights()
