from odoo.exceptions import UserError
from odoo.tests import tagged

from .what_if_common import WhatIfCommon

ORDERS = "distribution_order.ir_cron_order_adoption"
COMMISSION = "distribution_commission.ir_cron_commission_adoption"


@tagged("post_install", "-at_install")
class TestCommissionAdoption(WhatIfCommon):
    """Past sales earn from a chosen day on, and never from an earlier one."""

    def setUp(self):
        super().setUp()
        self.env["distribution.commission.plan"].search([]).state = "draft"
        self.rebate = self._create_plan({"kind": "rebate", "rate": 5.0})
        self.orders = self.env["sale.order"]
        for month in (1, 2, 3):
            self.orders += self._sell_unposted(
                self.shop, (self.product, 10, 100.0), date=f"2026-0{month}-10 10:00:00"
            )
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE sale_order SET distribution_member_id = NULL WHERE id = ANY(%s)",
            [self.orders.ids],
        )
        self.env.invalidate_all()

    def _run(self, cron):
        with self.enter_registry_test_mode():
            self.env.ref(cron).method_direct_trigger()
        self.env.invalidate_all()

    def _link(self):
        adoption = self.env["distribution.order.adoption"].create({"date_from": "2020-01-01"})
        adoption.action_preview()
        adoption.action_commit()
        self._run(ORDERS)

    def _preview(self, date_from):
        adoption = self.env["distribution.commission.adoption"].create({"date_from": date_from})
        adoption.action_preview()
        self._run_scheduler()
        return adoption

    def _amounts(self):
        entries = self.ledger.search([("order_id", "in", self.orders.ids)], order="date")
        return [(str(entry.date), entry.amount) for entry in entries]

    def test_linked_orders_earn_nothing_until_somebody_chooses(self):
        self._link()
        self.assertEqual(self.orders.distribution_member_id, self.shop)
        self.assertEqual(
            self.company.distribution_commission_start, self.company._get_distribution_today()
        )
        self.ledger.accrue()
        self.assertEqual(self._amounts(), [])

    def test_preview_shows_what_is_written_then_and_nothing_earlier(self):
        self._link()
        adoption = self._preview("2026-02-01")
        self.assertEqual((adoption.amount, self._amounts()), (100.0, []))
        adoption.action_commit()
        self._run(COMMISSION)
        self.assertEqual(adoption.state, "done")
        expected = [("2026-02-10", 50.0), ("2026-03-10", 50.0)]
        self.assertEqual(self._amounts(), expected)
        self.assertEqual(adoption.entry_count, 2)
        self.assertEqual(self.ledger.accrue(), 0)
        self.assertFalse(self.ledger.search([("statement_id", "!=", False)]))

    def test_earlier_days_stay_without_whatever_happens_later(self):
        self._link()
        self._preview("2026-02-01").action_commit()
        self._run(COMMISSION)
        before = self._amounts()
        self._create_plan({"kind": "rebate", "rate": 1.0}, name="Second")
        self.rebate.date_to = "2030-01-01"  # it looks at all its days once more
        self.ledger.accrue(date_from="2026-01-01", date_to="2026-01-31")
        self.ledger.accrue()
        self.assertEqual(
            [row for row in self._amounts() if row[0] < "2026-02-01"], [], self._amounts()
        )
        self.assertLessEqual(set(before), set(self._amounts()))

    def test_earlier_day_chosen_later_adds_what_is_missing_only(self):
        self._link()
        for day, count in (("2026-03-01", 1), ("2026-01-01", 2)):
            adoption = self._preview(day)
            adoption.action_commit()
            self._run(COMMISSION)
            self.assertEqual(adoption.entry_count, count)
        self.assertEqual([amount for _day, amount in self._amounts()], [50.0, 50.0, 50.0])

    def test_return_of_a_sale_that_earned_nothing_gives_nothing_back(self):
        self._link()
        self._preview("2026-02-01").action_commit()
        self._run(COMMISSION)
        self._sell(
            self.shop,
            (self.product, -4, 100.0),
            date="2026-04-05 10:00:00",
            origin=self.orders[0].order_line[:1],
        )
        self.assertEqual(sum(self.ledger.search([]).mapped("amount")), 100.0)

    def test_nothing_is_written_before_the_preview_is_done(self):
        self._link()
        adoption = self.env["distribution.commission.adoption"].create({"date_from": "2026-01-01"})
        adoption.action_preview()
        with self.assertRaisesRegex(UserError, "preview is not done"):
            adoption.action_commit()

    def test_company_with_a_ledger_keeps_its_own_days(self):
        self.company.distribution_commission_start = False
        self._sell(self.shop, (self.product, 1, 100.0), date="2026-05-05 10:00:00")
        self._link()
        self.assertFalse(self.company.distribution_commission_start)

    def test_without_a_plan_in_force_it_says_so(self):
        self.rebate.state = "draft"
        adoption = self.env["distribution.commission.adoption"].create({"date_from": "2026-01-01"})
        with self.assertRaisesRegex(UserError, "No plan is in force"):
            adoption.action_preview()

    def test_past_sales_belong_to_the_days_that_are_settled(self):
        self.env.company.distribution_tz = "America/New_York"
        self.assertEqual(self.env.company._get_adoption_time_zone(), "America/New_York")
