from datetime import timedelta

from odoo import fields
from odoo.tests import HttpCase, tagged

from .common import OrderCommon

HOME = "/my/distribution"
ORDERS = "/my/distribution/orders"


@tagged("post_install", "-at_install")
class TestOrderPortal(OrderCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.own = cls._sell(cls.distributor, (cls.product, 1, 100.0))
        cls.foreign = cls._sell(cls.other_distributor, (cls.product, 1, 77.0))
        cls.below = cls._sell(cls.shop, (cls.product, 1, 55.0))
        users = cls._create_portal_user("op_admin", cls.distributor)
        users |= cls._create_portal_user("op_viewer", cls.distributor)
        users.lang = "en_US"

    def test_buyer_reads_own_orders_with_amounts_at_home_and_in_the_list(self):
        self.authenticate("op_admin", "op_admin")
        for path in (HOME, ORDERS):
            with self.subTest(path=path):
                page = self.url_open(path).text
                self.assertIn(self.own.name, page)
                self.assertIn("100.00", page)
                self.assertIn(f"{ORDERS}/{self.own.id}", page)
                self.assertNotIn(self.foreign.name, page)
                self.assertNotIn(self.below.name, page)

    def test_buyer_reads_the_orders_of_a_month(self):
        self.authenticate("op_admin", "op_admin")
        month = self.own.date_order.strftime("%Y-%m")
        self.assertIn(self.own.name, self.url_open(f"{ORDERS}?month={month}").text)
        page = self.url_open(f"{ORDERS}?month=2001-01").text
        self.assertNotIn(self.own.name, page)
        self.assertIn("Nothing was ordered in this month", page)

    def test_viewer_sees_orders_without_money(self):
        self.authenticate("op_viewer", "op_viewer")
        for path in (HOME, ORDERS):
            with self.subTest(path=path):
                page = self.url_open(path).text
                self.assertIn(self.own.name, page)
                self.assertNotIn("100.00", page)
                self.assertIn(f"{ORDERS}/{self.own.id}", page)

    def test_draft_of_ours_is_not_shown_and_sent_quotation_waits_for_the_buyer(self):
        draft, sent = (
            self.env["sale.order"].create({"partner_id": self.distributor.partner_id.id})
            for _number in range(2)
        )
        sent.state = "sent"
        orders = self.distributor._prepare_portal_orders("admin")
        names = [order["name"] for order in orders]
        states = {order["name"]: order["state_name"] for order in orders}
        self.assertEqual(states[sent.name], "Quotation")
        self.assertIn(sent.name, names)
        self.assertNotIn(draft.name, names)
        for role, waits in (("admin", True), ("buyer", True), ("finance", False)):
            with self.subTest(role=role):
                texts = [todo["text"] for todo in self.distributor._prepare_portal_todos(role)]
                self.assertEqual(any(sent.name in text for text in texts), waits)

    def test_odd_pages_do_no_harm(self):
        self.authenticate("op_admin", "op_admin")
        self.assertEqual(self.url_open(f"{ORDERS}/page/0").status_code, 200)
        self.assertEqual(self.url_open(f"{ORDERS}/page/99999").status_code, 200)


@tagged("post_install", "-at_install")
class TestBranchSales(OrderCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env.user.tz = "Asia/Shanghai"
        cls.first = fields.Date.context_today(cls.env.user).replace(day=1)

    def _sell_on(self, member, amount, day):
        """Return an order placed at 10 in the morning in Shanghai."""
        return self._sell(member, (self.product, 1, amount), date=f"{day} 02:00:00")

    def test_branch_counts_itself_and_all_below_by_month(self):
        last = self.first - timedelta(days=1)
        self._sell_on(self.distributor, 100, self.first)
        self._sell_on(self.shop, 20, self.first)
        self._sell_on(self.shop, 3, last)
        self._sell_on(self.other_distributor, 1000, self.first)
        self._sell_on(self.shop, 7, last.replace(day=1) - timedelta(days=1))
        figures = (self.distributor | self.shop)._get_team_figures("finance")
        for text, amounts in (
            (figures[self.distributor.id], ("120.00", "3.00")),
            (figures[self.shop.id], ("20.00", "3.00")),
        ):
            for amount in amounts:
                self.assertIn(amount, text)

    def test_month_begins_in_the_time_zone_of_the_user(self):
        # 17 o'clock UTC is the next day in Shanghai
        self._sell(
            self.shop,
            (self.product, 1, 8.0),
            date=f"{self.first - timedelta(days=1)} 17:00:00",
        )
        self.assertIn("month $\u00a08.00", self.shop._get_team_figures("admin")[self.shop.id])

    def test_sales_of_another_upline_s_days_do_not_count(self):
        last = self.first - timedelta(days=1)
        self._sell_on(self.shop, 50, last)
        self.shop.change_upline(self.other_distributor.id, self.first, "Test")
        figures = (self.distributor | self.other_distributor)._get_team_figures("admin")
        self.assertIn("50.00", figures[self.distributor.id])
        self.assertNotIn(self.other_distributor.id, figures)

    def test_sums_are_for_money_roles_and_take_one_query(self):
        self._sell_on(self.shop, 5, self.first)
        for role in ("buyer", "viewer"):
            self.assertEqual(self.distributor._get_team_figures(role), {})
        team = self.distributor | self.other_distributor | self.shop | self.agent
        team._get_team_figures("admin")
        self.env.flush_all()
        with self.assertQueryCount(1):
            team._get_team_figures("admin")
