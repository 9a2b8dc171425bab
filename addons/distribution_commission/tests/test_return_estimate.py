from odoo.tests import tagged

from .document_common import DocumentCommon

COMPARED = ("member_id", "kind", "depth", "rule_id", "amount", "quantity", "base_amount")


@tagged("post_install", "-at_install")
class TestReturnEstimate(DocumentCommon):
    """What is told before the approval is what the ledger then writes."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("re_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.buyer = cls._create_portal_user("re_buyer", cls.shop)
        cls.rmas = cls.env["rma"]

    def _sold(self):
        """Return an order that was delivered, invoiced and paid."""
        order = self._order((self.product, 7, 33.33))
        self._deliver(order, 7)
        invoice = self._invoice(order)
        self._pay(invoice, invoice.amount_residual)
        return order

    def _ask(self, order, quantity, wish="refund"):
        values = {
            "quantities": {order.order_line.move_ids.filtered("sale_line_id")[:1].id: quantity},
            "lots": {},
            "reason_id": self.env.ref("distribution_order.return_reason_overstock").id,
            "wish": wish,
            "note": "",
        }
        return self.rmas._ask_for_return(self.shop, self.buyer, values, [])

    def _complete(self, rma):
        """Approve, receive, inspect, refund; post and settle the credit note."""
        rma.with_user(self.manager).action_distribution_approve()
        move = rma.reception_move_id
        move.quantity = rma.product_uom_qty
        move.picked = True
        move.picking_id.button_validate()
        rma.with_user(self.manager)._inspect(good=rma.product_uom_qty, damaged=0, missing=0)
        rma.with_user(self.manager).action_distribution_settle()
        refund = rma.refund_id
        if refund:
            refund.action_post()
            self._pay(refund, refund.amount_residual)
        self.assertFalse(self.ledger.accrue(), "each event has posted what it gives back")

    def _sum(self, rows):
        """Return {(beneficiary, rule): what is taken back}, whatever the pieces it comes in."""
        sums = {}
        for row in rows:
            key = (row["member_id"], row["rule_id"])
            sums[key] = round(sums.get(key, 0.0) + float(row["amount"]), 2)
        return {key: amount for key, amount in sums.items() if amount}

    def _written(self, order):
        entries = self.ledger.search([("order_id", "=", order.id), ("origin_id", "!=", False)])
        return self._sum(entries.read(COMPARED, load=None))

    def test_estimate_is_what_the_return_then_takes_back(self):
        rules = (
            {"kind": "rebate", "rate": 2.345},
            {"kind": "override", "depth": 1, "rate": 3.0},
            {"kind": "override", "depth": 2, "fixed_amount": 0.5},
        )
        for trigger in ("confirmed", "delivered", "invoiced", "paid"):
            with self.subTest(trigger=trigger), self.cr.savepoint() as savepoint:
                self._pay_on(trigger, *rules, name=trigger)
                order = self._sold()
                rma = self._ask(order, 3)
                estimated = self._sum(rma._estimate_clawbacks())
                self.assertEqual(len(estimated), 3)
                self._complete(rma)
                self.assertEqual(estimated, self._written(order))
                savepoint.rollback()
                self.env.invalidate_all()

    def test_refund_of_what_never_arrived_takes_back_what_was_told(self):
        for trigger in ("confirmed", "delivered", "invoiced", "paid"):
            with self.subTest(trigger=trigger), self.cr.savepoint() as savepoint:
                self._pay_on(trigger, {"kind": "rebate", "rate": 2.345}, name=trigger)
                order = self._sold()
                claim = self._claim(order, 2)
                estimated = self._sum(claim._estimate_clawbacks())
                self.assertEqual(len(estimated), 1)
                claim.with_user(self.manager).action_distribution_approve()
                claim.with_user(self.manager).action_distribution_settle()
                claim.refund_id.action_post()
                self._pay(claim.refund_id, claim.refund_id.amount_residual)
                self.assertFalse(self.ledger.accrue(), "each event has posted what it gives back")
                self.assertEqual(estimated, self._written(order))
                savepoint.rollback()
                self.env.invalidate_all()

    def _claim(self, order, short):
        """Receive the delivery of an order with so much missing, and wish a refund."""
        picking = order.picking_ids
        receipts_sudo = self.env["distribution.delivery.receipt"].with_user(self.buyer).sudo()
        differences = {picking.move_ids: {"short": short}}
        receipt = receipts_sudo._receive(picking, self.buyer, differences, wish="refund")
        return receipt.line_ids.claim_ids

    def test_second_return_takes_the_rest(self):
        self._pay_on("delivered", {"kind": "rebate", "rate": 2.345})
        order = self._sold()
        first = self._ask(order, 3)
        self._complete(first)
        before = self._written(order)
        second = self._ask(order, 4)
        estimated = self._sum(second._estimate_clawbacks())
        self._complete(second)
        key = next(iter(estimated))
        self.assertEqual(self._written(order)[key], round(before[key] + estimated[key], 2))
        earned = self.ledger.search([("order_id", "=", order.id), ("origin_id", "=", False)])
        self.assertEqual(self._written(order)[key], -sum(earned.mapped("amount")))

    def test_estimate_writes_nothing_and_new_goods_take_nothing_back(self):
        self._pay_on("confirmed", {"kind": "rebate", "rate": 5.0})
        order = self._sold()
        count = self.ledger.search_count([])
        rma = self._ask(order, 2)
        self.assertTrue(rma._estimate_clawbacks())
        self.assertEqual(self.ledger.search_count([]), count)
        self.assertEqual(self._ask(order, 1, wish="replace")._estimate_clawbacks(), [])
        self._complete(rma)
        self.assertEqual(rma._estimate_clawbacks(), [])

    def test_approver_sees_the_own_regions_part_and_the_member_its_own(self):
        self._pay_on(
            "confirmed",
            {"kind": "rebate", "rate": 5.0},
            {"kind": "override", "depth": 1, "rate": 3.0},
        )
        rma = self._ask(self._sold(), 3)
        shown = rma.with_user(self.manager).commission_clawback
        self.assertIn("5.00", shown)
        own = rma._prepare_portal_clawback(self.shop)
        self.assertIn("5.00", own)
        self.assertNotIn("3.00", own)
        self.assertIsNone(rma._prepare_portal_clawback(self.other_distributor))
