from odoo import fields
from odoo.exceptions import UserError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .common import OrderCommon


@tagged("post_install", "-at_install")
class TestSaleOrder(OrderCommon):
    def test_order_knows_member_and_region_of_the_buyers_company(self):
        contact = self.env["res.partner"].create(
            {"name": "Buyer", "parent_id": self.shop.partner_id.id}
        )
        order = self.env["sale.order"].create({"partner_id": contact.id})
        self.assertEqual(order.distribution_member_id, self.shop)
        self.assertEqual(order.distribution_region_id, self.north)

    def test_region_of_an_order_stays_when_the_member_moves(self):
        order = self._sell(self.shop, (self.product, 1, 1.0))
        self.shop.region_id = self.south
        self.assertEqual(order.distribution_region_id, self.north)

    def test_order_of_a_stranger_has_no_member(self):
        stranger = self.env["res.partner"].create({"name": "Stranger"})
        order = self.env["sale.order"].create({"partner_id": stranger.id})
        self.assertFalse(order.distribution_member_id)

    def test_member_that_is_not_active_cannot_order(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [(0, 0, {"product_id": self.product.id})],
            }
        )
        self.shop.action_suspend("Licence expired")
        with self.assertRaisesRegex(UserError, "cannot order"):
            order.action_confirm()
        self.shop.action_activate()
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_new_order_is_refused_with_the_reason_while_orders_are_frozen(self):
        order, open_order = self.env["sale.order"].create(
            [
                {
                    "partner_id": self.shop.partner_id.id,
                    "order_line": [(0, 0, {"product_id": self.product.id})],
                }
                for _each in range(2)
            ]
        )
        open_order.action_confirm()
        today = fields.Date.context_today(self.shop)
        self.shop.action_freeze("commission", today, "Does not concern orders")
        self.shop.action_freeze("order", today, "Payment overdue")
        with self.assertRaisesRegex(UserError, "frozen: Payment overdue"):
            order.action_confirm()
        self.assertEqual(open_order.state, "sale")
        self.shop.action_unfreeze("order", today, "Paid")
        order.action_confirm()
        self.assertEqual(order.state, "sale")

    def test_past_orders_of_a_member_that_has_left_are_imported(self):
        self.shop.action_terminate("Closed down")
        order_import = self._create_import(self._row("Z1"))
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.state, "sale")

    def test_platform_order_is_refused_twice_by_the_database(self):
        values = {
            "partner_id": self.shop.partner_id.id,
            "platform": "generic",
            "platform_order_ref": "SAME",
        }
        self.env["sale.order"].create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["sale.order"].create(values)

    def test_forged_context_does_not_pass_as_an_import(self):
        order = self.env["sale.order"].create({"partner_id": self.shop.partner_id.id})
        for forged in (True, 1, "sentinel"):
            with self.subTest(forged=forged):
                self.assertFalse(
                    order.with_context(distribution_platform_import=forged)._is_platform_import()
                )
