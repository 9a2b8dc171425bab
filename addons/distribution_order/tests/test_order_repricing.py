from odoo import Command, http
from odoo.exceptions import UserError
from odoo.tests import HttpCase, tagged

from .common import OrderCommon

ORDERS = "/my/distribution/orders"


class RepricingCommon(OrderCommon):
    """An order at list price that waits, and a price list that moves on."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("rp_manager", "manager")
        cls.shop.region_id.manager_ids = cls.manager
        cls.product.list_price = 100.0
        cls.brush = cls._create_product("T-2", "Brush")
        cls.brush.list_price = 20.0
        cls.buyer = cls._create_portal_user("rp_buyer", cls.shop)
        cls.buyer.lang = "en_US"
        cls.order = cls.env["sale.order"].create(
            {
                "partner_id": cls.shop.partner_id.id,
                "order_line": [
                    Command.create({"product_id": cls.product.id, "product_uom_qty": 2}),
                    Command.create(
                        {"product_id": cls.brush.id, "product_uom_qty": 5, "price_unit": 18.0}
                    ),
                ],
            }
        )
        cls.order.with_user(cls.buyer).sudo().action_distribution_submit()

    def _raise_prices(self):
        self.product.list_price = 110.0
        self.brush.list_price = 30.0
        self.env.invalidate_all()

    def _ask(self):
        self.order.with_user(self.manager).action_distribution_ask_prices()


@tagged("post_install", "-at_install")
class TestOrderRepricing(RepricingCommon):
    def test_unchanged_prices_are_no_news(self):
        self.assertFalse(self.order.distribution_price_news)
        with self.assertRaisesRegex(UserError, "those of the price list"):
            self._ask()

    def test_news_tell_lines_at_list_price_with_figures(self):
        self._raise_prices()
        news = self.order.distribution_price_news.replace("\xa0", " ")
        self.assertIn("Putty", news)
        for part in ("100.00", "110.00"):
            self.assertIn(part, news)
        self.assertNotIn("Brush", news, "what was agreed stays agreed")

    def test_late_approval_keeps_the_prices_of_the_submission(self):
        self._raise_prices()
        self.order.with_user(self.manager).action_distribution_approve()
        self.assertEqual(self.order.amount_untaxed, 290.0)
        self.assertFalse(self.order.distribution_price_news, "what is decided is past")

    def test_asking_changes_nothing_and_tells_the_buyer(self):
        self._raise_prices()
        self._ask()
        self.assertEqual(self.order.amount_untaxed, 290.0)
        self.assertTrue(self.order.distribution_prices_asked_date)
        message = self.env["distribution.message"].search(
            [("user_id", "=", self.buyer.id)], limit=1
        )
        self.assertIn("Prices have changed", message.name)

    def test_only_who_decides_asks(self):
        self._raise_prices()
        stranger = self._create_user("rp_south", "manager")
        self.south.manager_ids = stranger
        with self.assertRaises(UserError):
            self.order.with_user(stranger).action_distribution_ask_prices()

    def test_new_prices_are_not_taken_unasked(self):
        self._raise_prices()
        with self.assertRaisesRegex(UserError, "no new prices"):
            self.order._accept_new_prices(310.0)

    def test_accepted_prices_go_into_a_new_submission(self):
        self._raise_prices()
        self._ask()
        self.assertEqual(self.order._preview_new_total(), 310.0)
        self.assertEqual(self.order.amount_untaxed, 290.0, "a preview keeps nothing")
        self.order.with_user(self.buyer).sudo()._accept_new_prices(310.0)
        self.assertEqual(self.order.amount_untaxed, 310.0)
        self.assertEqual(self.order.distribution_state, "submitted")
        self.assertEqual(self.order.distribution_submitted_by_id, self.buyer)
        self.assertFalse(self.order.distribution_prices_asked_date)
        self.assertFalse(self.order.distribution_price_news)

    def test_what_was_not_shown_is_not_accepted(self):
        self._raise_prices()
        self._ask()
        with self.assertRaisesRegex(UserError, "once more"), self.env.cr.savepoint():
            self.order._accept_new_prices(300.0)
        self.assertEqual(self.order.distribution_state, "submitted")

    def test_date_of_asking_is_written_by_the_button_only(self):
        with self.assertRaises(UserError):
            self.order.with_user(self.manager).distribution_prices_asked_date = "2026-01-01"


@tagged("post_install", "-at_install")
class TestRepricingPortal(RepricingCommon, HttpCase):
    def test_buyer_sees_old_and_new_and_accepts(self):
        self._raise_prices()
        self.authenticate("rp_buyer", "rp_buyer")
        url = f"{ORDERS}/{self.order.id}"
        self.assertNotIn("Accept the new prices", self.url_open(url).text)
        self._ask()
        page = self.url_open(url).text
        for part in ("290.00", "310.00", "Accept the new prices"):
            self.assertIn(part, page)
        token = http.Request.csrf_token(self)
        page = self.url_open(f"{url}/accept-prices", {"csrf_token": token, "total": "x"}).text
        self.assertIn("changed once more", page)
        self.url_open(f"{url}/accept-prices", {"csrf_token": token, "total": "310.0"})
        self.assertEqual(self.order.amount_untaxed, 310.0)
