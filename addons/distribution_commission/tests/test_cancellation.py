from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestCancellation(CommissionCommon):
    """A cancelled order gives everything back (commission.md §3)."""

    def _sum_by_member(self, *orders):
        return {
            member.code: round(amount, 2)
            for member, amount in self.ledger._read_group(
                [("order_id", "in", [order.id for order in orders])], ["member_id"], ["amount:sum"]
            )
        }

    def _cancel(self, order):
        order._action_cancel()
        self.assertEqual(self.ledger.accrue(), 0, "a second run must find nothing to do")

    def _confirm_again(self, order):
        order.action_draft()
        order.with_context(skip_procurement=True).action_confirm()
        self.assertEqual(self.ledger.accrue(order.ids), 0)

    def test_cancelled_order_nets_to_zero_for_everybody(self):
        order = self._sell(self.shop, (self.product, 7, 1.37), (self.product, 3, 9.99))
        self._cancel(order)
        self.assertEqual(self._sum_by_member(order), {"SHOP": 0.0, "DIST": 0.0, "AGENT": 0.0})
        undone = self.ledger.search([("order_id", "=", order.id), ("origin_id", "!=", False)])
        self.assertEqual(undone.origin_id.order_line_id, order.order_line)

    def test_cancellation_takes_back_only_what_returns_have_left(self):
        sale = self._sell(self.shop, (self.product, 10, 100.0))
        taken_back = self._sell(self.shop, (self.product, -3, 100.0), origin=sale.order_line)
        self._cancel(sale)
        self.assertEqual(self._sum_by_member(sale), {"SHOP": 6.0, "DIST": 9.0, "AGENT": 3.0})
        self.assertEqual(
            self._sum_by_member(sale, taken_back), {"SHOP": 0.0, "DIST": 0.0, "AGENT": 0.0}
        )

    def test_cancelled_return_is_earned_again(self):
        sale = self._sell(self.shop, (self.product, 10, 100.0))
        taken_back = self._sell(self.shop, (self.product, -3, 100.0), origin=sale.order_line)
        self._cancel(taken_back)
        self.assertEqual(self._sum_by_member(taken_back)["SHOP"], 0.0)
        again = self._sell(self.shop, (self.product, -10, 100.0), origin=sale.order_line)
        self.assertEqual(self._sum_by_member(sale, taken_back, again)["SHOP"], 0.0)
        self.assertEqual(self._read_entries(again)["SHOP"], -20.0)

    def test_return_confirmed_again_takes_back_again(self):
        sale = self._sell(self.shop, (self.product, 10, 100.0))
        taken_back = self._sell(self.shop, (self.product, -3, 100.0), origin=sale.order_line)
        for _time in range(2):
            self._cancel(taken_back)
            self._confirm_again(taken_back)
            self.assertEqual(self._sum_by_member(taken_back)["SHOP"], -6.0)

    def test_standing_return_counts_against_a_sale_confirmed_again(self):
        sale = self._sell(self.shop, (self.product, 10, 100.0))
        taken_back = self._sell(self.shop, (self.product, -3, 100.0), origin=sale.order_line)
        self._cancel(sale)
        self._confirm_again(sale)
        self.ledger.accrue()
        self.assertEqual(self._sum_by_member(sale, taken_back)["SHOP"], 14.0)
        self._cancel(taken_back)
        self.assertEqual(self._sum_by_member(sale, taken_back)["SHOP"], 20.0)
        self._cancel(sale)
        self.assertEqual(self._sum_by_member(sale, taken_back)["SHOP"], 0.0)

    def test_cancellation_is_explained(self):
        order = self._sell(self.shop, (self.product, 10, 100.0))
        self._cancel(order)
        undone = self.ledger.search([("order_id", "=", order.id), ("origin_id", "!=", False)])
        for entry in undone.with_context(lang="en_US"):
            self.assertIn("was cancelled", entry.explanation)

    def test_order_confirmed_again_earns_again(self):
        order = self._sell(self.shop, (self.product, 10, 100.0))
        for _time in range(2):
            self._cancel(order)
            self.assertEqual(self._sum_by_member(order)["SHOP"], 0.0)
            self._confirm_again(order)
            self.assertEqual(
                self._sum_by_member(order), {"SHOP": 20.0, "DIST": 30.0, "AGENT": 10.0}
            )
            self.assertEqual(self.ledger.accrue(), 0)

    def test_cancellation_after_the_settlement_falls_into_the_next_one(self):
        order = self._sell(self.shop, (self.product, 10, 100.0))
        self._settle("2026-01-01", "2026-01-31")
        self._cancel(order)
        undone = self.ledger.search([("order_id", "=", order.id), ("amount", "<", 0)])
        self.assertEqual(len(undone), 3)
        self.assertFalse(undone.statement_id)
