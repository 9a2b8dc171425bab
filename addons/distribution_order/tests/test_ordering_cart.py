import uuid
from datetime import timedelta

from odoo import fields
from odoo.addons.distribution_member.tests.pure.test_safe_files import pdf
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .ordering_common import OrderingCommon


@tagged("post_install", "-at_install")
class TestOrderingCart(OrderingCommon):
    def setUp(self):
        super().setUp()
        self.authenticate("or_buyer", "or_buyer")

    def _line(self, product, quantity, price=None):
        return {"id": product.id, "quantity": quantity, "price": price}

    def _submit(self, *lines, key=None, **values):
        """Return the answer to an order of lines (product, quantity, price shown)."""
        rows = [self._line(*line) for line in lines]
        return self._post("submit", key=key or str(uuid.uuid4()), lines=rows, **values)

    def _orders(self):
        return self.env["sale.order"].search(
            [("distribution_member_id", "=", self.shop.id), ("distribution_cart_key", "!=", False)]
        )

    # === CART === #

    def test_two_devices_share_one_cart_line_by_line(self):
        first = self._post("cart", lines=[self._line(self.brush, 3)], note="Ring twice")
        second = self._post("cart", lines=[self._line(self.paint_product, 2)])
        self.assertEqual((first["version"], second["version"]), (1, 2))
        self.assertEqual(
            second["lines"], {str(self.brush.id): 3.0, str(self.paint_product.id): 2.0}
        )
        self.assertEqual(second["note"], "Ring twice")
        third = self._post("cart", lines=[self._line(self.brush, 0)])
        self.assertEqual(third["lines"], {str(self.paint_product.id): 2.0})
        self.assertEqual(self._read("state")["cart"], third)

    def test_carts_of_colleagues_are_their_own(self):
        self._post("cart", lines=[self._line(self.brush, 3)])
        self.authenticate("or_admin", "or_admin")
        self.assertEqual(self._read("state")["cart"]["lines"], {})

    def test_state_says_who_may_what(self):
        state = self._read("state")
        self.assertTrue(state["can_order"] and state["sees_prices"])
        self.authenticate("or_viewer", "or_viewer")
        other = self._read("state")
        self.assertFalse(other["can_order"] or other["sees_prices"])
        self.assertNotEqual(state["user"], other["user"])

    # === ORDER === #

    def test_lines_become_one_order_however_often_they_are_sent(self):
        key = str(uuid.uuid4())
        self._post("cart", lines=[self._line(self.brush, 10), self._line(self.paint_product, 1)])
        answers = [self._submit((self.brush, 10, 7.5), key=key) for _try in range(3)]
        order = self._orders()
        self.assertEqual(len(order), 1)
        for answer in answers:
            self.assertEqual((answer["result"], answer["order"]["name"]), ("ordered", order.name))
        self.assertEqual(order.partner_id, self.shop.partner_id)
        self.assertEqual(order.order_line.product_uom_qty, 10)
        self.assertAlmostEqual(order.amount_untaxed, 75.0)
        # what was not ordered stays in the cart
        self.assertEqual(self._read("state")["cart"]["lines"], {str(self.paint_product.id): 1.0})

    def test_database_has_one_order_for_a_key(self):
        values = {"partner_id": self.shop.partner_id.id, "distribution_cart_key": "same"}
        self.env["sale.order"].create(values)
        with mute_logger("odoo.sql_db"), self.assertRaises(IntegrityError), self.cr.savepoint():
            self.env["sale.order"].create(values)

    def test_changed_price_is_asked_about(self):
        answer = self._submit((self.paint_product, 1, 79.0))
        self.assertEqual(answer["result"], "prices")
        self.assertEqual(answer["lines"][0]["product"]["price"], 80.0)
        self.assertEqual(self._submit((self.paint_product, 1))["result"], "prices")
        self.assertFalse(self._orders())

    def test_bad_line_keeps_the_order_from_being_made_and_says_why(self):
        self.brush.product_tmpl_id.distribution_multiple = 10
        answer = self._submit((self.paint_product, 1, 80.0), (self.brush, 15, 7.5))
        self.assertEqual(answer["result"], "lines")
        self.assertEqual([row["fault"] for row in answer["lines"]], [None, "multiple"])
        self.assertEqual(self._submit()["result"], "lines")
        self.assertFalse(self._orders())

    def test_frozen_member_is_told_and_loses_nothing(self):
        self._post("cart", lines=[self._line(self.paint_product, 1)])
        self.shop.action_freeze("order", self.today, "Payment overdue")
        answer = self._submit((self.paint_product, 1, 80.0))
        self.assertEqual(answer["result"], "refused")
        self.assertIn("Payment overdue", answer["reason"])
        self.assertFalse(self._orders())
        self.assertTrue(self._read("state")["cart"]["lines"])

    def test_address_day_note_and_file_go_with_the_order(self):
        answer = self._post("address", name="Depot", phone="1", street="Harbour 5", city="Port")
        depot = next(one for one in answer["addresses"] if one["name"] == "Depot")
        day = self.today + timedelta(days=7)
        key, rows = str(uuid.uuid4()), [self._line(self.paint_product, 1, 80.0)]
        answer = self._post(
            "submit",
            key=key,
            lines=rows,
            address=str(depot["id"]),
            day=day.isoformat(),
            note="Ring twice",
            files={"file": ("plan.pdf", pdf())},
        )
        self.assertEqual(answer["result"], "ordered", answer)
        order = self._orders()
        self.assertEqual(order.partner_shipping_id.street, "Harbour 5")
        self.assertEqual(order.partner_shipping_id.commercial_partner_id, self.shop.partner_id)
        self.assertEqual(
            fields.Datetime.context_timestamp(order, order.commitment_date).date(), day
        )
        self.assertEqual(order.distribution_note, "Ring twice")
        attachment = self.env["ir.attachment"].search(
            [("res_model", "=", "sale.order"), ("res_id", "=", order.id)]
        )
        self.assertEqual((attachment.name, attachment.mimetype), ("plan.pdf", "application/pdf"))

    def test_province_of_a_new_address_is_chosen_from_the_members_country(self):
        china, own = self.env.ref("base.cn"), self.env.ref("base.state_cn_CQ")
        self.shop.partner_id.write({"country_id": china.id, "state_id": own.id})
        sichuan = self.env.ref("base.state_cn_SC")
        data = self._read("addresses")
        self.assertEqual(data["province"], own.id)
        self.assertIn({"id": sichuan.id, "name": sichuan.name}, data["provinces"])
        foreign = self.env.ref("base.state_us_1")
        for chosen, kept in ((sichuan, sichuan), (foreign, own)):
            self._post("address", name=chosen.name, street="1", state_id=str(chosen.id))
            address = self.env["res.partner"].search([("name", "=", chosen.name)], limit=1)
            self.assertEqual(address.state_id, kept)

    def test_what_is_none_of_ones_own_or_no_document_is_refused(self):
        paint = self._line(self.paint_product, 1, 80.0)
        past = (self.today - timedelta(days=1)).isoformat()
        for values, said in (
            ({"address": str(self.other_distributor.partner_id.id)}, "your delivery addresses"),
            ({"day": past}, "has passed"),
            ({"files": {"file": ("a.html", b"<script>")}}, "PDF, JPEG or PNG"),
        ):
            with self.subTest(said=said):
                answer = self._post("submit", key=str(uuid.uuid4()), lines=[paint], **values)
                self.assertEqual(answer["result"], "refused")
                self.assertIn(said, answer["reason"])
        self.assertFalse(self._orders())
        self.assertFalse(self.env["ir.attachment"].search([("name", "=", "a.html")]))

    def test_key_of_another_member_is_no_key_to_its_order(self):
        key = str(uuid.uuid4())
        self._submit((self.paint_product, 1, 80.0), key=key)
        self._create_portal_user("or_other", self.other_distributor).lang = "en_US"
        self.authenticate("or_other", "or_other")
        (paint,) = self._read("catalogue?q=G-PAINT")["products"]
        answer = self._submit((self.paint_product, 1, paint["price"]), key=key)
        self.assertEqual(answer["result"], "ordered")
        self.assertNotEqual(answer["order"]["id"], self._orders().id)

    def test_who_does_not_order_changes_nothing(self):
        for login in ("or_viewer", "or_finance"):
            self.authenticate(login, login)
            for path in ("cart", "submit", "address"):
                with self.subTest(login=login, path=path):
                    answer = self._post(path, status=403, key=str(uuid.uuid4()))
                    self.assertEqual(answer["error"], "no_role")
        self.assertFalse(self.env["distribution.cart"].search([("member_id", "=", self.shop.id)]))

    def test_odd_forms_do_no_harm(self):
        self._post("submit", status=422, key="1; DROP", lines=[])
        self._post("address", status=422, name="", street="x")
        self.assertEqual(self._post("cart", lines="nonsense")["lines"], {})
