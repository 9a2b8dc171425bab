from odoo.tests import tagged

from .payout_common import PayoutCommon
from .settlement_common import FEBRUARY


@tagged("post_install", "-at_install")
class TestClerksMonth(PayoutCommon):
    """The month of a finance clerk, from the first sale to a payment that comes back."""

    def test_month_from_the_sale_to_a_payment_that_comes_back(self):
        second = self._sell_twice()
        february = self._compute_check_and_publish()
        shop = self._find_statement(february.sudo(), self.shop)
        self._let_two_agree_and_one_dispute(february, shop, second)
        self._pay_what_is_undisputed(february)
        self._correct_and_pay_the_rest(february, shop)
        self._pay_again_what_comes_back(february, shop)

        # The correction waits for the next statement; the published one is as it was sealed.
        correction = shop.dispute_ids.adjustment_id.posted_ids
        self.assertEqual((correction.amount, correction.state), (2.0, "available"))
        self.assertEqual(february.sudo()._find_breaks_of_company(self.company), [])

    def _sell_twice(self):
        """Sales of February are posted once, however often it is asked for."""
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-02-03 10:00:00")
        second = self._sell(self.shop, (self.product, 5, 100.0), date="2026-02-09 10:00:00")
        self.assertEqual(self.ledger.accrue(), 0)
        return second

    def _compute_check_and_publish(self):
        settlements = self.env["distribution.settlement"].with_user(self.maker)
        february = settlements._ensure_settlement(self.cycle, *FEBRUARY)
        february.action_compute()
        self.assertEqual(self._refused_totals(february), set())
        february.action_publish()
        return february

    def _let_two_agree_and_one_dispute(self, february, shop, second):
        self.assertEqual(shop.payable, 30.0)
        for statement in february.sudo().statement_ids - shop:
            self._as_member(statement).action_confirm()
        line = shop.entry_ids.filtered(lambda entry: entry.order_id == second)
        self._as_member(shop).action_dispute(line.ids, "It was 6 pieces")

    def _pay_what_is_undisputed(self, february):
        february.action_pay()
        amounts = {one.member_id: one.move_id.amount_total for one in february.sudo().statement_ids}
        self.assertEqual(amounts, {self.shop: 20.0, self.distributor: 45.0, self.agent: 15.0})

    def _correct_and_pay_the_rest(self, february, shop):
        """The shop is right: a colleague approves what she submits, and the rest is paid."""
        self._decide(shop.dispute_ids, "action_accept", correction=2.0)
        shop.dispute_ids.adjustment_id.with_user(self.approver).action_approve()
        february.action_pay()
        self.assertEqual(sorted(shop.payout_move_ids.mapped("amount_total")), [10.0, 20.0])
        for move in february.sudo().statement_ids.payout_move_ids:
            self._register(move)
        self.assertEqual(february.state, "paid")

    def _pay_again_what_comes_back(self, february, shop):
        """The statement is due again; its bill stands, and is paid once more."""
        self._undo_payment(shop.move_id)
        self.assertEqual((shop.state, shop.payment_state), ("disputed", "partial"))
        self.assertEqual(february.state, "published")
        february.action_pay()
        self.assertEqual(len(shop.payout_move_ids), 2)
        self._register(shop.move_id)
        self.assertEqual(february.state, "paid")
        february.action_close()
