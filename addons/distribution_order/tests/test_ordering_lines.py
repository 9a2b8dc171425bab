from odoo.tests import tagged
from odoo.tools import mute_logger

from .ordering_common import ORDERING, OrderingCommon


@tagged("post_install", "-at_install")
class TestOrderingLines(OrderingCommon):
    def setUp(self):
        super().setUp()
        self.authenticate("or_buyer", "or_buyer")

    def test_good_lines_are_kept_and_bad_ones_say_why(self):
        self.brush.product_tmpl_id.distribution_multiple = 10
        text = "g-paint 2\nG-BRUSH 15\nNOTHING 1\nG-PRIMER\nG-PRIMER many"
        good, odd, unknown, without, wrong = self._post("lines", text=text)["lines"]
        self.assertEqual((good["product"]["code"], good["quantity"]), ("G-PAINT", 2))
        self.assertIsNone(good["reason"])
        self.assertIn("not a multiple of 10", odd["reason"])
        self.assertEqual(odd["allowed"], [10, 20])
        self.assertEqual(odd["text"], "G-BRUSH 15")
        self.assertIn("no product with the code NOTHING", unknown["reason"])
        self.assertIn("no quantity after G-PRIMER", without["reason"])
        self.assertIn("not a number", wrong["reason"])

    def test_lines_of_which_none_can_be_read_say_why(self):
        (line,) = self._post("lines", text="G-PRIMER")["lines"]
        self.assertIn("no quantity after G-PRIMER", line["reason"])

    def test_barcode_of_a_pack_counts_what_is_in_it(self):
        dozen = self.env.ref("uom.product_uom_dozen")
        self.brush.barcode = "6901234567892"
        self.env["product.uom"].create(
            {"product_id": self.brush.id, "uom_id": dozen.id, "barcode": "PACK-12"}
        )
        first, second = self._post("lines", text="6901234567892 3\nPACK-12 2")["lines"]
        self.assertEqual([first["quantity"], second["quantity"]], [3, 24])
        self.assertEqual(second["product"]["code"], "G-BRUSH")

    def test_code_of_several_products_is_not_guessed(self):
        self._create_goods("G-BRUSH", "Another Brush", self.tools)
        (line,) = self._post("lines", text="G-BRUSH 1")["lines"]
        self.assertIsNone(line["product"])
        self.assertIn("Several products", line["reason"])

    def test_product_that_is_not_offered_is_named_with_its_reason(self):
        self._create_assortment(categ_ids=self.tools.ids)
        (line,) = self._post("lines", text="G-PAINT 1")["lines"]
        self.assertIn("not in the assortment", line["reason"])
        self.assertIsNone(line["product"])

    def test_file_is_read_like_text(self):
        content = b"code,quantity\nG-PAINT,2\nNOTHING,1\n"
        lines = self._post("lines", files={"file": ("list.csv", content)})["lines"]
        self.assertEqual([line["number"] for line in lines], [2, 3])
        self.assertEqual(lines[0]["product"]["code"], "G-PAINT")
        answer = self._post("lines", status=422, files={"file": ("list.xls", b"\xd0\xcf\x11\xe0")})
        self.assertIn("CSV or XLSX", answer["reason"])

    def test_cart_is_judged_with_the_price_of_its_quantity(self):
        rows = self._post(
            "lines",
            lines=[
                {"id": self.brush.id, "quantity": 10},
                {"id": self.paint_product.id, "quantity": 0.0},
                {"id": 2**31 - 1, "quantity": 1},
            ],
        )["lines"]
        self.assertEqual([row["product"]["price"] for row in rows[:1]], [7.5])
        self.assertEqual(rows[1]["fault"], "not_positive")

    def test_nonsense_is_no_line(self):
        for lines in (
            "x",
            "{}",
            "[1, null, {}]",
            '[{"id": "1e3", "quantity": 1}]',
            '[{"id": 1, "quantity": "1"}]',
            '[{"id": 1, "quantity": 1e99}]',
        ):
            with self.subTest(lines=lines):
                self.assertEqual(self._post("lines", lines=lines)["lines"], [])

    def test_who_does_not_order_judges_nothing(self):
        for login in ("or_viewer", "or_finance"):
            self.authenticate(login, login)
            with self.subTest(login=login):
                answer = self._post("lines", status=403, text="G-PAINT 1")
                self.assertEqual(answer["error"], "no_role")

    def test_form_of_another_site_is_refused(self):
        with mute_logger("odoo.http"):
            response = self.url_open(f"{ORDERING}/lines", data={"text": "G-PAINT 1"})
        self.assertEqual(response.status_code, 400)
