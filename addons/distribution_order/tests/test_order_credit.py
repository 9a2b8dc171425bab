from datetime import timedelta

from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestOrderCredit(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("credit_manager", "manager")
        cls.north.manager_ids = cls.manager
        cls.product.invoice_policy = "order"
        cls.partner = cls.shop.partner_id
        cls.partner.credit_limit = 200_000

    def _order(self, amount, **values):
        line = {"product_id": self.product.id, "price_unit": amount, "tax_ids": False}
        return self.env["sale.order"].create(
            {"partner_id": self.partner.id, "order_line": [(0, 0, line)], **values}
        )

    def _invoice(self, amount, days_ago=0, post=True):
        day = fields.Date.context_today(self.shop) - timedelta(days=days_ago)
        invoice = self.env["account.move"].create(
            {
                "move_type": "out_invoice",
                "partner_id": self.partner.id,
                "invoice_date": day,
                "invoice_date_due": day,
                "invoice_line_ids": [
                    (0, 0, {"name": "Goods", "price_unit": amount, "tax_ids": False})
                ],
            }
        )
        if post:
            invoice.action_post()
        return invoice

    def _read(self):
        self.shop.invalidate_recordset()
        return self.shop

    def test_worked_example_of_the_market(self):
        """market.md §2.3: 64,467.50 are free; 50,000 pass, and 14,467.50 are left."""
        self._invoice(75_532.5)
        self._order(60_000).action_confirm()
        self.assertEqual(self._read().credit_free, 64_467.5)
        order = self._order(50_000)
        order.action_confirm()
        self.assertEqual(order.state, "sale")
        self.assertEqual(self._read().credit_free, 14_467.5)

    def test_order_over_the_limit_is_refused_with_the_figures(self):
        self._invoice(151_200)
        order = self._order(52_000)
        with self.assertRaisesRegex(UserError, r"(?s)52,000\.00.*3,200\.00.*48,800\.00.*Submit"):
            order.action_confirm()
        self.assertEqual(order.state, "draft")

    def test_order_up_to_the_limit_passes(self):
        self._order(200_000).action_confirm()
        with self.assertRaises(UserError):
            self._order(0.01).action_confirm()

    def test_every_way_to_a_confirmed_order_is_checked(self):
        self._order(150_000).action_confirm()
        over = self._order(60_000)
        ways = {
            "button": lambda: over.action_confirm(),
            "copy": lambda: over.copy().action_confirm(),
            "plain write": lambda: over.write({"state": "sale"}),
            "made confirmed": lambda: self._order(60_000, state="sale"),
            "with taxes of another's making": lambda: over.sudo().action_confirm(),
        }
        for way, confirm in ways.items():
            with self.subTest(way=way), self.assertRaises(UserError), self.cr.savepoint():
                confirm()

    def test_orders_confirmed_together_must_fit_in_together(self):
        orders = self._order(120_000) + self._order(120_000)
        with self.assertRaises(UserError):
            orders.action_confirm()

    def test_each_part_is_counted_once(self):
        order = self._order(10_000)
        order.action_confirm()
        self.assertRecordValues(
            self._read(), [{"credit_uninvoiced": 10_000, "credit_receivable": 0}]
        )
        invoice = order._create_invoices()
        self.assertRecordValues(self._read(), [{"credit_uninvoiced": 0, "credit_drafts": 10_000}])
        invoice.action_post()
        self.assertRecordValues(
            self._read(),
            [{"credit_uninvoiced": 0, "credit_drafts": 0, "credit_receivable": 10_000}],
        )
        self.env["account.payment.register"].with_context(
            active_model="account.move", active_ids=invoice.ids
        ).create({})._create_payments().action_validate()
        self.assertEqual(self._read().credit_exposure, 0)

    def test_partly_invoiced_order_counts_with_the_rest(self):
        order = self._order(100)
        order.order_line.write({"product_uom_qty": 10, "price_unit": 100})
        order.action_confirm()
        invoice = order._create_invoices()
        invoice.invoice_line_ids.quantity = 4
        self.assertRecordValues(self._read(), [{"credit_uninvoiced": 600, "credit_drafts": 400}])

    def test_down_payment_is_not_counted_twice(self):
        order = self._order(10_000)
        order.action_confirm()
        self.env["sale.advance.payment.inv"].create(
            {
                "advance_payment_method": "fixed",
                "fixed_amount": 3_000,
                "sale_order_ids": order.ids,
            }
        ).create_invoices()
        self.assertEqual(self._read().credit_exposure, 10_000)

    def test_what_waits_is_counted(self):
        self._order(150_000).action_distribution_submit()
        second = self._order(60_000)
        second.action_distribution_submit()
        self.assertEqual(second.distribution_state, "approving")
        self.assertIn("10,000.00", second.approval_reason)

    def test_who_submitted_first_comes_first(self):
        first, second = self._order(150_000), self._order(60_000)
        first.action_distribution_submit()
        second.action_distribution_submit()
        first.with_user(self.manager).action_distribution_approve()
        self.assertEqual(first.state, "sale")

    def test_temporary_credit_counts_until_its_last_day(self):
        today = fields.Date.context_today(self.shop)
        self.shop.write({"credit_temporary": 20_000, "credit_temporary_until": today})
        self.assertEqual(self._read().credit_free, 220_000)
        self.shop.credit_temporary_until = today - timedelta(days=1)
        self.assertEqual(self._read().credit_free, 200_000)

    def test_temporary_credit_ends(self):
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.shop.credit_temporary = 20_000
            self.env.flush_all()

    def test_member_without_a_limit_is_not_limited(self):
        self.partner.credit_limit = 0
        self._order(9_000_000).action_confirm()
        self.assertFalse(self._read().is_credit_limited)

    def test_member_that_pays_in_advance_needs_money_on_its_account(self):
        self.shop.is_prepaid = True
        order = self._order(500)
        with self.assertRaises(UserError):
            order.action_confirm()
        self.env["account.payment"].create(
            {
                "payment_type": "inbound",
                "partner_type": "customer",
                "partner_id": self.partner.id,
                "amount": 500,
            }
        ).action_post()
        if self._read().credit_receivable == 0:
            self.skipTest("this accounting makes no entry of a payment before the bank says so")
        order.action_confirm()

    def test_overdue_invoice_needs_approval_after_the_days_allowed(self):
        self.company.distribution_overdue_days = 10
        self._invoice(100, days_ago=10)
        self._order(1).action_confirm()
        self._invoice(70, days_ago=11)
        with self.assertRaisesRegex(UserError, "170.00 is overdue.*11 days.*10 days"):
            self._order(1).action_confirm()
        self.shop.overdue_days = 30
        self._order(1).action_confirm()

    def test_foreign_orders_count_at_their_rate(self):
        currency = self.env.ref("base.EUR")
        if currency == self.company.currency_id:
            currency = self.env.ref("base.USD")
        currency.active = True
        self.env["res.currency.rate"].create(
            {"currency_id": currency.id, "name": "2020-01-01", "rate": 0.5}
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Abroad", "currency_id": currency.id}
        )
        order = self._order(1_000, pricelist_id=pricelist.id)
        order.action_confirm()
        self.assertEqual(self._read().credit_uninvoiced, 2_000)

    def test_manager_sets_the_limit_on_the_member(self):
        self.shop.with_user(self.manager).credit_limit = 5_000
        self.partner.invalidate_recordset()
        self.assertEqual(self.partner.credit_limit, 5_000)

    def test_figures_are_not_for_everybody(self):
        clerk = self._create_user("credit_clerk", "user")
        self.north.staff_ids = clerk
        fields_seen = self.shop.with_user(clerk).fields_get()
        self.assertNotIn("credit_exposure", fields_seen)
        self.assertNotIn("credit_limit", fields_seen)

    def test_every_figure_opens_its_sources(self):
        self._invoice(500)
        draft = self._invoice(300, post=False)
        confirmed, waiting = self._order(40), self._order(50)
        confirmed.action_confirm()
        waiting.action_distribution_submit()
        shop = self._read()
        for action, field, total in (
            (shop.action_open_credit_items(), "amount_residual", 500),
            (shop.action_open_credit_orders(), "amount_total", 40),
            (shop.action_open_credit_waiting(), "amount_total", 50),
        ):
            found = self.env[action["res_model"]].search(action["domain"])
            self.assertEqual(sum(found.mapped(field)), total)
        action = shop.action_open_credit_drafts()
        self.assertEqual(self.env["account.move"].search(action["domain"]), draft)

    def test_accounts_take_four_queries_for_any_number(self):
        members = self.shop | self.distributor | self.agent
        members._read_accounts()
        self.env.flush_all()
        self.env.invalidate_all()
        members.mapped("partner_id.credit_limit")
        members.mapped("credit_temporary")
        with self.assertQueryCount(4):
            members._read_accounts()
