from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from odoo.fields import Command
from odoo.tests import tagged

from ..queries import sales_facts
from .sales_facts_common import SalesFactsCommon

# What people do to documents; each is a method `_play_<name>` of the test.
PLAYS = (
    "sell",
    "earn_more",
    "add_line",
    "another_quantity",
    "another_price",
    "another_day",
    "another_region",
    "another_salesperson",
    "deliver",
    "bring_back",
    "invoice",
    "credit",
    "take_back",
    "move_member",
    "another_calendar",
    "another_cost",
    "keep",
    "cancel",
)


@tagged("post_install", "-at_install")
class TestSalesFacts(SalesFactsCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.orders = cls.env["sale.order"]

    def setUp(self):
        super().setUp()
        self.orders = self._order((self.product, 10, 12.5), (self.product, 3, 9.99))
        self.ledger.accrue()

    def _count_notes(self):
        self.env.flush_all()
        return self.env.execute_query(sales_facts.count_stale())[0][0]

    # === one change after the other === #

    def test_reports_are_right_after_every_change_that_people_make(self):
        for name in PLAYS:
            getattr(self, f"_play_{name}")(1)
            with self.subTest(name, kept=False):
                self.assert_facts_are_right(self.orders)
            self._keep()
            with self.subTest(name, kept=True):
                self.assertEqual(self._count_notes(), 0)
                self.assert_facts_are_right(self.orders)

    def test_reports_are_right_after_any_sequence_of_changes(self):
        @settings(
            max_examples=12, deadline=None, derandomize=True, suppress_health_check=HealthCheck
        )
        @given(
            st.lists(st.tuples(st.sampled_from(PLAYS), st.integers(0, 9)), min_size=4, max_size=9)
        )
        def play(steps):
            orders = self.orders
            with self.cr.savepoint() as savepoint:
                for name, number in steps:
                    getattr(self, f"_play_{name}")(number)
                self.assert_facts_are_right(self.orders)
                self._keep()
                self.assert_facts_are_right(self.orders)
                savepoint.rollback()
            self.env.transaction.clear()
            self.orders = orders

        play()

    def _pick(self, number):
        return self.orders[number % len(self.orders)]

    def _play_sell(self, number):
        order = self._order((self.product, number + 1, 7.77), (self.product, 2, number / 3))
        order.date_order = f"2026-0{number % 5 + 1}-28 17:30:00"
        self.orders += order

    def _play_earn_more(self, number):
        self._create_plan({"kind": "rebate", "rate": number + 1})
        self.ledger.accrue()

    def _play_add_line(self, number):
        self._pick(number).order_line = [
            Command.create(
                {"product_id": self.product.id, "product_uom_qty": 2, "price_unit": 3.33}
            )
        ]

    def _play_another_quantity(self, number):
        line = self._pick(number).order_line[:1]
        if line.product_uom_qty > 0:
            line.product_uom_qty += number + 1

    def _play_another_price(self, number):
        self._pick(number).order_line[-1:].price_unit = number + 0.01

    def _play_another_day(self, number):
        self._pick(number).date_order = f"2025-1{number % 3}-30 16:30:00"

    def _play_another_region(self, number):
        regions = self.env["distribution.region"].search([])
        self._pick(number).distribution_region_id = regions[number % len(regions)]

    def _play_another_salesperson(self, number):
        self._pick(number).user_id = self.env.ref("base.user_admin") if number % 2 else False

    def _play_cancel(self, number):
        order = self._pick(number)
        if not order.invoice_ids and "done" not in order.picking_ids.mapped("state"):
            order._action_cancel()

    def _play_deliver(self, number):
        order = self._pick(number)
        if order.picking_ids.filtered(lambda p: p.state not in ("done", "cancel")):
            self._deliver(order, number % 3 + 1)

    def _play_bring_back(self, number):
        done = self._pick(number).picking_ids.filtered(
            lambda p: p.state == "done" and p.picking_type_code == "outgoing"
        )
        if done and not done.return_ids:
            self._return(done[:1], 1)

    def _play_invoice(self, number):
        order = self._pick(number)
        if order.state == "sale" and order.invoice_status == "to invoice":
            self._invoice(order)

    def _play_credit(self, number):
        invoice = self._pick(number).invoice_ids.filtered(
            lambda move: move.move_type == "out_invoice" and not move.reversal_move_ids
        )
        if invoice:
            self._credit(invoice[:1])

    def _play_take_back(self, number):
        origin = self._pick(number).order_line[:1]
        if origin.state == "sale" and origin._get_returnable_quantity() >= 1:
            order = self.env["sale.order"].create(
                {
                    "partner_id": origin.order_id.partner_id.id,
                    "order_line": [
                        Command.create(
                            {
                                "product_id": origin.product_id.id,
                                "product_uom_qty": -1,
                                "price_unit": origin.price_unit,
                                "distribution_origin_line_id": origin.id,
                            }
                        )
                    ],
                }
            )
            order.with_context(skip_procurement=True).action_confirm()
            self.orders += order

    def _play_move_member(self, number):
        history = self.shop.upline_history_ids.sorted("date_from")[-1:]
        history.date_from = f"2025-1{(number + 1) % 3}-30"
        self.env.flush_all()
        self.env["distribution.member.closure"]._rebuild_for(self.shop.ids)

    def _play_another_calendar(self, number):
        self.company.distribution_tz = ("Asia/Shanghai", "America/New_York")[number % 2]

    def _play_another_cost(self, number):
        self._pick(number).order_line.purchase_price = number / 7

    def _play_keep(self, _number):
        self._keep()

    # === what is noted, and when === #

    def test_nothing_is_noted_when_a_cart_changes(self):
        self._keep()
        draft = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [Command.create({"product_id": self.product.id})],
            }
        )
        draft.order_line.product_uom_qty = 7
        draft.note = "Later"
        draft.unlink()
        self.assertEqual(self._count_notes(), 0)

    def test_nothing_is_noted_when_what_does_not_count_changes(self):
        self._keep()
        self.orders.note = "By the back door"
        self.company.name = "Maker & Sons"
        self.product.name = "Another Putty"
        self.assertEqual(self._count_notes(), 0)

    def test_kept_facts_go_when_an_order_is_deleted(self):
        self._keep()
        ids = self.orders.ids
        order = self._sell_unposted(self.shop, (self.product, 1, 10.0))
        self._keep()
        order._action_cancel()
        order.unlink()
        self.assert_facts_are_right(self.orders)
        self._keep()
        self.assertEqual(self.report.search([("member_id", "=", self.shop.id)]).order_id.ids, ids)

    def test_facts_are_mended_when_somebody_wrote_them_by_hand(self):
        self._keep()
        self.env.cr.execute(
            "UPDATE distribution_sales_fact SET amount_net = 1, date = '2020-01-01'"
        )
        self.env.cr.execute("DELETE FROM distribution_sales_fact_month")
        self.assertEqual(self.report._find_different_orders(), self.orders.ids)
        with self.assertLogs("odoo.addons.distribution_reports", "WARNING") as logs:
            self.report._cron_verify_facts()
        self.assertEqual(len(logs.output), 2)
        self._keep()
        self.assert_facts_are_right(self.orders)

    def test_facts_of_a_company_that_sold_before_are_made_when_installed(self):
        self._keep()
        self.env.cr.execute(sales_facts.drop_tables())
        self.report.init()
        self.assert_facts_are_right(self.orders)
        self._keep()
        self.assert_facts_are_right(self.orders)

    def test_facts_of_another_shape_are_made_anew_when_upgraded(self):
        self._keep()
        self.env.cr.execute("ALTER TABLE distribution_sales_fact DROP COLUMN margin")
        self.report.init()
        self._keep()
        self.assert_facts_are_right(self.orders)

    def test_kept_facts_stay_when_upgraded(self):
        self._keep()
        self.report.init()
        self.assertEqual(self._count_notes(), 0)

    def test_a_report_asks_one_question_however_many_orders_are_stale(self):
        self._keep()
        for orders in (self.orders, self.orders + self._order((self.product, 1, 1.0))):
            self.env.flush_all()
            self.env.invalidate_all()
            with self.assertQueryCount(1):
                self.report._read_group(
                    [("order_id", "in", orders.ids)], ["member_id"], ["amount_net:sum"]
                )
