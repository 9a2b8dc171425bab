from odoo.tests import HttpCase, tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestStatementPortal(CommissionCommon, HttpCase):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._sell(cls.shop, (cls.product, 10, 100.0))
        settlements = cls.env["distribution.settlement"]
        cls.january, cls.february = settlements.create(
            [
                {"cycle_id": cls.cycle.id, "date_from": "2026-01-01", "date_to": "2026-01-31"},
                {"cycle_id": cls.cycle.id, "date_from": "2026-02-01", "date_to": "2026-02-28"},
            ]
        )
        cls.january.action_compute()
        cls.january.action_publish()
        cls._sell(cls.shop, (cls.product, 10, 100.0), date="2026-02-05 10:00:00")
        cls.february.action_compute()
        for login, member in (("tp_shop", cls.shop), ("tp_dist", cls.distributor)):
            cls._create_portal_user(login, member).lang = "en_US"

    def _find(self, settlement, member):
        return settlement.statement_ids.filtered(lambda s: s.member_id == member)

    def test_distributor_lists_and_reads_its_published_statements(self):
        self.authenticate("tp_shop", "tp_shop")
        statement = self._find(self.january, self.shop)
        page = self.url_open("/my/distribution/statements").text
        self.assertIn(statement.number, page)
        for other in (self._find(self.january, self.distributor), self.february.statement_ids[0]):
            self.assertNotIn(f"/my/distribution/statements/{other.id}", page)
        page = self.url_open(statement.access_url).text
        self.assertIn("20.00", page)

    def test_distributor_downloads_pdf_and_workbook(self):
        self.authenticate("tp_shop", "tp_shop")
        url = self._find(self.january, self.shop).access_url
        workbook = self.url_open(f"{url}/xlsx")
        self.assertTrue(workbook.content.startswith(b"PK"))
        self.assertIn("attachment", workbook.headers["Content-Disposition"])
        html = self.url_open(f"{url}?report_type=html")
        self.assertEqual(html.status_code, 200)

    def test_foreign_missing_and_draft_statements_look_the_same(self):
        self.authenticate("tp_dist", "tp_dist")
        self._find(self.january, self.shop)._portal_ensure_token()
        foreign = self._find(self.january, self.shop).id
        draft = self._find(self.february, self.distributor).id
        for statement_id in (foreign, draft, 10**9, 0):
            for suffix in (
                "",
                "/xlsx",
                "?report_type=pdf",
                "?access_token=wrong",
                "?access_token=密",
            ):
                with self.subTest(statement=statement_id, suffix=suffix):
                    answer = self.url_open(
                        f"/my/distribution/statements/{statement_id}{suffix}",
                        allow_redirects=False,
                    )
                    self.assertEqual(answer.status_code, 303)
                    self.assertTrue(answer.headers["Location"].endswith("/my"))

    def test_visitor_needs_the_token(self):
        statement = self._find(self.january, self.shop)
        plain = self.url_open(statement.access_url, allow_redirects=False)
        self.assertEqual(plain.status_code, 303)
        signed = self.url_open(statement.get_portal_url())
        self.assertIn(statement.number, signed.text)
        listed = self.url_open("/my/distribution/statements", allow_redirects=False)
        self.assertIn("/web/login", listed.headers["Location"])

    def test_bad_parameters_do_no_harm(self):
        self.authenticate("tp_shop", "tp_shop")
        url = self._find(self.january, self.shop).access_url
        for suffix in ("?page=x", "?page=-1", "?page=99999", "?report_type=xml", "?download=1"):
            with self.subTest(suffix=suffix):
                self.assertEqual(self.url_open(f"{url}{suffix}").status_code, 200)

    def test_home_counts_the_statements(self):
        self.authenticate("tp_shop", "tp_shop")
        answer = self.make_jsonrpc_request("/my/counters", {"counters": ["statement_count"]})
        self.assertEqual(answer["statement_count"], 1)

    def test_distributor_without_statements_is_told_what_to_expect(self):
        self._create_portal_user("tp_new", self.other_distributor).lang = "en_US"
        self.authenticate("tp_new", "tp_new")
        self.opener.cookies["frontend_lang"] = "en_US"
        page = self.url_open("/my/distribution/statements").text
        self.assertIn('class="alert alert-info"', page)
        self.assertNotIn("list-group-item", page)

    def test_balance_is_shown_to_money_roles_only(self):
        """Unsettled is what February earned: its settlement is a draft."""
        balance = self.shop._prepare_portal_balance()
        self.assertEqual(balance["unsettled"], 20.0)
        self.assertEqual(balance["statement"], self._find(self.january, self.shop))
        for role, is_shown in (("admin", True), ("finance", True), ("buyer", False)):
            with self.subTest(role=role):
                self.assertEqual(bool(self.shop._prepare_portal_home(role)["balance"]), is_shown)
                keys = [entry["key"] for entry in self.shop._prepare_portal_navigation(role)]
                self.assertEqual("statements" in keys, is_shown)
        self.authenticate("tp_shop", "tp_shop")
        self.assertIn('id="distribution_balance"', self.url_open("/my/distribution").text)

    def test_viewer_is_told_that_statements_are_not_for_its_role(self):
        self._create_portal_user("tp_viewer", self.shop).lang = "en_US"
        self.authenticate("tp_viewer", "tp_viewer")
        self.opener.cookies["frontend_lang"] = "en_US"
        page = self.url_open("/my/distribution/statements").text
        self.assertIn("fa-user-times", page)  # whichever language the page is in
        self.assertNotIn('id="distribution_balance"', self.url_open("/my/distribution").text)

    def test_frozen_portal_closes_the_statements_to_the_members_people(self):
        statement = self._find(self.january, self.shop)
        today = self.company._get_distribution_today()
        self.shop.action_freeze("portal", today, "Debts")
        self.authenticate("tp_shop", "tp_shop")
        for url in (statement.access_url, statement.get_portal_url()):
            answer = self.url_open(url, allow_redirects=False)
            self.assertEqual(answer.status_code, 303)
        self.assertIn("Debts", self.url_open("/my/distribution/statements").text)
