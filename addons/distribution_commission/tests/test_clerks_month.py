from odoo.tests import tagged

from .payout_common import PayoutCommon
from .settlement_common import FEBRUARY


@tagged("post_install", "-at_install")
class TestClerksMonth(PayoutCommon):
    """The month of a finance clerk, from the first sale to a payment that comes back."""

    def test_month_from_the_sale_to_a_payment_that_comes_back(self):
        clerk, colleague = self.maker, self.approver
        settlements = self.env["distribution.settlement"].with_user(clerk)

        # Sales of February are posted once, however often it is asked for.
        self._sell(self.shop, (self.product, 10, 100.0), date="2026-02-03 10:00:00")
        second = self._sell(self.shop, (self.product, 5, 100.0), date="2026-02-09 10:00:00")
        self.assertEqual(self.ledger.accrue(), 0)

        # She computes, checks and publishes.
        february = settlements._ensure_settlement(self.cycle, *FEBRUARY)
        february.action_compute()
        self.assertEqual(self._refused_totals(february), set())
        february.action_publish()
        statements = {one.member_id: one for one in february.sudo().statement_ids}
        shop = statements[self.shop]
        self.assertEqual(shop.payable, 30.0)

        # The agent and the distributor agree; the shop disputes the second order.
        for member in (self.agent, self.distributor):
            self._as_member(statements[member]).action_confirm()
        line = shop.entry_ids.filtered(lambda entry: entry.order_id == second)
        self._as_member(shop).action_dispute(line.ids, "It was 6 pieces")

        # What nobody disputes is paid at once.
        february.action_pay()
        amounts = {member: one.move_id.amount_total for member, one in statements.items()}
        self.assertEqual(amounts, {self.shop: 20.0, self.distributor: 45.0, self.agent: 15.0})

        # The shop is right: a colleague approves what she submits, and the rest is paid.
        self._decide(shop.dispute_ids, "action_accept", correction=2.0)
        shop.dispute_ids.adjustment_id.with_user(colleague).action_approve()
        february.action_pay()
        self.assertEqual(sorted(shop.payout_move_ids.mapped("amount_total")), [10.0, 20.0])
        for move in february.sudo().statement_ids.payout_move_ids:
            self._register(move)
        self.assertEqual(february.state, "paid")

        # A payment comes back: the statement is due again, and paid again.
        self._undo_payment(shop.move_id)
        self.assertEqual((shop.state, shop.payment_state), ("disputed", "partial"))
        self.assertEqual(february.state, "published")
        february.action_pay()
        self.assertEqual(len(shop.payout_move_ids), 2)  # the bill stands: it is paid once more
        self._register(shop.move_id)
        self.assertEqual(february.state, "paid")
        february.action_close()

        # The correction waits for the next statement; the published one is as it was sealed.
        correction = shop.dispute_ids.adjustment_id.posted_ids
        self.assertEqual((correction.amount, correction.state), (2.0, "available"))
        self.assertEqual(february.sudo()._find_breaks_of_company(self.company), [])
