from datetime import date

from odoo.tests import tagged

from .document_common import DocumentCommon


@tagged("post_install", "-at_install")
class TestEngineRegressions(DocumentCommon):
    """What the engine once got wrong beside its reference, each as small as it could be made."""

    def test_part_that_rounds_to_nothing_counts_for_the_next(self):
        """0.003, 0.006, 0.009: the second part brings the cent, the third keeps it."""
        self._pay_on("delivered", {"kind": "rebate", "rate": 1.0})
        order = self._order((self.product, 3, 0.3))
        for _time in range(3):
            self._deliver(order, 1)
        self.assertEqual(self._amounts(), [0.0, 0.01, 0.0])

    def test_line_recorded_anew_has_the_room_of_its_period_again(self):
        """Both earn 40 of 50 and of 100; the first is undone, so that 40 are left, not 0."""
        self._pay_on("confirmed", {"kind": "rebate", "rate": 5.0, "period_cap": 40.0})
        order = self._order((self.product, 10, 100.0))
        self.assertEqual(self._amounts(), [40.0])
        order.order_line.write({"product_uom_qty": 20, "price_unit": 100.0})
        self.assertEqual(self._amounts(), [40.0, 40.0, -40.0])

    def test_credit_note_that_finds_nothing_does_not_hold_up_the_next(self):
        """What is credited of an invoice that is a draft again waits; the other one does not."""
        self._pay_on("invoiced")
        order = self._order((self.product, 10, 100.0))
        first = order._create_invoices()
        first.invoice_line_ids.quantity = 4
        first.action_post()
        second = self._invoice(order)
        self._credit(first, 100.0)
        first.button_draft()
        self.assertEqual(self._amounts(), [20.0, 30.0, -5.0, -15.0])
        self._credit(second, 60.0)
        self.assertEqual(self._amounts(), [20.0, 30.0, -5.0, -15.0, -3.0])

    def test_buyer_who_earns_nothing_keeps_its_place_when_uplines_move_up(self):
        """7 % less the buyer's 3 %: compressing moves uplines, never the buyer."""
        self.shop._freeze("commission", date(2026, 1, 1), "Checked")
        plan = self._create_plan(
            {"kind": "differential", "rate": 3.0, "level_id": self.shop.level_id.id},
            {"kind": "differential", "rate": 7.0, "level_id": self.distributor.level_id.id},
            on_inactive="compress",
        )
        self._sell(self.shop, (self.product, 10, 100.0))
        entries = self.ledger.search([("plan_id", "=", plan.id)])
        self.assertEqual(
            {entry.member_id: entry.amount for entry in entries}, {self.distributor: 40.0}
        )

    def test_half_a_coin_stays_half_a_coin_in_another_currency(self):
        """14.07 / 14 = 1.005, which is 1.01, and reaches a minimum of 1.01."""
        self.env["res.currency.rate"].create(
            {"currency_id": self.company.currency_id.id, "name": "2020-01-01", "rate": 14.0}
        )
        other = self.env["res.currency"].create({"name": "TST", "symbol": "T"})
        rule = {"kind": "rebate", "rate": 10.0, "min_amount": 1.01}
        plan = self._pay_on("confirmed", rule, currency_id=other.id)
        self._order((self.product, 1, 14.07))
        entry = self.ledger.search([("plan_id", "=", plan.id)])
        self.assertEqual((entry.base_amount, entry.amount), (1.01, 0.1))

    def test_quantity_taken_back_is_not_rounded_to_money(self):
        """The base of a plan on quantities is a quantity."""
        plan = self._pay_on("confirmed", base="quantity")
        order = self._order((self.product, 10, 100.0))
        self._credit(self._invoice(order), 123.4)
        entries = self.ledger.search([("plan_id", "=", plan.id)], order="id")
        self.env.cr.execute(
            "SELECT base_amount FROM distribution_commission_entry WHERE id = ANY(%s) ORDER BY id",
            [entries.ids],
        )
        self.assertEqual([float(base) for (base,) in self.env.cr.fetchall()], [10.0, -1.234])

    def test_negative_line_makes_room_in_its_period_for_what_follows(self):
        """Seen at once: 50 is cut to 40, -20 leaves 20, so that 20 of the next 30 are paid."""
        plan = self._pay_on("confirmed", {"kind": "rebate", "rate": 5.0, "period_cap": 40.0})
        lines = ((10, 100.0), (-4, 100.0), (6, 100.0))
        order = self._sell_unposted(
            self.shop, *((self.product, quantity, price) for quantity, price in lines)
        )
        self.ledger.accrue(order.ids)
        entries = self.ledger.search([("plan_id", "=", plan.id)], order="order_line_id")
        self.assertEqual(entries.mapped("amount"), [40.0, -20.0, 20.0])

    def test_the_first_of_many_equal_rules_wins_for_every_plan(self):
        rates = [1.0, 2.0, 3.0, 4.0, 5.0, 6.0]
        plans = [
            self._create_plan(*({"kind": "rebate", "rate": rate} for rate in some))
            for some in (rates, rates[3:], rates[1:])
        ]
        self._sell(self.shop, (self.product, 1, 100.0), (self.product, 1, 200.0))
        for plan, rate in zip(plans, (1.0, 4.0, 2.0), strict=True):
            earned = self.ledger.search([("plan_id", "=", plan.id)], order="base_amount")
            self.assertEqual(earned.mapped("rate"), [rate, rate])
            self.assertEqual(earned.rule_id, plan.rule_ids.sorted("id")[:1])

    def test_rule_for_a_product_does_not_ask_for_its_category(self):
        category = self.env["product.category"].create({"name": "Elsewhere"})
        rule = {"kind": "rebate", "product_id": self.product.id, "categ_id": category.id}
        plan = self._create_plan({"kind": "rebate", "rate": 1.0}, {**rule, "rate": 5.0})
        self._sell(self.shop, (self.product, 1, 100.0))
        self.assertEqual(self.ledger.search([("plan_id", "=", plan.id)]).amount, 5.0)
