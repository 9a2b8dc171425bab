from dataclasses import replace
from decimal import Decimal

from odoo.tests import tagged

from ..clients.errors import TransportError
from .erp_common import ErpCommon
from .fake_erp import Fault


@tagged("post_install", "-at_install")
class TestOrderChanges(ErpCommon):
    """What happens in Kingdee to an order that is changed or cancelled here after it was sent."""

    def _document(self, order):
        return order.distribution_erp_document_ids.filtered("is_current")

    def test_changed_order_is_made_void_and_sent_under_another_number(self):
        order = self._pushed(5)
        order.order_line.product_uom_qty = 7
        self.assertEqual(self._document(order).number, f"ODOO-{order.name}-R1")
        self._push()
        self.assertEqual(self._document(order).state, "audited")
        self.assertTrue(self.erp.orders[f"ODOO-{order.name}"].is_cancelled)
        self.assertEqual(self.erp.orders[f"ODOO-{order.name}-R1"].lines[0].quantity, 7)

    def test_several_changes_before_the_next_run_are_one(self):
        order = self._pushed(5)
        order.order_line.product_uom_qty = 7
        order.order_line.price_unit = 9
        order.order_line.product_uom_qty = 8
        self._push()
        self.assertEqual(sorted(self.erp.orders), [f"ODOO-{order.name}", f"ODOO-{order.name}-R1"])
        self.assertEqual(self.erp.orders[f"ODOO-{order.name}-R1"].total, 72)

    def test_what_does_not_concern_kingdee_changes_nothing_there(self):
        order = self._pushed(5)
        order.order_line.name = "Another text"
        order.order_line.product_uom_qty = 5
        self.assertEqual(len(order.distribution_erp_document_ids), 1)

    def test_order_that_changes_while_it_is_sent_is_sent_as_it_was(self):
        order = self._confirm(5)
        self.erp.fail("save_order", Fault(TransportError("reset"), is_after=True))
        self._push()
        order.order_line.product_uom_qty = 7
        self._push()
        self._push()
        self.assertTrue(self.erp.orders[f"ODOO-{order.name}"].is_cancelled)
        self.assertEqual(self.erp.orders[f"ODOO-{order.name}-R1"].lines[0].quantity, 7)
        self.assertEqual(self._document(order).state, "audited")

    def test_cancelled_before_it_was_sent_it_stays_here(self):
        order = self._confirm()
        order._action_cancel()
        self._push()
        self.assertEqual(self.erp.orders, {})
        self.assertEqual(order.distribution_erp_document_ids.state, "withdrawn")

    def test_cancelled_after_it_was_sent_it_is_made_void(self):
        for lost in ("", "reopen_order", "void_order"):
            with self.subTest(lost=lost):
                order = self._pushed(5)
                number = self._document(order).number
                if lost:
                    self.erp.fail(lost, Fault(TransportError("reset"), is_after=True))
                order._action_cancel()
                self._push()
                self._push()
                self.assertTrue(self.erp.orders[number].is_cancelled)
                void = order.distribution_erp_document_ids.filtered(lambda d: d.kind == "cancel")
                self.assertEqual(void.state, "done")

    def test_order_whose_goods_have_left_there_is_not_made_void(self):
        order = self._pushed(5)
        document = self._document(order)
        there = self.erp.orders[document.number]
        line = replace(there.lines[0], delivered=Decimal(2))
        self.erp.change(document.number, lines=(line,))
        order._action_cancel()
        self._push()
        void = order.distribution_erp_document_ids.filtered(lambda one: one.kind == "cancel")
        self.assertEqual(void.state, "failed")
        self.assertIn("left already", void.message)
        self.assertFalse(self.erp.orders[document.number].is_cancelled)
