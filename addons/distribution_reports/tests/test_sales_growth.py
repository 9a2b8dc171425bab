from datetime import date

from odoo.fields import Date
from odoo.tests import tagged

from .common import SalesReportCommon


@tagged("post_install", "-at_install")
class TestSalesGrowth(SalesReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.growth = cls.env["distribution.sales.growth"]
        cls.orders = cls.env["sale.order"]
        # Shop: a year before 400, the quarter before 200, the month before 100, now 150.
        for moment, price in (
            ("2025-02-10 08:00", 400.0),
            ("2025-11-10 08:00", 200.0),
            ("2026-01-10 08:00", 100.0),
            ("2026-02-10 08:00", 150.0),
        ):
            cls.orders += cls._create_order(cls.shop.partner_id, moment, (cls.drill, 1, price))
        # Dealer has never bought before.
        cls.orders += cls._create_order(
            cls.dealer.partner_id, "2026-02-11 08:00", (cls.screw, 2, 25.0)
        )

    def _read(self, groups, *conditions, figures=()):
        """Return {group: figures} of what the orders of this test say."""
        growths = ("growth_month:avg", "growth_quarter:avg", "growth_year:avg")
        figures = figures or ("amount:sum", *growths)
        rows = self.growth._read_group(
            [("order_id", "in", self.orders.ids), *conditions], groups, figures
        )
        return {row[0]: list(row[len(groups) :]) for row in rows}

    def test_growth_is_of_sums_when_summed_by_month(self):
        rows = self._read(["date:month"], ("member_id", "=", self.shop.id))
        self.assertEqual(rows[date(2026, 2, 1)], [150.0, 50.0, -25.0, -62.5])
        self.assertEqual(rows[date(2026, 1, 1)], [100.0, False, False, False])

    def test_growth_is_of_all_members_when_summed_up(self):
        february = [("date", ">=", "2026-02-01"), ("date", "<", "2026-03-01")]
        rows = self._read(["categ_top_id"], *february, figures=("amount:sum", "growth_month:avg"))
        self.assertEqual(rows[self.tools], [200.0, 100.0])

    def test_growth_is_empty_when_nothing_was_sold_before(self):
        rows = self._read(["member_id"], ("date", ">=", "2026-02-01"), ("date", "<", "2026-03-01"))
        self.assertEqual(rows[self.dealer], [50.0, False, False, False])

    def test_month_that_runs_is_compared_with_as_many_days(self):
        today = Date.context_today(self.report)
        early, late = today.replace(day=1), today.replace(day=28)
        before = [Date.subtract(day, months=1) for day in (early, late)]
        for day, price in zip(before, (10.0, 90.0), strict=True):
            self.orders += self._create_order(
                self.shop.partner_id, f"{day} 04:00", (self.drill, 1, price)
            )
        rows = self._read(
            ["date:month"],
            ("member_id", "=", self.shop.id),
            ("date", ">=", early),
            figures=("amount_month_before:sum",),
        )
        self.assertEqual(rows, {early: [100.0 if today.day >= 28 else 10.0]})

    def test_goods_that_came_back_count_in_the_growth(self):
        self.orders += self._create_order(
            self.shop.partner_id,
            "2026-02-20 08:00",
            (self.drill, -1, 50.0, {"distribution_origin_line_id": self.orders[3].order_line.id}),
        )
        rows = self._read(["date:month"], ("member_id", "=", self.shop.id))
        self.assertEqual(rows[date(2026, 2, 1)][:2], [100.0, 0.0])


@tagged("post_install", "-at_install")
class TestSalesBranch(SalesReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        # Dealer stood below Agent until March, and stands below Rival since.
        cls.orders = cls.env["sale.order"]
        for member, moment, price in (
            (cls.agent, "2024-02-01 08:00", 1000.0),
            (cls.dealer, "2024-02-10 08:00", 200.0),
            (cls.dealer, "2024-02-29 17:00", 30.0),  # March already where the company settles
            (cls.rival, "2024-03-10 08:00", 4.0),
        ):
            cls.orders += cls._create_order(member.partner_id, moment, (cls.drill, 1, price))

    def _read(self, *conditions):
        """Return {head: [own, with the branch]}."""
        rows = self.env["distribution.sales.branch"]._read_group(
            [("order_id", "in", self.orders.ids), *conditions],
            ["head_id"],
            ["amount_own:sum", "amount_net:sum"],
        )
        return {head: list(sums) for head, *sums in rows}

    def test_sale_counts_for_the_upline_of_its_day(self):
        self.assertEqual(
            self._read(),
            {
                self.agent: [1000.0, 1200.0],
                self.dealer: [230.0, 230.0],
                self.rival: [4.0, 34.0],
            },
        )

    def test_own_sales_are_those_at_depth_zero(self):
        self.assertEqual(
            {head: sums[1] for head, sums in self._read(("depth", "=", 0)).items()},
            {self.agent: 1000.0, self.dealer: 230.0, self.rival: 4.0},
        )

    def test_row_opens_its_order(self):
        row = self.env["distribution.sales.branch"].search(
            [("order_id", "=", self.orders[1].id), ("head_id", "=", self.agent.id)]
        )
        self.assertEqual(row.depth, 1)
        self.assertEqual(row.action_open_order()["res_id"], self.orders[1].id)


@tagged("post_install", "-at_install")
class TestSalesMonth(SalesReportCommon):
    def test_month_opens_the_lines_that_it_is_made_of(self):
        sales = self._create_order(
            self.dealer.partner_id, "2024-02-10 08:00", (self.drill, 1, 200.0), (self.screw, 3, 1.0)
        )
        self._create_order(self.dealer.partner_id, "2024-03-10 08:00", (self.drill, 1, 9.0))
        self._create_order(self.shop.partner_id, "2024-02-10 08:00", (self.drill, 1, 8.0))
        rows = self.env["distribution.sales.month"].search(
            [("member_id", "=", self.dealer.id), ("date", "=", "2024-02-01")]
        )
        self.assertEqual(sum(rows.mapped("amount_net")), 203.0)
        self.assertEqual(sum(rows.mapped("lines")), 2)
        action = rows.action_open_sales()
        found = self.env[action["res_model"]].search(action["domain"])
        self.assertEqual(found.order_id, sales)
        self.assertEqual(len(found), 2)
