from unittest.mock import patch

from odoo.fields import Command
from odoo.tests import tagged

from .document_common import DocumentCommon


@tagged("post_install", "-at_install")
class TestTriggers(DocumentCommon):
    """Real documents of Odoo: what they earn and give back, whichever event a plan pays for."""

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

    def test_line_added_to_a_confirmed_order_earns_at_once(self):
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        order.order_line = [
            Command.create(
                {"product_id": self.product.id, "product_uom_qty": 2, "price_unit": 100.0}
            )
        ]
        self.assertEqual(self._amounts(), [50.0, 10.0])

    def test_less_quantity_and_lower_price_give_back(self):
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        order.order_line.write({"product_uom_qty": 7, "price_unit": 100.0})
        self.assertEqual(self._amounts(), [50.0, -15.0])
        order.order_line.price_unit = 90.0
        self.assertEqual(sum(self._amounts()), 31.5)

    def test_another_tax_alone_changes_what_a_taxed_base_earns(self):
        taxes = self.env["account.tax"].create(
            [{"name": f"{rate} %", "amount": rate} for rate in (13.0, 6.0)]
        )
        self._pay_on("confirmed", base="taxed")
        order = self._order((self.product, 10, 100.0), taxes=taxes[0])
        order.order_line.tax_ids = taxes[1]
        self.assertEqual(self._amounts(), [56.5, 53.0, -56.5])
        order.order_line.write({"product_uom_qty": 7, "price_unit": 100.0})
        self.assertEqual(self._amounts()[3:], [-15.9])
        order.order_line.tax_ids = taxes[0]
        self.assertAlmostEqual(sum(self._amounts()), 39.55)

    def test_less_quantity_keeps_its_tax(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0})
        self._pay_on("confirmed", base="taxed")
        order = self._order((self.product, 3, 33.33), taxes=tax)
        order.order_line.write({"product_uom_qty": 2, "price_unit": 33.33})
        self.assertEqual(self._amounts(), [5.65, -1.88])
        order.order_line.write({"product_uom_qty": 1, "price_unit": 33.33})
        self.assertEqual(self._amounts(), [5.65, -1.88, -1.89])

    def test_another_tax_moves_nothing_of_an_untaxed_base(self):
        tax = self.env["account.tax"].create({"name": "13 %", "amount": 13.0})
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        order.order_line.tax_ids = tax
        self.assertEqual(self._amounts(), [50.0])

    def test_less_quantity_at_another_price_is_recorded_anew(self):
        """Odoo itself sets another price when the quantity brings one of the price list."""
        self._pay_on("confirmed")
        order = self._order((self.product, 10, 100.0))
        order.order_line.write({"product_uom_qty": 5, "price_unit": 200.0})
        self.assertEqual(sum(self._amounts()), 50.0)
        order.order_line.write({"product_uom_qty": 4, "price_unit": 50.0})
        self.assertEqual(sum(self._amounts()), 10.0)

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

    def test_payment_without_outstanding_account_earns_at_once(self):
        """Odoo itself writes the entry of such a payment; without one nothing would be matched."""
        self._forget_outstanding_accounts()
        self._pay_on("paid")
        invoice = self._invoice(self._order((self.product, 10, 100.0)))
        payment = self._pay(invoice, 300.0)
        self.assertTrue(payment.move_id)
        self.assertEqual(self._amounts(), [15.0])

    def test_payment_that_is_booked_by_its_bank_line_earns_then_and_once(self):
        self._forget_outstanding_accounts()
        self._pay_on("paid")
        invoice = self._invoice(self._order((self.product, 10, 100.0)))
        moves = type(self.env["account.move"])
        with patch.object(moves, "_get_invoice_in_payment_state", lambda _self: "in_payment"):
            payment = self._pay(invoice, 300.0)
            self.assertFalse(payment.move_id)
            self.assertEqual(invoice.payment_state, "in_payment")
            self.assertEqual(self._amounts(), [])
            partial = self._match_bank_line(invoice, 300.0)
            self.assertEqual(payment.state, "paid")
            self.assertEqual(self._amounts(), [15.0])
            partial.unlink()
            self.assertEqual(payment.state, "in_process")
            self.assertEqual(self._amounts(), [15.0, -15.0])

    def _forget_outstanding_accounts(self):
        journals = self.env["account.journal"].search([("type", "in", ("bank", "cash"))])
        journals.inbound_payment_method_line_ids.payment_account_id = False

    def _match_bank_line(self, invoice, amount):
        """Let money come in on the bank account and match it with the invoice."""
        journal = self.env["account.journal"].search(
            [("type", "=", "bank"), ("company_id", "=", self.company.id)], limit=1
        )
        line = self.env["account.bank.statement.line"].create(
            {
                "journal_id": journal.id,
                "partner_id": invoice.partner_id.id,
                "payment_ref": invoice.name,
                "amount": amount,
            }
        )
        due = invoice.line_ids.filtered(lambda item: item.display_type == "payment_term")
        _liquidity, suspense, _other = line._seek_for_lines()
        suspense.account_id = due.account_id
        (suspense | due).reconcile()
        return due.matched_credit_ids

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
