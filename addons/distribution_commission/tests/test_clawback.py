from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestClawback(CommissionCommon):
    """Returns give back per beneficiary, at the terms of the sale (commission.md §3)."""

    def _sum_amounts(self, *orders):
        return {
            member.code: amount
            for member, amount in self.ledger._read_group(
                [("order_id", "in", [order.id for order in orders])], ["member_id"], ["amount:sum"]
            )
        }

    def test_worked_example(self):
        self.plan.action_close()
        self.plan.date_to = "2025-12-31"
        self._create_plan({"kind": "rebate", "rate": 5.0})
        sale = self._sell(self.shop, (self.product, 10, 100.0)).order_line
        first = self._sell(self.shop, (self.product, -3, 100.0), origin=sale)
        self.assertEqual(self._read_entries(first), {"SHOP": -15.0})
        second = self._sell(self.shop, (self.product, -7, 100.0), origin=sale)
        self.assertEqual(self._read_entries(second), {"SHOP": -35.0})

    def test_partial_returns_end_at_exactly_zero(self):
        sale = self._sell(self.shop, (self.product, 7, 1.37))
        returns = [
            self._sell(self.shop, (self.product, -quantity, 1.37), origin=sale.order_line)
            for quantity in (1, 2, 1, 3)
        ]
        for member, amount in self._sum_amounts(sale, *returns).items():
            with self.subTest(member=member):
                self.assertAlmostEqual(amount, 0.0, places=6)

    def test_returns_of_one_run_end_at_exactly_zero_too(self):
        sale = self._sell(self.shop, (self.product, 7, 1.37))
        returns = self.env["sale.order"]
        for quantity in (1, 2, 1, 3):
            returns += self._sell_unposted(
                self.shop, (self.product, -quantity, 1.37), origin=sale.order_line
            )
        self.ledger.accrue(returns.ids)
        for member, amount in self._sum_amounts(sale, *returns).items():
            with self.subTest(member=member):
                self.assertAlmostEqual(amount, 0.0, places=6)
        self.assertEqual(self.ledger.accrue(), 0)

    def test_return_uses_the_chain_and_rates_of_the_sale(self):
        sale = self._sell(self.shop, (self.product, 10, 100.0))
        self.shop.change_upline(self.other_distributor.id, "2026-02-01", "Moved")
        self.plan.action_close()
        self.plan.date_to = "2026-01-31"
        self._create_plan({"kind": "rebate", "rate": 9.0}, date_from="2026-02-01")
        taken_back = self._sell(
            self.shop,
            (self.product, -5, 100.0),
            origin=sale.order_line,
            date="2026-02-10 10:00:00",
        )
        self.assertEqual(
            self._read_entries(taken_back), {"SHOP": -10.0, "DIST": -15.0, "AGENT": -5.0}
        )
        entry = self.ledger.search([("order_id", "=", taken_back.id), ("depth", "=", 1)])
        self.assertEqual(entry.origin_id.order_id, sale)
        self.assertEqual(str(entry.date), "2026-02-10")
        self.assertIn(sale.name, entry.with_context(lang="en_US").explanation)

    def test_return_of_what_earned_nothing_gives_back_nothing(self):
        self.plan.action_close()
        self.plan.date_to = "2025-12-31"
        sale = self._sell(self.shop, (self.product, 10, 100.0))
        self._create_plan({"kind": "rebate", "rate": 9.0}, date_from="2026-02-01")
        taken_back = self._sell(
            self.shop, (self.product, -5, 100.0), origin=sale.order_line, date="2026-02-10"
        )
        self.assertFalse(self._read_entries(taken_back))

    def test_negative_line_without_origin_earns_at_its_own_terms(self):
        order = self._sell(self.shop, (self.product, -10, 100.0))
        self.assertEqual(self._read_entries(order), {"SHOP": -20.0, "DIST": -30.0, "AGENT": -10.0})
