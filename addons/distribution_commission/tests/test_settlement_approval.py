from odoo.exceptions import AccessError, UserError
from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestSettlementApproval(CommissionCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.clerk = cls._create_user("clerk@approval", "finance")
        cls.colleague = cls._create_user("colleague@approval", "finance")
        cls.admin = cls._create_user("admin@approval", "admin")
        cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.settlement = cls.env["distribution.settlement"].create(
            {"cycle_id": cls.cycle.id, "date_from": "2026-01-01", "date_to": "2026-01-31"}
        )

    def _ask(self, role, minimum=0.0):
        return self.env["distribution.settlement.tier"].create({"role": role, "minimum": minimum})

    def _as(self, user):
        return self.settlement.with_user(user)

    def test_without_tiers_nobody_is_asked(self):
        self._as(self.clerk).action_compute()
        self.assertFalse(self._as(self.clerk).next_tier_id)
        with self.assertRaisesRegex(UserError, "needs no more approval"):
            self._as(self.colleague).action_approve()
        self._as(self.clerk).action_publish()
        self.assertEqual(self.settlement.state, "published")

    def test_somebody_else_approves_before_it_is_published(self):
        tier = self._ask("finance")
        self._as(self.clerk).action_compute()
        self.assertFalse(self._as(self.clerk).can_approve)
        self.assertTrue(self._as(self.colleague).can_approve)
        with self.assertRaisesRegex(UserError, "waits for approval"):
            self._as(self.clerk).action_publish()
        with self.assertRaisesRegex(UserError, "computed .* yourself"):
            self._as(self.clerk).action_approve()
        self._as(self.colleague).action_approve()
        self.assertRecordValues(
            self.settlement.approval_ids,
            [
                {
                    "tier_id": tier.id,
                    "user_id": self.colleague.id,
                    "payable": self.settlement.payable,
                }
            ],
        )
        self._as(self.clerk).action_publish()
        self.assertEqual(self.settlement.state, "published")

    def test_tier_counts_from_its_sum_on(self):
        self._as(self.clerk).action_compute()
        payable = self.settlement.payable
        above = self._ask("finance", payable + 0.01)
        self.assertFalse(self._as(self.colleague).can_approve)
        above.minimum = payable
        self.settlement.invalidate_recordset()
        self.assertTrue(self._as(self.colleague).can_approve)

    def test_every_tier_is_another_person(self):
        self._ask("finance")
        self._ask("finance", 1.0)
        self._as(self.clerk).action_compute()
        self._as(self.colleague).action_approve()
        with self.assertRaisesRegex(UserError, "approved .* already"):
            self._as(self.colleague).action_approve()
        with self.assertRaisesRegex(UserError, "waits for approval"):
            self._as(self.clerk).action_publish()
        self._as(self.admin).action_approve()
        self._as(self.clerk).action_publish()

    def test_tier_asks_for_its_role(self):
        self._ask("admin")
        self._as(self.clerk).action_compute()
        with self.assertRaisesRegex(UserError, "waits for approval by: Administration"):
            self._as(self.colleague).action_approve()
        self._as(self.admin).action_approve()
        self.assertFalse(self.settlement.next_tier_id)

    def test_computing_again_takes_the_approval_back(self):
        self._ask("finance")
        self._as(self.clerk).action_compute()
        self._as(self.colleague).action_approve()
        self._as(self.colleague).action_compute()
        self.assertFalse(self.settlement.approval_ids)
        self.assertFalse(self._as(self.colleague).can_approve)
        self.assertTrue(self._as(self.clerk).can_approve)

    def test_waiting_settlements_are_found(self):
        self._ask("finance")
        self._as(self.clerk).action_compute()
        waits = [("can_approve", "=", True), ("id", "=", self.settlement.id)]
        self.assertTrue(self.settlement.with_user(self.colleague).search(waits))
        self.assertFalse(self.settlement.with_user(self.clerk).search(waits))
        not_mine = [("can_approve", "=", False), ("id", "=", self.settlement.id)]
        self.assertTrue(self.settlement.with_user(self.clerk).search(not_mine))

    def test_regional_managers_do_not_approve(self):
        self._ask("finance")
        manager = self._create_user("manager@approval", "manager")
        self._as(self.clerk).action_compute()
        with self.assertRaises(AccessError):
            self._as(manager).action_approve()
        self.assertFalse(self.settlement.approval_ids)

    def test_who_computed_is_written_by_computing_only(self):
        self._ask("finance")
        self._as(self.clerk).action_compute()
        forged = {
            "computed_by_id": self.colleague.id,
            "approval_count": 7,
            "publication": 7,
            "date_published": "2026-01-01",
            "seal": "forged",
        }
        for name, value in forged.items():
            with self.subTest(name), self.assertRaisesRegex(UserError, "by its buttons only"):
                self._as(self.clerk).write({name: value})
        with self.assertRaises(AccessError):
            self._as(self.clerk).write({"approval_ids": [(0, 0, {"user_id": self.colleague.id})]})
        with self.assertRaisesRegex(UserError, "by its buttons only"):
            self.settlement.with_user(self.clerk).create(
                {
                    "cycle_id": self.cycle.id,
                    "date_from": "2026-02-01",
                    "date_to": "2026-02-28",
                    "computed_by_id": self.colleague.id,
                }
            )
        self.assertEqual(self.settlement.computed_by_id, self.clerk)
