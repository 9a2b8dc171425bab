from datetime import date

from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestEngine(CommissionCommon):
    def test_buyer_and_uplines_earn_their_rates(self):
        order = self._sell(self.shop, (self.product, 10, 100.0))
        self.assertEqual(self._read_entries(order), {"SHOP": 20.0, "DIST": 30.0, "AGENT": 10.0})
        entry = self.ledger.search([("order_id", "=", order.id), ("depth", "=", 1)])
        self.assertRecordValues(
            entry,
            [
                {
                    "kind": "override",
                    "member_id": self.distributor.id,
                    "buyer_id": self.shop.id,
                    "plan_id": self.plan.id,
                    "quantity": 10.0,
                    "base_amount": 1000.0,
                    "rate": 3.0,
                    "date": date(2026, 1, 5),
                    "available_date": date(2026, 1, 5),
                    "currency_id": self.company.currency_id.id,
                }
            ],
        )

    def test_confirming_an_order_posts_its_entries_at_once(self):
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [(0, 0, {"product_id": self.product.id, "price_unit": 100.0})],
            }
        )
        self.assertFalse(self._read_entries(order))
        order.action_confirm()
        self.assertEqual(len(self._read_entries(order)), 3)

    def test_accrue_again_adds_nothing(self):
        order = self._sell(self.shop, (self.product, 10, 100.0))
        for scope in ({}, {"order_ids": order.ids}, {"date_from": "2020-01-01"}):
            with self.subTest(scope=scope):
                self.assertEqual(self.ledger.accrue(**scope), 0)

    def test_amounts_round_half_away_from_zero(self):
        for price, quantity, expected in (
            (0.25, 1, {"SHOP": 0.01, "DIST": 0.01}),
            (0.25, -1, {"SHOP": -0.01, "DIST": -0.01}),
            (0.24, 1, {"DIST": 0.01}),
            (62.50, 1, {"SHOP": 1.25, "DIST": 1.88, "AGENT": 0.63}),
            (62.50, -1, {"SHOP": -1.25, "DIST": -1.88, "AGENT": -0.63}),
        ):
            with self.subTest(price=price, quantity=quantity):
                order = self._sell(self.shop, (self.product, quantity, price))
                self.assertEqual(self._read_entries(order), expected)

    def test_day_of_a_sale_is_that_of_the_companys_time_zone(self):
        order = self._sell(self.shop, (self.product, 1, 100.0), date="2026-01-31 16:00:00")
        entries = self.ledger.search([("order_id", "=", order.id)])
        self.assertEqual(set(entries.mapped("date")), {date(2026, 2, 1)})

    def test_upline_of_the_day_earns(self):
        self.shop.change_upline(self.other_distributor.id, "2026-02-01", "Moved")
        before = self._sell(self.shop, (self.product, 1, 100.0), date="2026-01-31 10:00:00")
        after = self._sell(self.shop, (self.product, 1, 100.0), date="2026-02-01 10:00:00")
        self.assertIn("DIST", self._read_entries(before))
        self.assertIn("DIST2", self._read_entries(after))
        self.assertNotIn("DIST", self._read_entries(after))

    def test_member_that_was_inactive_that_day_earns_nothing(self):
        history = self.env["distribution.member.status"]
        history._apply_from(self.distributor, date(2026, 2, 1), {"state": "suspended"})
        history._apply_from(self.distributor, date(2026, 3, 1), {"state": "active"})
        for day, expected in (
            ("2026-01-31", {"SHOP", "DIST", "AGENT"}),
            ("2026-02-01", {"SHOP", "AGENT"}),
            ("2026-02-28", {"SHOP", "AGENT"}),
            ("2026-03-01", {"SHOP", "DIST", "AGENT"}),
        ):
            with self.subTest(day=day):
                order = self._sell(self.shop, (self.product, 1, 100.0), date=f"{day} 04:00:00")
                self.assertEqual(self._read_entries(order).keys(), expected)

    def test_sale_outside_the_plans_dates_earns_nothing(self):
        self.plan.action_close()
        self.plan.date_to = "2026-01-31"
        late = self._sell(self.shop, (self.product, 1, 100.0), date="2026-02-01 10:00:00")
        in_time = self._sell(self.shop, (self.product, 1, 100.0), date="2026-01-31 10:00:00")
        self.assertFalse(self._read_entries(late))
        self.assertTrue(self._read_entries(in_time))

    def test_foreign_currency_is_converted_at_the_day_of_the_sale(self):
        foreign = self.env["res.currency"].create(
            {
                "name": "TST",
                "symbol": "T",
                "rate_ids": [(0, 0, {"name": "2020-01-01", "rate": 4.0})],
            }
        )
        pricelist = self.env["product.pricelist"].create(
            {"name": "Foreign", "currency_id": foreign.id}
        )
        self.shop.partner_id.property_product_pricelist = pricelist
        order = self._sell(self.shop, (self.product, 1, 400.0))
        self.assertEqual(order.currency_id, foreign)
        self.assertEqual(self._read_entries(order)["SHOP"], 2.0)

    def test_hold_days_delay_the_settlement(self):
        self.plan.action_close()
        self.plan.date_to = "2025-12-31"
        self._create_plan({"kind": "rebate", "rate": 2.0}, hold_days=10)
        order = self._sell(self.shop, (self.product, 1, 100.0), date="2026-01-25 10:00:00")
        entry = self.ledger.search([("order_id", "=", order.id)])
        self.assertEqual(entry.available_date, date(2026, 2, 4))

    def test_quantities_count_in_the_unit_of_the_product(self):
        self.plan.action_close()
        self.plan.date_to = "2025-12-31"
        self._create_plan({"kind": "rebate", "fixed_amount": 0.25, "min_quantity": 24})
        dozen = self.env.ref("uom.product_uom_dozen")
        sale = self._sell(self.shop, (self.product, 1, 100.0))
        sale.order_line.product_uom_id = dozen
        self.assertFalse(self._read_entries(sale))
        sale.order_line.product_uom_qty = 2
        self.ledger.accrue()
        self.assertEqual(self._read_entries(sale), {"SHOP": 6.0})
        taken_back = self._sell(self.shop, (self.product, -6, 10.0), origin=sale.order_line)
        self.assertEqual(self._read_entries(taken_back), {"SHOP": -1.5})

    def test_sections_notes_and_free_lines_earn_nothing(self):
        order = self._sell(self.shop, (self.product, 5, 0.0))
        self.assertFalse(self._read_entries(order))

    def test_confirming_takes_few_queries_more(self):
        lines = [(self.product, 1, 10.0)] * 20
        order = self._sell(self.shop, *lines)
        self.ledger.accrue()  # the plan has looked at what was before it
        self.env.invalidate_all()
        with self.assertQueryCount(6):
            self.ledger._accrue(order_ids=order.ids)


@tagged("post_install", "-at_install")
class TestMatching(CommissionCommon):
    """Which rule applies (commission.md §2): the most specific one, then sequence, then id."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.action_close()
        cls.plan.date_to = "2020-01-01"
        categories = cls.env["product.category"]
        cls.paint = categories.create({"name": "Paint"})
        cls.wall_paint = categories.create({"name": "Wall", "parent_id": cls.paint.id})
        cls.product.categ_id = cls.wall_paint
        cls.other_product = cls._create_product("T-2")

    def _win(self, *rules, product=None, quantity=1):
        """Return the rate of the rebate that the shop gets for a sale under these rules."""
        plan = self._create_plan(
            *({"kind": "rebate", **rule} for rule in rules), date_from="2026-01-01"
        )
        order = self._sell(self.shop, (product or self.product, quantity, 100.0))
        entry = self.ledger.search([("order_id", "=", order.id), ("plan_id", "=", plan.id)])
        plan.action_close()
        plan.date_to = "2026-01-01"
        return entry

    def test_most_specific_rule_wins(self):
        general = {"rate": 1.0}
        for name, special in (
            ("category", {"categ_id": self.paint.id}),
            ("nearest category", {"categ_id": self.wall_paint.id}),
            ("product", {"product_id": self.product.id}),
            ("member", {"member_id": self.shop.id}),
            ("level", {"level_id": self.levels[2].id}),
            ("buyer's level", {"buyer_level_id": self.levels[2].id}),
            ("region", {"region_id": self.north.id}),
        ):
            with self.subTest(special=name):
                entry = self._win(general, {**special, "rate": 5.0})
                self.assertEqual((entry.rate, entry.lost_rule_id.rate), (5.0, 1.0))

    def test_order_of_specificity(self):
        ladder = [
            {"region_id": self.city.id},
            {"region_id": self.north.id},
            {"level_id": self.levels[2].id},
            {"member_id": self.shop.id},
            {"categ_id": self.paint.id},
            {"categ_id": self.wall_paint.id},
            {"product_id": self.product.id},
        ]
        for rank in range(1, len(ladder)):
            rules = [{**rule, "rate": place + 1.0} for place, rule in enumerate(ladder[: rank + 1])]
            with self.subTest(winner=ladder[rank]):
                entry = self._win(*reversed(rules))
                self.assertEqual((entry.rate, entry.lost_rule_id.rate), (rank + 1.0, rank))

    def test_sequence_then_id_decides_between_equals(self):
        self.assertEqual(
            self._win({"rate": 1.0, "sequence": 9}, {"rate": 2.0, "sequence": 3}).rate, 2.0
        )
        self.assertEqual(self._win({"rate": 1.0}, {"rate": 2.0}).rate, 1.0)

    def test_rule_that_does_not_match_never_wins(self):
        for rule in (
            {"product_id": self.other_product.id},
            {"categ_id": self.env["product.category"].create({"name": "X"}).id},
            {"member_id": self.distributor.id},
            {"level_id": self.levels[0].id},
            {"buyer_level_id": self.levels[0].id},
            {"region_id": self.south.id},
            {"min_quantity": 2},
            {"date_from": "2026-01-06"},
            {"date_to": "2026-01-04"},
        ):
            with self.subTest(rule=rule):
                entry = self._win({"rate": 1.0}, {**rule, "rate": 5.0})
                self.assertEqual((entry.rate, entry.lost_rule_id.rate), (1.0, 0.0))

    def test_minimum_quantity_belongs_to_the_rule(self):
        self.assertEqual(self._win({"rate": 5.0, "min_quantity": 2}, quantity=2).rate, 5.0)

    def test_fixed_amount_is_paid_for_each_unit(self):
        entry = self._win({"fixed_amount": 1.5}, quantity=7)
        self.assertEqual(entry.amount, 10.5)

    def test_explanation_says_the_sum_and_the_losing_rule(self):
        entry = self._win({"rate": 1.0}, {"product_id": self.product.id, "rate": 5.0})
        for words in (entry.order_id.name, "5 %", "Not applied", "1 %"):
            self.assertIn(words, entry.with_context(lang="en_US").explanation)
