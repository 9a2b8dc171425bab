from datetime import date

from odoo.fields import Date
from odoo.tests import HttpCase, tagged

from .performance_common import PerformanceCommon

URL = "/my/distribution/results"


@tagged("post_install", "-at_install")
class TestResultsPortal(PerformanceCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.env["res.lang"]._activate_lang("en_US")
        today = cls.env.company._get_distribution_today()
        cls.month = today.replace(day=1)
        cls.year_ago = Date.subtract(cls.month, years=1)
        for member, day, amount in (
            (cls.rival, cls.month, 900.0),
            (cls.rival, cls.year_ago, 600.0),
            (cls.dealer, cls.month, 500.0),
        ):
            cls._sell(member, str(day), amount)
        cls._create_portal_users()

    @classmethod
    def _create_portal_users(cls):
        colleagues = cls.env["distribution.member.user"]
        for login, role in (("res_boss", "admin"), ("res_buyer", "buyer")):
            user = cls.env["res.users"].create(
                {
                    "login": login,
                    "password": login,
                    "name": login,
                    "partner_id": cls.env["res.partner"]
                    .create({"name": login, "parent_id": cls.rival.partner_id.id})
                    .id,
                    "group_ids": [(6, 0, cls.env.ref("base.group_portal").ids)],
                }
            )
            colleagues.search([("user_id", "=", user.id)]).unlink()
            colleagues.create({"user_id": user.id, "member_id": cls.rival.id, "role": role})
            user.lang = "en_US"

    def test_months_stand_beside_those_of_the_year_before(self):
        months = self.rival._prepare_portal_months()
        self.assertEqual(len(months), 12)
        last = months[-1]
        self.assertEqual(
            (last["month"], last["amount"], last["before"], last["height"], last["height_before"]),
            (self.month, 900.0, 600.0, 100, 67),
        )
        self.assertEqual(last["orders_url"], f"/my/distribution/orders?month={self.month:%Y-%m}")
        self.assertEqual(sum(row["amount"] for row in months), 900.0)

    def test_months_are_empty_when_nothing_was_bought(self):
        months = self._create_member("IDLE", self.levels[1], self.south)._prepare_portal_months()
        self.assertEqual({(row["amount"], row["height"]) for row in months}, {(0.0, 0)})

    def test_page_shows_own_figures_to_those_who_see_money(self):
        self._refresh(str(self.month), str(Date.add(self.month, days=27)))
        self.authenticate("res_boss", "res_boss")
        page = self.url_open(URL).text
        for text in ("Results", "900.00", "Ranking", "***"):
            self.assertIn(text, page)
        self.assertNotIn("Dealer", page.split("Ranking")[1])
        home = self.url_open("/my/distribution").text
        self.assertIn(URL, home)

    def test_page_says_when_there_are_no_figures_yet(self):
        self.authenticate("res_boss", "res_boss")
        self.assertIn("There are no figures of this month yet", self.url_open(URL).text)

    def test_page_is_not_for_those_who_do_not_see_money(self):
        self.authenticate("res_buyer", "res_buyer")
        page = self.url_open(URL).text
        self.assertIn("This page is not for your role", page)
        self.assertNotIn("900.00", page)
        self.assertNotIn(URL, self.url_open("/my/distribution").text)

    def test_bar_opens_the_orders_of_its_month(self):
        self.authenticate("res_boss", "res_boss")
        orders = self.env["sale.order"].search(
            [("distribution_member_id", "=", self.rival.id)], order="date_order"
        )
        old, new = orders
        page = self.url_open(f"/my/distribution/orders?month={self.year_ago:%Y-%m}").text
        self.assertIn(old.name, page)
        self.assertNotIn(new.name, page)
        for month in ("2020-01", "nonsense", "2026-13", "0000-01"):
            with self.subTest(month):
                self.assertEqual(
                    self.url_open(f"/my/distribution/orders?month={month}").status_code, 200
                )
        self.assertIn(
            "Nothing was ordered in this month",
            self.url_open("/my/distribution/orders?month=2020-01").text,
        )

    def test_month_begins_where_the_company_is(self):
        self.rival.company_id.distribution_tz = "Asia/Shanghai"
        domain = dict(
            (operator, str(value))
            for _field, operator, value in self.rival._get_portal_month_domain(date(2026, 3, 1))
        )
        self.assertEqual(domain, {">=": "2026-02-28 16:00:00", "<": "2026-03-31 16:00:00"})
