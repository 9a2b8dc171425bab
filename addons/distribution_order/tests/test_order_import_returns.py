from odoo.exceptions import ValidationError
from odoo.tests import tagged

from .common import HEADINGS, OrderCommon

RETURN_HEADINGS = (*HEADINGS, "Original Order")


@tagged("post_install", "-at_install")
class TestOrderImportReturns(OrderCommon):
    def _import_rows(self, *rows):
        order_import = self._create_import(*rows, headings=RETURN_HEADINGS)
        order_import.action_preview()
        return order_import

    def test_cancellation_takes_back_the_line_it_names(self):
        sale = self._import_rows((*self._row("A1", quantity=10), ""))
        sale.action_commit()
        taken_back = self._import_rows((*self._row("A1-R", quantity=-3), "A1"))
        taken_back.action_commit()
        origin = sale.order_ids.order_line
        line = taken_back.order_ids.order_line
        self.assertEqual(line.distribution_origin_line_id, origin)
        self.assertEqual(line.price_subtotal, -30.0)
        self.assertEqual(origin._get_returnable_quantity(), 7.0)

    def test_sale_and_its_return_may_stand_in_one_file(self):
        order_import = self._import_rows(
            (*self._row("A1", quantity=4), ""),
            (*self._row("A1", quantity=6), ""),
            (*self._row("R1", quantity=-5), "A1"),
        )
        order_import.action_commit()
        lines = order_import.order_ids.order_line
        [taken_back] = lines.filtered("distribution_origin_line_id")
        self.assertEqual(taken_back.distribution_origin_line_id.product_uom_qty, 6.0)

    def test_return_is_refused_when_nothing_is_left_to_take_back(self):
        order_import = self._import_rows(
            (*self._row("A1", quantity=4), ""),
            (*self._row("R1", quantity=-3), "A1"),
            (*self._row("R2", quantity=-3), "A1"),
            (*self._row("R3", quantity=-3), "UNKNOWN"),
            (*self._row("R4", quantity=3), "A1"),
        )
        self.assertEqual(
            order_import.line_ids.sorted("number").mapped("finding"),
            [False, False, "unknown_origin", "unknown_origin", "origin_without_return"],
        )

    def test_negative_line_without_origin_stays_a_line_of_its_own(self):
        order_import = self._import_rows((*self._row("C1", quantity=-3), ""))
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.amount_untaxed, -30.0)
        self.assertFalse(order_import.order_ids.order_line.distribution_origin_line_id)

    def test_taking_back_too_much_or_the_wrong_line_is_refused(self):
        origin = self._sell(self.shop, (self.product, 4, 10.0)).order_line
        other = self._create_product("T-2")
        for product, quantity in ((self.product, -5), (self.product, 1), (other, -1)):
            with (
                self.subTest(product=product.default_code, quantity=quantity),
                self.assertRaises(ValidationError),
            ):
                self._sell(self.shop, (product, quantity, 10.0), origin=origin)
