from statistics import mean, stdev

from odoo.exceptions import ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2.errors import CheckViolation

from .shortage_common import ShortageCommon


@tagged("post_install", "-at_install")
class TestReorderPoint(ShortageCommon):
    def test_worked_example_gives_244_and_alerts_at_230(self):
        """40 a day, deviation 12, five days, z 1.65: 200 + 44.27."""
        for days, quantity in ((3, 28), (2, 40), (1, 52)):
            self._order_days_ago(days, quantity)
        rule = self._create_rule(lead_days=5, demand_days=3, service_level=95.0528)
        self.assertAlmostEqual(rule.safety_factor, 1.65, 3)
        point = self._refresh()
        self.assertEqual((point.demand_average, point.demand_deviation), (40.0, 12.0))
        self.assertEqual(round(point.reorder_point), 244)
        self.assertIn("= 40.00 × 5 + 1.65 × 12.00 × √5\n= 200.00 + 44.27 = 244.27", point.formula)
        self._stock(245)
        self.assertFalse(self.alerts._check_stock())
        self._stock(-15)
        self.assertEqual(self.alerts._check_stock().free_quantity, 230)

    def test_service_level_of_95_percent_is_a_factor_of_1_64(self):
        self.assertEqual(round(self._create_rule(service_level=95).safety_factor, 4), 1.6449)

    def test_days_without_orders_count(self):
        self.env.flush_all()
        self.env.cr.execute(
            "UPDATE product_product SET create_date = now() - interval '400 days' WHERE id = %s",
            [self.paint.id],
        )
        self._order_days_ago(20, 30)
        self._order_days_ago(20, 12)
        self._order_days_ago(5, 18)
        self._order_days_ago(31, 1000)  # before the days looked at
        self._order_days_ago(0, 1000)  # today is not over
        self._create_rule(demand_days=30)
        point = self._refresh()
        asked = [42, 18] + [0] * 28
        self.assertEqual(point.demand_days, 30)
        self.assertAlmostEqual(point.demand_average, mean(asked), 2)
        self.assertAlmostEqual(point.demand_deviation, stdev(asked), 2)

    def test_product_younger_than_the_window_counts_from_its_first_order(self):
        self._order_days_ago(4, 8)
        self._create_rule(demand_days=90)
        point = self._refresh()
        self.assertEqual((point.demand_days, point.demand_average), (4, 2.0))

    def test_returns_cancelled_orders_and_other_warehouses_are_no_demand(self):
        self._order_days_ago(2, 10)
        self._order_days_ago(2, -6)
        self._order_days_ago(1, 50)._action_cancel()
        other = self.env["stock.warehouse"].create({"name": "Other", "code": "TW2"})
        self._order_days_ago(1, 70, warehouse_id=other.id)
        self._create_rule(demand_days=2)
        self.assertEqual(self._refresh().demand_average, 5.0)

    def test_demand_is_in_the_unit_of_the_product(self):
        order = self._order_days_ago(1, 3)
        order.order_line.product_uom_id = self.env.ref("uom.product_uom_dozen")
        self._create_rule(demand_days=2)
        self.assertEqual(self._refresh().demand_average, 36.0)

    def test_closest_rule_counts(self):
        above = self.env["product.category"].create({"name": "Above"})
        below = self.env["product.category"].create({"name": "Below", "parent_id": above.id})
        self.paint.categ_id = below
        everywhere = {"product_id": False, "warehouse_id": False}
        steps = [
            (1, everywhere),
            (2, {**everywhere, "warehouse_id": self.warehouse.id}),
            (3, {**everywhere, "categ_id": above.id}),
            (4, {**everywhere, "categ_id": below.id}),
            (5, {"warehouse_id": False}),
            (6, {}),
        ]
        rules = [self._create_fixed(minimum, **scope) for minimum, scope in steps]
        for minimum, rule in reversed(list(enumerate(rules, start=1))):
            self.assertEqual(self._refresh().reorder_point, minimum)
            rule.active = False
        self.assertFalse(self._refresh())

    def test_goods_that_a_rule_excludes_are_not_watched(self):
        self._create_fixed(5, product_id=False, warehouse_id=False)
        self._create_rule(method="none")
        self._create_storable("T-Q")
        self._refresh()
        self.assertFalse(self._point())
        self.assertTrue(self.points.search([("product_id.default_code", "=", "T-Q")]))

    def test_points_of_other_companies_stay(self):
        company = self.env["res.company"].create({"name": "Other Firm"})
        warehouse = self.env["stock.warehouse"].search([("company_id", "=", company.id)])
        self._create_fixed(7, company_id=company.id, warehouse_id=warehouse.id)
        self.points._refresh_companies(company)
        self._refresh()
        self.assertEqual(
            self.points.search([("product_id", "=", self.paint.id)]).warehouse_id, warehouse
        )

    def test_computing_again_changes_points_in_place(self):
        rule = self._create_fixed(5)
        point = self._refresh()
        rule.fixed_minimum = 6
        self.assertEqual(self._refresh(), point)
        self.assertEqual((point.reorder_point, point.release_point), (6.0, 6.3))

    def test_rule_of_impossible_figures_is_refused(self):
        for values in ({"service_level": 100}, {"lead_days": -1}, {"demand_days": 1}):
            with (
                self.subTest(values=values),
                mute_logger("odoo.sql_db"),
                self.assertRaises(CheckViolation),
                self.env.cr.savepoint(),
            ):
                self._create_rule(**values)
                self.env.flush_all()

    def test_responsible_must_be_able_to_see_shortages(self):
        outsider = self._create_user("t_no_role")
        with self.assertRaisesRegex(ValidationError, "cannot see shortages"):
            self._create_rule(user_id=outsider.id)

    def test_change_of_a_rule_asks_for_new_points(self):
        triggers = self.env["ir.cron.trigger"]
        cron = self.env.ref("distribution_order.ir_cron_reorder_points")
        before = triggers.search_count([("cron_id", "=", cron.id)])
        self._create_fixed(5).fixed_minimum = 6
        self.assertEqual(triggers.search_count([("cron_id", "=", cron.id)]), before + 2)
