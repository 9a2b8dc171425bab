from datetime import date

from odoo.tests import tagged

from .performance_common import PerformanceCommon


@tagged("post_install", "-at_install")
class TestPerformancePortal(PerformanceCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls._set_target(cls.rival, 12000.0)
        cls._set_target(cls.dealer, 6000.0)
        for member, amount in ((cls.rival, 900.0), (cls.dealer, 500.0), (cls.shop, 50.0)):
            cls._sell(member, "2024-03-10", amount)

    def setUp(self):
        super().setUp()
        self._refresh("2024-03-01", "2024-04-05")

    def _show(self, member):
        self.env.flush_all()
        self.env.invalidate_all()
        with self.assertQueryCount(3):
            return member._prepare_portal_performance()

    def test_own_figures_and_team(self):
        shown = self._show(self.rival)
        self.assertEqual(
            {name: shown["own"][name] for name in ("date", "actual", "target", "pace_percent")},
            {"date": date(2024, 3, 1), "actual": 900.0, "target": 1000.0, "pace_percent": 90.0},
        )
        self.assertEqual(shown["own"]["rank"], self._find(self.rival, "2024-03-01").rank)
        # The dealer has moved below it.
        self.assertEqual(
            shown["team"],
            {
                "members": 2,
                "actual": 1400.0,
                "projected": 1400.0,
                "target": 1500.0,
                "without_sales": 0,
            },
        )

    def test_others_are_masked_by_default(self):
        shown = self._show(self.shop)
        others = [row for row in shown["top"] if not row["is_own"]]
        self.assertTrue(others)
        self.assertEqual(
            {(row["name"], row["actual"], row["score"]) for row in others}, {("***", None, None)}
        )
        [own] = [row for row in shown["top"] if row["is_own"]]
        self.assertEqual((own["name"], own["actual"]), ("Shop", 50.0))

    def test_names_are_shown_when_the_company_says_so(self):
        self.company.distribution_ranking_names = True
        names = {row["name"]: row["actual"] for row in self._show(self.shop)["top"]}
        self.assertEqual((names["Rival"], names["Dealer"]), (900.0, 500.0))

    def test_nothing_is_shown_before_anything_was_computed(self):
        new = self._create_member("NEW", self.levels[1], self.south)
        self.assertIsNone(new._prepare_portal_performance())

    def test_member_form_shows_pace_and_rank(self):
        row = self._find(self.rival, "2024-03-01")
        self.assertEqual(self.rival.performance_pace, 90.0)
        self.assertEqual(self.rival.performance_rank, f"{row.rank}/{row.rank_count}")
        action = self.rival.action_open_performance()
        self.assertEqual(self.rows.search(action["domain"]), row)
