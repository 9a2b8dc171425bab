import io
import json
import zipfile

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.tests import freeze_time, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestMemberPrivacy(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.order = cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.shop.partner_id.write({"name": "Kanarienvogel Zhao", "phone": "13899997777"})

    def _sums(self):
        self.env.flush_all()
        self.env.cr.execute(
            "SELECT member_id, COUNT(*), SUM(amount), SUM(base_amount)"
            " FROM distribution_commission_entry GROUP BY 1 ORDER BY 1"
        )
        return self.env.cr.fetchall()

    def test_member_with_a_ledger_is_locked_away_and_told_why(self):
        before = self._sums()
        self.shop.action_terminate("Closed")
        reasons = self.shop._forget("Request")
        self.assertEqual(len(reasons), 2, "orders and commission")
        self.assertTrue(self.shop.is_restricted)
        self.assertEqual(self._sums(), before)

    def test_ledger_stays_when_the_person_goes_after_ten_years(self):
        before = self._sums()
        self.shop.action_terminate("Closed")
        with freeze_time(fields.Date.today() + relativedelta(years=11)):
            self.assertEqual(self.shop._forget("Request"), [])
        self.assertTrue(self.shop.date_erased)
        self.assertNotIn("Kanarienvogel", self.order.partner_id.display_name)
        self.assertEqual(self._sums(), before)

    def test_copy_holds_orders_and_commission(self):
        archive = zipfile.ZipFile(io.BytesIO(self.shop._build_export()))
        data = json.loads(archive.read("data.json"))
        self.assertEqual([row["name"] for row in data["orders"]], [self.order.name])
        self.assertEqual(sum(row["amount"] for row in data["commission"]), 20.0)
        self.assertEqual(data["statements"], [])
