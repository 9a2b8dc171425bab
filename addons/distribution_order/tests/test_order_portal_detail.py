from odoo import Command, http
from odoo.tests import HttpCase, tagged

from .common import OrderCommon

ORDERS = "/my/distribution/orders"
APPROVALS = "/my/distribution/approvals"


@tagged("post_install", "-at_install")
class TestOrderPortalDetail(OrderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.list_price = 100.0
        cls.buyer = cls._create_portal_user("pd_buyer", cls.shop)
        cls.upline_buyer = cls._create_portal_user("pd_upline", cls.distributor)
        cls.stranger = cls._create_portal_user("pd_stranger", cls.other_distributor)
        cls.viewer = cls._create_portal_user("pd_viewer", cls.shop)
        (cls.buyer | cls.upline_buyer | cls.stranger | cls.viewer).lang = "en_US"
        cls.shop.colleague_ids.filtered(lambda one: one.user_id == cls.viewer).role = "viewer"

    def _submit(self, **values):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [
                    Command.create({"product_id": self.product.id, "product_uom_qty": 2})
                ],
                **values,
            }
        )
        order.with_user(self.buyer).sudo().action_distribution_submit()
        return order

    def _post(self, url, **values):
        values = {**values, "csrf_token": http.Request.csrf_token(self)}
        return self.url_open(url, data=values)

    def test_submitted_order_is_in_the_list_and_opens(self):
        order = self._submit()
        self.authenticate("pd_buyer", "pd_buyer")
        self.assertIn(order.name, self.url_open(ORDERS).text)
        page = self.url_open(f"{ORDERS}/{order.id}").text
        self.assertIn("about to confirm it", page)
        self.assertIn("200.00", page)
        self.assertIn("Take back and change", page)

    def test_buyer_is_told_why_the_order_waits(self):
        self.shop.partner_id.credit_limit = 150
        order = self._submit()
        self.authenticate("pd_buyer", "pd_buyer")
        page = self.url_open(f"{ORDERS}/{order.id}").text
        self.assertIn("50.00 over the credit left", page.replace("$\xa0", ""))

    def test_viewer_sees_no_money_and_no_buttons(self):
        order = self._submit()
        self.authenticate("pd_viewer", "pd_viewer")
        page = self.url_open(f"{ORDERS}/{order.id}").text
        self.assertIn(order.name, page)
        self.assertNotIn("200.00", page)
        self.assertNotIn("Take back", page)
        self._post(f"{ORDERS}/{order.id}/withdraw")
        self.assertEqual(order.distribution_state, "submitted")

    def test_order_of_others_is_as_missing(self):
        order = self._submit()
        for login in ("pd_stranger", "pd_upline"):
            self.authenticate(login, login)
            self.assertNotIn(order.name, self.url_open(f"{ORDERS}/{order.id}").text)
            self._post(f"{ORDERS}/{order.id}/withdraw")
            self.assertEqual(order.distribution_state, "submitted")

    def test_order_taken_back_is_cancelled_and_goes_into_a_new_cart(self):
        order = self._submit()
        self.authenticate("pd_buyer", "pd_buyer")
        answer = self._post(f"{ORDERS}/{order.id}/withdraw")
        self.assertIn(f"reorder={order.id}", answer.url)
        self.assertEqual(order.distribution_state, "cancelled")

    def test_order_that_was_decided_is_not_taken_back(self):
        order = self._submit()
        order.action_confirm()
        self.authenticate("pd_buyer", "pd_buyer")
        page = self._post(f"{ORDERS}/{order.id}/withdraw").text
        self.assertIn("does not wait for a decision", page)
        self.assertEqual(order.state, "sale")

    def test_rejected_order_says_why(self):
        order = self._submit()
        manager = self._create_user("pd_manager", "manager")
        self.north.manager_ids = manager
        order.with_user(manager).action_distribution_reject("Full pallets only")
        self.authenticate("pd_buyer", "pd_buyer")
        self.assertIn("Full pallets only", self.url_open(f"{ORDERS}/{order.id}").text)

    # === the upline === #

    def _switch_upline_tier_on(self):
        self.env.ref("distribution_order.tier_upline").active = True

    def test_upline_approves_on_its_page(self):
        self._switch_upline_tier_on()
        order = self._submit()
        self.authenticate("pd_upline", "pd_upline")
        home = self.url_open("/my/distribution").text
        self.assertIn("Orders of your downline that wait for you: 1", home)
        self.assertIn(order.name, self.url_open(APPROVALS).text)
        page = self._post(f"{APPROVALS}/{order.id}/approve").text
        self.assertNotIn(order.name, page)
        self.assertEqual(order.distribution_state, "approved")

    def test_upline_rejects_with_a_reason_only(self):
        self._switch_upline_tier_on()
        order = self._submit()
        self.authenticate("pd_upline", "pd_upline")
        page = self._post(f"{APPROVALS}/{order.id}/reject", reason=" ").text
        self.assertIn("Say why", page)
        self._post(f"{APPROVALS}/{order.id}/reject", reason="Ask me first")
        self.assertRecordValues(
            order, [{"distribution_state": "rejected", "distribution_answer": "Ask me first"}]
        )

    def test_upline_is_not_told_of_the_buyers_account(self):
        self._switch_upline_tier_on()
        self.shop.partner_id.credit_limit = 150
        order = self._submit()
        self.authenticate("pd_upline", "pd_upline")
        page = self.url_open(APPROVALS).text
        self.assertIn(order.name, page)
        self.assertNotIn("credit left", page)

    def test_nobody_else_decides(self):
        self._switch_upline_tier_on()
        order = self._submit()
        for login in ("pd_stranger", "pd_buyer"):
            self.authenticate(login, login)
            self.assertNotIn(order.name, self.url_open(APPROVALS).text)
            self._post(f"{APPROVALS}/{order.id}/approve")
            self.assertEqual(order.distribution_state, "approving")
