import base64
import io

import openpyxl
from odoo.exceptions import RedirectWarning, UserError
from odoo.tests import tagged

from .common import HEADINGS, OrderCommon


@tagged("post_install", "-at_install")
class TestOrderImport(OrderCommon):
    def test_import_makes_confirmed_orders_with_their_own_dates(self):
        order_import = self._create_import(
            self._row("A1"),
            self._row("A1", quantity=3, price="1.005"),
            self._row("A2", customer="DIST", date="2026-02-01"),
        )
        self.env.ref("product.decimal_price").digits = 3
        order_import.action_preview()
        self.assertEqual(order_import.state, "previewed")
        self.assertFalse(order_import.order_ids)
        order_import.action_commit()
        self.assertRecordValues(
            order_import.order_ids.sorted("platform_order_ref"),
            [
                {
                    "platform_order_ref": "A1",
                    "platform": "generic",
                    "state": "sale",
                    "distribution_member_id": self.shop.id,
                    "distribution_region_id": self.north.id,
                    "amount_untaxed": 23.02,
                    "amount_total": 23.02,
                },
                {
                    "platform_order_ref": "A2",
                    "platform": "generic",
                    "state": "sale",
                    "distribution_member_id": self.distributor.id,
                    "distribution_region_id": self.north.id,
                    "amount_untaxed": 20.0,
                    "amount_total": 20.0,
                },
            ],
        )
        first = order_import.order_ids.sorted("platform_order_ref")[0]
        self.assertEqual(str(first.date_order), "2026-01-05 10:00:00")
        self.assertEqual(first.order_line.mapped("price_subtotal"), [20.0, 3.02])
        self.assertEqual(order_import.line_ids.order_id, order_import.order_ids)
        self.assertEqual(order_import.state, "done")

    def test_preview_names_the_reason_of_every_line(self):
        self._create_product("TWICE")
        self._create_product("TWICE")
        cases = [
            (self._row("B1", customer="NOBODY"), "error", "unknown_member"),
            (self._row("B2", sku="NOTHING"), "error", "unknown_product"),
            (self._row("B3", sku="TWICE"), "error", "ambiguous_product"),
            (self._row("B4", price="1.239"), "error", "too_many_decimals"),
            (self._row("B5", quantity="many"), "error", "bad_quantity"),
            (self._row("B6", price="0"), "skipped", "no_price"),
            (self._row("B7", customer=""), "error", "empty_customer"),
            (self._row("B8"), "ok", False),
            (self._row("B8", customer="DIST"), "error", "other_customer"),
        ]
        order_import = self._create_import(*(row for row, _state, _finding in cases))
        order_import.action_preview()
        expected = [(state, finding) for _row, state, finding in cases]
        expected[7] = ("error", "order_has_errors")
        lines = order_import.line_ids.sorted("number")
        self.assertEqual([(line.state, line.finding) for line in lines], expected)
        self.assertTrue(all(line.reason for line in lines))
        self.assertIn("NOBODY", lines[0].reason)
        self.assertEqual((order_import.error_count, order_import.skipped_count), (8, 1))

    def test_chinese_headings_and_gb18030_are_understood(self):
        text = (
            "订单号,客户编码,下单时间,商品编码,数量,单价\nC1,SHOP,2026/1/5 10:00,T-1,2,¥1,000.00\n"
        )
        text = text.replace("¥1,000.00", '"¥1,000.00"')
        order_import = self.env["distribution.order.import"].create(
            {
                "name": "订单.csv",
                "file": base64.b64encode(text.encode("gb18030")),
                "profile_id": self.profile.id,
            }
        )
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.amount_untaxed, 2000.0)

    def test_xlsx_is_imported(self):
        book = openpyxl.Workbook()
        book.active.append(list(HEADINGS))
        book.active.append(["X1", "SHOP", "2026-01-05", "T-1", "Putty", 2, 10.0])
        buffer = io.BytesIO()
        book.save(buffer)
        order_import = self.env["distribution.order.import"].create(
            {
                "name": "orders.xlsx",
                "file": base64.b64encode(buffer.getvalue()),
                "profile_id": self.profile.id,
            }
        )
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual(order_import.order_ids.amount_untaxed, 20.0)

    def test_same_file_is_refused_with_the_way_to_the_first(self):
        rows = [self._row("D1")]
        first = self._create_import(*rows)
        first.action_preview()
        first.action_commit()
        second = self._create_import(*rows)
        with self.assertRaises(RedirectWarning) as caught:
            second.action_preview()
        self.assertEqual(caught.exception.args[1]["res_id"], first.id)

    def test_overlapping_file_adds_only_what_is_new(self):
        first = self._create_import(self._row("E1"), self._row("E2"))
        first.action_preview()
        first.action_commit()
        second = self._create_import(
            self._row("E2"), self._row("E2", quantity=7), self._row("E3", customer="DIST")
        )
        second.action_preview()
        self.assertEqual(
            [(line.state, line.finding) for line in second.line_ids.sorted("number")],
            [("skipped", "already_imported"), ("ok", False), ("ok", False)],
        )
        second.action_commit()
        extended = first.order_ids.filtered(lambda order: order.platform_order_ref == "E2")
        self.assertEqual(extended.order_line.mapped("product_uom_qty"), [2.0, 7.0])
        self.assertEqual(second.order_ids.mapped("platform_order_ref"), ["E3"])

    def test_errors_can_be_tried_again_after_they_were_mended(self):
        order_import = self._create_import(self._row("F1"), self._row("F2", sku="LATER"))
        order_import.action_preview()
        order_import.action_commit()
        self.assertEqual((order_import.order_count, order_import.error_count), (1, 1))
        self._create_product("LATER")
        order_import.action_retry_errors()
        order_import.action_commit()
        self.assertEqual((order_import.order_count, order_import.error_count), (2, 0))
        self.assertEqual(order_import.state, "done")

    def test_missing_products_are_created_when_the_profile_says_so(self):
        self.profile.create_products = True
        order_import = self._create_import(
            self._row("G1", sku="NEW-1", name="First name"),
            self._row("G2", sku="NEW-1", name="Other name"),
        )
        order_import.action_preview()
        order_import.action_commit()
        product = self.env["product.product"].search([("default_code", "=", "NEW-1")])
        self.assertEqual(product.name, "First name")

    def test_unreadable_file_fails_with_its_reason_and_leaves_no_lines(self):
        for content, words in (
            (b"\xff\xfe\x00\x01", "cannot be read"),
            (b"Order,Customer\n1,2\n", "Order Date, Product Code, Quantity, Unit Price"),
            (
                b'Order,Customer,Date,SKU,Quantity,"Unit Price"\nA,SHOP,2026-01-05,T-1,2,"1',
                "Line 2",
            ),
        ):
            with self.subTest(content=content):
                order_import = self.env["distribution.order.import"].create(
                    {
                        "name": "broken.csv",
                        "file": base64.b64encode(content),
                        "profile_id": self.profile.id,
                    }
                )
                order_import.action_preview()
                self.assertEqual(order_import.state, "failed")
                self.assertIn(words, order_import.failure)
                self.assertFalse(order_import.line_ids)

    def test_commit_is_refused_before_the_preview(self):
        with self.assertRaises(UserError):
            self._create_import(self._row("H1")).action_commit()

    def test_preview_takes_few_queries_for_many_lines(self):
        rows = [self._row(f"Q{number}") for number in range(500)]
        order_import = self._create_import(*rows)
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(45):
            order_import.action_preview()
            self.env.flush_all()
        self.assertEqual(order_import.ok_count, 500)
