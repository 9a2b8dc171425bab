import io
import json
import zipfile

from dateutil.relativedelta import relativedelta
from odoo import fields
from odoo.exceptions import UserError
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

    def test_reasons_of_adjustments_go_and_what_they_gave_stays(self):
        own, about, other = self._make_adjustments()
        own.message_post(body="Talked to Kanarienvogel Zhao")
        before = self._sums()
        self.shop.action_terminate("Closed")
        with freeze_time(fields.Date.today() + relativedelta(years=11)):
            self.assertEqual(self.shop._forget("Request"), [])
        self.assertRecordValues(
            own | about | other,
            [
                {"reason": "[erased]", "decision_note": "[erased]", "state": "approved"},
                {"reason": "[erased]", "decision_note": False, "state": "approved"},
                {"reason": "Fair in May", "decision_note": False, "state": "approved"},
            ],
        )
        self.assertFalse(own.message_ids)
        self.assertEqual(self._sums(), before)
        entry = self.ledger.search([("adjustment_id", "=", own.id)])
        self.assertIn("[erased]", entry.explanation)

    def test_reasons_are_erased_with_the_person_only(self):
        own, _about, _other = self._make_adjustments()
        finance = self._create_user("mp_third", "finance")
        for value in ("[erased]", "Something else"):
            with self.assertRaises(UserError):
                own.with_user(finance).write({"reason": value})
        with self.assertRaises(UserError):
            own.sudo().write({"reason": "[erased]", "amount": 1_000.0})

    def _make_adjustments(self):
        """Return approved adjustments: the person's own, one that names it, and another one."""
        maker, approver = (self._create_user(f"mp_{n}", "finance") for n in ("maker", "approver"))
        adjustments = (
            self.env["distribution.commission.adjustment"]
            .with_user(maker)
            .create(
                [
                    {"member_id": member.id, "amount": 5.0, "date": "2026-01-20", "reason": reason}
                    for member, reason in (
                        (self.shop, "Help of Zhao at the fair"),
                        (self.distributor, "Taken over from Kanarienvogel Zhao"),
                        (self.distributor, "Fair in May"),
                    )
                ]
            )
        )
        adjustments[0].decision_note = "As promised to Zhao"
        adjustments.action_submit()
        adjustments.with_user(approver).action_approve()
        return adjustments.with_env(self.env)

    def test_copy_holds_orders_and_commission(self):
        archive = zipfile.ZipFile(io.BytesIO(self.shop._build_export()))
        data = json.loads(archive.read("data.json"))
        self.assertEqual([row["name"] for row in data["orders"]], [self.order.name])
        self.assertEqual(sum(row["amount"] for row in data["commission"]), 20.0)
        self.assertEqual(data["statements"], [])
