from odoo.fields import Command
from odoo.tests import Form, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestTriggers(CommissionCommon):
    """Real documents of Odoo: what they earn and give back, whichever event a plan pays for."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.action_close()
        cls.plan.date_to = "2020-01-01"
        cls.product.invoice_policy = "order"

    def _pay_on(self, trigger, *rules, **values):
        rules = rules or ({"kind": "rebate", "rate": 5.0},)
        return self._create_plan(*rules, trigger=trigger, **values)

    def _order(self, *lines, taxes=False):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": taxes and taxes.ids,
                        }
                    )
                    for product, quantity, price in lines
                ],
            }
        )
        order.action_confirm()
        return order

    def _amounts(self, order=None):
        """Return what was written for the shop, oldest first; the ledger stays as it is."""
        domain = [("member_id", "=", self.shop.id), ("plan_id", "!=", self.plan.id)]
        self.assertEqual(self.ledger.accrue(), 0, "a second run must find nothing to do")
        return self.ledger.search(domain, order="id").mapped("amount")

    def _deliver(self, order, quantity):
        picking = order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel"))[:1]
        picking.move_ids.quantity = quantity
        picking.move_ids.picked = True
        picking.with_context(cancel_backorder=False)._action_done()
        return picking

    def _return(self, picking, quantity):
        form = Form(
            self.env["stock.return.picking"].with_context(
                active_id=picking.id, active_ids=picking.ids, active_model="stock.picking"
            )
        )
        wizard = form.save()
        wizard.product_return_moves.quantity = quantity
        action = wizard.action_create_returns()
        back = self.env["stock.picking"].browse(action["res_id"])
        back.move_ids.quantity = quantity
        back.move_ids.picked = True
        back._action_done()
        return back

    def _invoice(self, order):
        invoice = order._create_invoices()
        invoice.action_post()
        return invoice

    def _pay(self, invoice, amount):
        wizard = (
            self.env["account.payment.register"]
            .with_context(active_model="account.move", active_ids=invoice.ids)
            .create({"amount": amount})
        )
        return wizard._create_payments()

    def _credit(self, invoice, amount=None):
        credit = invoice._reverse_moves([{"invoice_date": invoice.invoice_date}])
        if amount is not None:
            credit.invoice_line_ids.price_unit = amount / credit.invoice_line_ids.quantity
        credit.action_post()
        return credit

    # === CONFIRMED === #

    def test_confirmed_then_returned_in_two_pieces(self):
        """10 x 100 at 5 % = 50; 3 returned: -15; the other 7: -35 (commission.md §3)."""
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        self.assertEqual(self._amounts(), [50.0])
        picking = self._deliver(order, 10)
        self._return(picking, 3)
        self.assertEqual(self._amounts(), [50.0, -15.0])
        self._return(picking, 7)
        self.assertEqual(self._amounts(), [50.0, -15.0, -35.0])

    def test_return_and_its_credit_note_count_once(self):
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        picking = self._deliver(order, 10)
        invoice = self._invoice(order)
        self._return(picking, 3)
        self._credit(invoice, 300.0)
        self.assertEqual(self._amounts(), [50.0, -15.0])
        self._credit(invoice, 100.0)
        self.assertEqual(self._amounts(), [50.0, -15.0, -5.0])

    def test_price_allowance_gives_back_in_proportion(self):
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        credit = self._credit(self._invoice(order), 200.0)
        self.assertEqual(self._amounts(), [50.0, -10.0])
        credit.button_draft()
        self.assertEqual(self._amounts(), [50.0, -10.0, 10.0])

    def test_more_quantity_earns_as_if_ordered_at_once(self):
        self._pay_on("confirmed")
        order = self._order((self.product, 1, 0.7))
        order.order_line.write({"product_uom_qty": 3, "price_unit": 0.7})
        self.assertEqual(self._amounts(), [0.04, 0.11, -0.04])

    def test_less_quantity_and_lower_price_give_back(self):
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        order.order_line.product_uom_qty = 7
        self.assertEqual(self._amounts(), [50.0, -15.0])
        order.order_line.price_unit = 90.0
        self.assertEqual(sum(self._amounts()), 31.5)

    # === DELIVERED === #

    def test_deliveries_earn_their_parts_and_together_the_whole(self):
        self._pay_on("delivered")
        order = self._order((self.product, 3, 33.35))
        self.assertEqual(self._amounts(), [])
        for _time in range(3):
            self._deliver(order, 1)
        amounts = self._amounts()
        self.assertEqual(len(amounts), 3)
        self.assertEqual(round(sum(amounts), 2), 5.0)

    def test_returned_delivery_gives_back_what_it_earned(self):
        self._pay_on("delivered")
        order = self._order((self.product, 10, 100.0))
        first = self._deliver(order, 6)
        self._deliver(order, 4)
        self._return(first, 3)
        self.assertEqual(self._amounts(), [30.0, 20.0, -15.0])
        entry = self.ledger.search([("amount", "=", -15.0)])
        self.assertEqual(entry.origin_id.amount, 30.0)

    # === INVOICED === #

    def test_invoice_credit_note_and_draft(self):
        self._pay_on("invoiced")
        order = self._order((self.product, 10, 100.0))
        self.assertEqual(self._amounts(), [])
        invoice = self._invoice(order)
        self.assertEqual(self._amounts(), [50.0])
        self.assertEqual(
            self.ledger.search([("member_id", "=", self.shop.id)]).move_line_id,
            invoice.invoice_line_ids,
        )
        self._credit(invoice, 100.0)
        self.assertEqual(self._amounts(), [50.0, -5.0])
        invoice.button_draft()
        self.assertEqual(sum(self._amounts()), 0.0)
        invoice.action_post()
        self.assertEqual(sum(self._amounts()), 45.0)

    # === PAID === #

    def test_payments_earn_in_proportion_and_the_last_takes_the_remainder(self):
        self._pay_on("paid")
        invoice = self._invoice(self._order((self.product, 10, 100.01)))
        self.assertEqual(self._amounts(), [])
        self._pay(invoice, 333.36)
        self._pay(invoice, 333.36)
        self.assertEqual(self._amounts(), [16.67, 16.67])
        self._pay(invoice, 333.38)
        self.assertEqual(self._amounts(), [16.67, 16.67, 16.67])
        self.assertEqual(round(sum(self._amounts()), 2), 50.01)

    def test_payment_taken_off_gives_back(self):
        self._pay_on("paid")
        invoice = self._invoice(self._order((self.product, 10, 100.0)))
        self._pay(invoice, 300.0)
        self._pay(invoice, 700.0)
        due = invoice.line_ids.filtered(lambda line: line.display_type == "payment_term")
        due.matched_credit_ids.sorted("amount")[0].unlink()
        self.assertEqual(self._amounts(), [15.0, 35.0, -15.0])

    def test_credit_note_matched_with_its_unpaid_invoice_earns_nothing(self):
        self._pay_on("paid")
        invoice = self._invoice(self._order((self.product, 10, 100.0)))
        credit = self._credit(invoice, 300.0)
        lines = (invoice | credit).line_ids.filtered(
            lambda line: line.display_type == "payment_term"
        )
        lines.reconcile()
        self.assertEqual(self._amounts(), [15.0, -15.0])
        self._pay(invoice, 700.0)
        self.assertEqual(sum(self._amounts()), 35.0)

    # === BASES === #

    def test_bases(self):
        self.product.standard_price = 60.0
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0})
        for base, expected in (("untaxed", 50), ("taxed", 56.5), ("margin", 20), ("quantity", 0.5)):
            with self.subTest(base=base):
                plan = self._pay_on("confirmed", base=base)
                order = self._order((self.product, 10, 100.0), taxes=tax)
                entries = self.ledger.search(
                    [("plan_id", "=", plan.id), ("order_id", "=", order.id)]
                )
                self.assertEqual(round(sum(entries.mapped("amount")), 2), expected)
                plan.action_close()
                plan.date_to = plan.date_from
