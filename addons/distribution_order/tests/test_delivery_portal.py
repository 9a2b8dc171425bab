from odoo import http
from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.tests import HttpCase, tagged

from .receipt_common import ReceiptCommon

DELIVERIES = "/my/distribution/deliveries"


@tagged("post_install", "-at_install")
class TestDeliveryPortal(ReceiptCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.stranger = cls._create_portal_user("rc_stranger", cls.other_distributor)
        cls.viewer = cls._create_portal_user("rc_viewer", cls.shop)
        (cls.stranger | cls.viewer).lang = "en_US"
        cls.shop.colleague_ids.filtered(lambda one: one.user_id == cls.viewer).role = "viewer"
        cls.order = cls._order(10, 5)
        carrier = cls.env["delivery.carrier"].create(
            {
                "name": "SF Express",
                "product_id": cls._create_product("FREIGHT").id,
                "tracking_url": "https://example.com/<shipmenttrackingnumber>",
            }
        )
        cls.order.picking_ids.write({"carrier_id": carrier.id, "carrier_tracking_ref": "SF123"})
        cls.picking = cls._ship(cls.order, 10, 2)
        cls.url = f"{DELIVERIES}/{cls.picking.id}"

    def _post(self, login="rc_buyer", url=None, files=None, **values):
        self.authenticate(login, login)
        values = {**values, "csrf_token": http.Request.csrf_token(self)}
        return self.url_open(f"{url or self.url}/receive", data=values, files=files)

    def _key(self, kind, number=0):
        return f"{kind}_{self.picking.move_ids[number].id}"

    def test_buyer_sees_carrier_tracking_number_and_what_is_still_to_come(self):
        self.authenticate("rc_buyer", "rc_buyer")
        page = self.url_open(f"/my/distribution/orders/{self.order.id}").text
        rest = self.order.picking_ids - self.picking
        for part in (self.picking.name, "SF Express", "SF123", rest.name, "Being prepared"):
            self.assertIn(part, page)
        page = self.url_open(self.url).text
        self.assertIn('href="https://example.com/SF123"', page)
        self.assertIn("Confirm receipt", page)
        self.assertIn(self.picking.name, self.url_open(DELIVERIES).text)
        self.assertIn("Deliveries to confirm: 1", self.url_open("/my/distribution").text)

    def test_address_of_a_carrier_that_is_no_web_page_is_no_link(self):
        self.picking.carrier_id.tracking_url = "javascript:alert(1)//<shipmenttrackingnumber>"
        self.authenticate("rc_buyer", "rc_buyer")
        page = self.url_open(self.url).text
        self.assertNotIn("javascript:alert", page)
        self.assertIn("SF123", page)

    def test_everything_has_arrived(self):
        self._post()
        receipt = self.picking.distribution_receipt_ids
        self.assertEqual((receipt.user_id, receipt.has_differences), (self.buyer, False))
        self.assertIn("Everything has arrived", self.url_open(self.url).text)
        self.assertNotIn("Deliveries to confirm", self.url_open("/my/distribution").text)

    def test_differences_with_a_photo_become_claims(self):
        values = {self._key("short"): "2", self._key("damaged"): "1.5", "note": "Wet cartons"}
        page = self._post(files={"photos": ("wet.jpg", picture(), "image/jpeg")}, **values).text
        receipt = self.picking.distribution_receipt_ids
        self.assertEqual(
            (receipt.line_ids[0].short_quantity, receipt.line_ids[0].damaged_quantity), (2, 1.5)
        )
        self.assertEqual(len(receipt.line_ids.claim_ids), 2)
        for part in ("missing 2", "damaged 1.5", "Wet cartons"):
            self.assertIn(part, page)
        self.assertIn(f'href="{self.url}"', self.url_open("/my/distribution/returns").text)
        photo = f"/distribution/receipt/file/{receipt.file_ids.id}"
        self.assertIn(photo, page)
        self.assertEqual(self.url_open(photo).headers["Content-Type"], "image/jpeg")
        self.authenticate("rc_stranger", "rc_stranger")
        self.assertEqual(self.url_open(photo).status_code, 404)

    def test_what_cannot_be_read_is_said_and_loses_nothing(self):
        values = {self._key("short"): "many", self._key("damaged"): "1", "note": "Half <b>wet</b>"}
        page = self._post(**values).text
        self.assertIn("“many” is no quantity", page)
        self.assertIn("Half &lt;b&gt;wet", page)
        self.assertIn('value="many"', page)
        self.assertFalse(self.picking.distribution_receipt_ids)
        for text in ("-1", "11", "1e9", "nan"):
            with self.subTest(text=text):
                self._post(**{self._key("short"): text})
                self.assertFalse(self.picking.distribution_receipt_ids)

    def test_second_word_is_refused_with_a_sentence(self):
        self._post()
        page = self._post(**{self._key("short"): "1"}).text
        self.assertIn("was received already", page)
        self.assertEqual(len(self.picking.distribution_receipt_ids), 1)

    def test_who_looks_on_and_strangers_receive_nothing(self):
        for login in ("rc_viewer", "rc_stranger"):
            self._post(login)
            self.assertFalse(self.picking.distribution_receipt_ids)
        self.authenticate("rc_stranger", "rc_stranger")
        self.assertNotIn(self.picking.name, self.url_open(self.url).text)
        self.assertNotIn(self.picking.name, self.url_open(DELIVERIES).text)
        self.authenticate("rc_viewer", "rc_viewer")
        self.assertNotIn("Confirm receipt", self.url_open(self.url).text)

    def test_what_has_not_left_offers_no_receipt(self):
        rest = self.order.picking_ids - self.picking
        self.authenticate("rc_buyer", "rc_buyer")
        self.assertNotIn("Confirm receipt", self.url_open(f"{DELIVERIES}/{rest.id}").text)
        page = self._post(url=f"{DELIVERIES}/{rest.id}").text
        self.assertIn("has not left yet", page)
