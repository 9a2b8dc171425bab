from datetime import date

from odoo.exceptions import AccessError
from odoo.fields import Command
from odoo.tests import Form, new_test_user, tagged

from .common import SalesReportCommon

GROUPS = "distribution_member.group_distribution_"
FIGURES = ["quantity", "amount_untaxed", "quantity_returned", "amount_returned", "commission"]


@tagged("post_install", "-at_install")
class TestSalesReport(SalesReportCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        partner = cls.dealer.partner_id
        cls.sale = cls._create_order(partner, "2024-02-10 08:00", (cls.drill, 10, 100.0))
        # Still February in UTC, March already where the company settles. A dozen is 12 screws.
        cls.boundary = cls._create_order(
            partner,
            "2024-02-29 17:00",
            (cls.screw, 1, 120.0, {"product_uom_id": cls.env.ref("uom.product_uom_dozen").id}),
        )
        cls.giving_back = cls._create_order(
            partner,
            "2024-03-10 08:00",
            (cls.drill, -4, 100.0, {"distribution_origin_line_id": cls.sale.order_line.id}),
        )
        cls.foreign = cls._create_foreign_order()
        cls.orders = cls.sale + cls.boundary + cls.giving_back + cls.foreign
        cls._accrue()

    @classmethod
    def _create_foreign_order(cls):
        """30 euros that are worth 60 of ours."""
        euro = cls.setup_other_currency("EUR", rates=[("2024-01-01", 0.5)])
        pricelist = cls.env["product.pricelist"].create({"name": "€", "currency_id": euro.id})
        return cls._create_order(
            cls.shop.partner_id,
            "2024-03-15 08:00",
            (cls.screw, 3, 10.0),
            pricelist_id=pricelist.id,
        )

    def _find_rows(self, domain=(), user=None):
        report = self.report.with_user(user) if user else self.report
        return report.search([("order_id", "in", self.orders.ids), *domain])

    def _find_row(self, order):
        return self._find_rows([("order_id", "=", order.id)]).ensure_one()

    def _sum_by(self, field):
        """Return {record or value: [sums of the figures]}."""
        return {
            key: sums
            for key, *sums in self.report._read_group(
                [("order_id", "in", self.orders.ids)],
                [field],
                [f"{figure}:sum" for figure in FIGURES],
            )
        }

    # === figures === #

    def test_totals_equal_hand_sums_when_summed_by_member(self):
        self.assertEqual(
            self._sum_by("member_id"),
            {
                # 1000 + 120 - 400; 5 % of it; 10 + 12 - 4 pieces
                self.dealer: [18.0, 720.0, 4.0, 400.0, 36.0],
                # 30 € = 60; no upline, so 2 %
                self.shop: [3.0, 60.0, 0.0, 0.0, 1.2],
            },
        )

    def test_totals_equal_the_ledger_when_summed_over_all(self):
        entries = self.env["distribution.commission.entry"].search(
            [("order_id", "in", self.orders.ids)]
        )
        self.assertEqual(len(entries), 7)
        rows = self._find_rows()
        self.assertEqual(len(rows), 4)
        self.assertAlmostEqual(sum(rows.mapped("commission")), sum(entries.mapped("amount")))

    def test_row_shows_positive_returns_when_goods_are_taken_back(self):
        self.assertRecordValues(
            self._find_row(self.giving_back),
            [
                {
                    "quantity": -4.0,
                    "amount_untaxed": -400.0,
                    "quantity_returned": 4.0,
                    "amount_returned": 400.0,
                    "commission": -20.0,
                }
            ],
        )

    def test_row_is_in_company_currency_when_the_order_is_foreign(self):
        row = self._find_row(self.foreign)
        self.assertEqual(self.foreign.amount_untaxed, 30.0)
        self.assertEqual(row.amount_untaxed, 60.0)
        self.assertEqual(row.currency_id, self.env.company.currency_id)

    def test_row_is_single_when_another_plan_pays_for_the_same_line(self):
        second = self.plan.copy({"date_from": "2024-01-01"})
        second.action_activate()
        self.env["distribution.commission.entry"].accrue(order_ids=self.sale.ids)
        row = self._find_row(self.sale)
        self.assertEqual((row.amount_untaxed, row.commission), (1000.0, 100.0))

    def test_row_is_missing_when_there_is_no_sale_of_a_member(self):
        stranger = self._create_order(self.partner, "2024-03-01 08:00", (self.drill, 1, 1.0))
        cancelled = self._create_order(
            self.shop.partner_id, "2024-03-01 08:00", (self.drill, 1, 1.0)
        )
        cancelled._action_cancel()
        quotation = self.sale.copy()
        self.sale.order_line = [Command.create({"display_type": "line_section", "name": "Tools"})]
        rows = self.report.search(
            [("order_id", "in", (stranger + cancelled + quotation + self.sale).ids)]
        )
        self.assertEqual(rows.order_id, self.sale)
        self.assertEqual(len(rows), 1)

    def test_companies_of_two_currencies_are_summed_up_in_that_of_the_reader(self):
        """As pivot, graph and list ask: converted, and told apart where they stand alone."""
        euro = self.setup_other_currency("EUR", rates=[("2024-01-01", 0.5)])
        other = self.env["res.company"].create({"name": "Other Maker", "currency_id": euro.id})
        finance = new_test_user(
            self.env,
            "report_both",
            groups=f"{GROUPS}finance",
            company_id=self.env.company.id,
            company_ids=[Command.set((self.env.company + other).ids)],
        )
        member = self._create_other_member(other)
        sale = self._create_order(
            member.partner_id, "2024-03-15 08:00", (self.screw, 1, 50.0), company_id=other.id
        )
        both = self.report.with_user(finance).with_context(
            allowed_company_ids=(self.env.company + other).ids
        )
        mine = [("order_id", "in", (self.sale + sale).ids)]
        sums = both._read_group(mine, ["currency_id"], ["amount_net:sum"], order="currency_id")
        self.assertEqual(dict(sums), {self.env.company.currency_id: 1000.0, euro: 50.0})
        [[total]] = both._read_group(mine, [], ["amount_net:sum_currency"])
        self.assertEqual(total, 1000.0 + 50.0 / 0.5)

    def _create_other_member(self, company):
        """Return a member of another company."""
        levels = self.env["distribution.level"].with_company(company)
        level = levels.create({"name": "Other", "code": "O1", "rank": 1, "company_id": company.id})
        return self.env["distribution.member"].create(
            {
                "partner_id": self.env["res.partner"]
                .create({"name": "Other", "is_company": True})
                .id,
                "company_id": company.id,
                "code": "OTHER",
                "level_id": level.id,
                "region_id": self.south.id,
                "date_start": "2024-01-01",
                "state": "active",
            }
        )

    # === dimensions === #

    def test_upline_is_that_of_the_day_when_the_member_moved(self):
        self.assertEqual(self.dealer.upline_id, self.rival)
        self.assertEqual(self._find_row(self.sale).upline_id, self.agent)
        self.assertEqual(self._find_row(self.giving_back).upline_id, self.rival)
        sums = self._sum_by("upline_id")
        self.assertEqual(sums[self.agent][1], 1000.0)
        self.assertEqual(sums[self.rival][1], -280.0)
        self.assertEqual(sums[self.env["distribution.member"]][1], 60.0)

    def test_day_is_that_of_the_company_when_utc_is_behind(self):
        row = self._find_row(self.boundary)
        self.assertEqual((row.date, row.upline_id), (date(2024, 3, 1), self.rival))
        self.assertEqual(
            {day: sums[1] for day, sums in self._sum_by("date:month").items()},
            {date(2024, 2, 1): 1000.0, date(2024, 3, 1): -220.0},
        )

    def test_quantity_is_in_the_unit_of_the_product_when_sold_by_the_dozen(self):
        self.assertEqual(self._find_row(self.boundary).quantity, 12.0)

    def test_region_stays_that_of_the_order_when_the_member_moves_house(self):
        self.dealer.region_id = self.south
        row = self._find_row(self.sale)
        self.assertEqual((row.region_id, row.level_id), (self.city, self.levels[1]))

    def test_rows_are_found_when_asked_for_a_branch(self):
        dealers = self.sale + self.boundary + self.giving_back
        cases = [
            (("region_id", "child_of", self.north.id), dealers),
            (("categ_id", "child_of", self.tools.id), self.orders),
            (("categ_id", "=", self.drills.id), self.sale + self.giving_back),
            (("member_id", "child_of", self.rival.id), dealers),
            (("level_id", "=", self.levels[0].id), self.orders.browse()),
            (("platform", "=", False), self.orders),
        ]
        for condition, orders in cases:
            with self.subTest(condition):
                self.assertEqual(set(self._find_rows([condition]).order_id), set(orders))

    # === rights === #

    def test_rows_are_those_of_own_regions_when_the_user_has_a_region(self):
        manager = new_test_user(self.env, "report_manager", groups=f"{GROUPS}manager")
        staff = new_test_user(self.env, "report_staff", groups=f"{GROUPS}user")
        stranger = new_test_user(self.env, "report_stranger", groups=f"{GROUPS}manager")
        self.north.manager_ids = manager
        self.south.staff_ids = staff
        dealers = self.sale + self.boundary + self.giving_back
        self.assertEqual(set(self._find_rows(user=manager).order_id), set(dealers))
        self.assertEqual(self._find_rows(user=staff).order_id, self.foreign)
        self.assertFalse(self._find_rows(user=stranger))
        with self.assertRaises(AccessError):
            self._find_row(self.foreign).with_user(manager).read(["amount_untaxed"])

    def test_rows_are_all_when_the_user_is_finance_or_administrator(self):
        for group in ("finance", "admin"):
            user = new_test_user(self.env, f"report_{group}", groups=f"{GROUPS}{group}")
            with self.subTest(group):
                self.assertEqual(set(self._find_rows(user=user).order_id), set(self.orders))

    def test_commission_is_refused_when_the_user_is_neither_manager_nor_finance(self):
        staff = new_test_user(self.env, "report_staff", groups=f"{GROUPS}user")
        self.south.staff_ids = staff
        rows = self._find_rows(user=staff)
        self.assertEqual(rows.amount_untaxed, 60.0)
        with self.assertRaises(AccessError):
            rows.read(["commission"])
        with self.assertRaises(AccessError):
            rows._read_group([], [], ["commission:sum"])
        arch = rows.get_views([(False, "list")])["views"]["list"]["arch"]
        self.assertNotIn("commission", arch)

    def test_report_is_refused_when_the_user_is_outside_the_channel(self):
        self.shop.partner_id.child_ids = [Command.create({"name": "Clerk"})]
        portal = new_test_user(
            self.env,
            "report_portal",
            groups="base.group_portal",
            partner_id=self.shop.partner_id.child_ids.id,
        )
        employee = new_test_user(self.env, "report_employee", groups="base.group_user")
        for user in (portal, employee):
            with self.subTest(user.login), self.assertRaises(AccessError):
                self._find_rows(user=user)

    def test_rows_are_hidden_when_their_company_is_switched_off(self):
        other = self.env["res.company"].create({"name": "Other Maker"})
        user = new_test_user(
            self.env,
            "report_other",
            groups=f"{GROUPS}finance",
            company_id=other.id,
            company_ids=[Command.set(other.ids)],
        )
        self.assertFalse(self._find_rows(user=user))

    def test_menu_is_shown_when_the_user_is_manager_or_finance(self):
        menu = self.env.ref("distribution_reports.menu_reports")
        for group, is_shown in (("user", False), ("manager", True), ("finance", True)):
            user = new_test_user(self.env, f"menu_{group}", groups=f"{GROUPS}{group}")
            with self.subTest(group):
                visible = self.env["ir.ui.menu"].with_user(user)._visible_menu_ids()
                self.assertEqual(menu.id in visible, is_shown)

    def test_row_opens_its_order_when_clicked(self):
        self.north.manager_ids = new_test_user(
            self.env, "report_manager", groups=f"{GROUPS}manager"
        )
        self.city.staff_ids = new_test_user(self.env, "report_staff", groups=f"{GROUPS}user")
        finance = new_test_user(self.env, "report_finance", groups=f"{GROUPS}finance")
        for user in (self.north.manager_ids, self.city.staff_ids, finance):
            with self.subTest(user.login):
                action = self._find_row(self.sale).with_user(user).action_open_order()
                [(view_id, _mode)] = action["views"]
                order = self.env[action["res_model"]].with_user(user).browse(action["res_id"])
                # The form reads every field of the view, as the web client does.
                form = Form(order, view=self.env["ir.ui.view"].browse(view_id))
                self.assertEqual(form.name, self.sale.name)
