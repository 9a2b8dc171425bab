from datetime import date

from odoo.fields import Command
from odoo.tests import tagged

from .common import CommissionCommon

TIERS = [(0, 2.0), (100_000, 3.0), (150_000, 4.0)]


@tagged("post_install", "-at_install")
class TestPeriodBonus(CommissionCommon):
    """Volume and target (commission.md §2): every settlement tops up to what is due by then."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.plan.action_close()
        cls.plan.date_to = "2020-01-01"

    def _pay_bonus(self, tiers=(), **rule):
        rule["tier_ids"] = [
            Command.create({"threshold": threshold, "rate": rate}) for threshold, rate in tiers
        ]
        return self._create_plan({"kind": "volume", **rule})

    def _read_bonuses(self, member=None):
        entries = self.ledger.search(
            [("member_id", "=", (member or self.shop).id), ("period_start", "!=", False)],
            order="id",
        )
        return entries.mapped("amount")

    def _settle_months(self, *months):
        for month in months:
            self._settle(f"2026-{month:02}-01", date(2026, month, 28 if month == 2 else 31))

    def test_marginal_and_cliff(self):
        """180,000: 4,700 by slices, 7,200 as a whole; a lower bound belongs to its tier."""
        for mode, volume, expected in (
            ("marginal", 180_000, 4_700),
            ("cliff", 180_000, 7_200),
            ("cliff", 150_000, 6_000),
            ("cliff", 149_999.99, 4_500),
            ("marginal", 150_000, 3_500),
        ):
            with self.subTest(mode=mode, volume=volume), self.cr.savepoint() as savepoint:
                self._pay_bonus(TIERS, tier_mode=mode)
                self._sell(self.shop, (self.product, 1, volume))
                self._settle_months(1)
                self.assertEqual(self._read_bonuses(), [expected])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_quarter_settled_monthly_pays_each_yuan_once(self):
        self._pay_bonus(TIERS, measure_period="quarter")
        for month, amount in ((1, 90_000), (2, 60_000), (3, 30_000)):
            self._sell(self.shop, (self.product, 1, amount), date=f"2026-0{month}-10 10:00:00")
        self._settle_months(1)
        self.assertEqual(self._read_bonuses(), [1_800])
        self._settle_months(2)
        self.assertEqual(self._read_bonuses(), [1_800, 1_700])
        self._settle_months(3)
        self.assertEqual(self._read_bonuses(), [1_800, 1_700, 1_200])

    def test_computing_again_changes_nothing_and_adds_what_is_new(self):
        self._pay_bonus(rate=2.0)
        self._sell(self.shop, (self.product, 1, 1_000.0))
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        settlement.action_compute()
        self.assertEqual(self._read_bonuses(), [20.0])
        self._sell(self.shop, (self.product, 1, 500.0))
        settlement.action_compute()
        self.assertEqual(self._read_bonuses(), [20.0, 10.0])
        self.assertEqual(settlement.statement_ids.bonus, 30.0)
        settlement.action_publish()
        self.assert_ledger_balanced(settlement)

    def test_late_return_takes_back_from_the_period_of_its_sale(self):
        self._pay_bonus(TIERS)
        sale = self._sell(self.shop, (self.product, 18, 10_000.0))
        self._settle_months(1)
        self._sell(
            self.shop,
            (self.product, -8, 10_000.0),
            date="2026-02-10 10:00:00",
            origin=sale.order_line,
        )
        self._settle_months(2)
        self.assertEqual(self._read_bonuses(), [4_700, -2_700])

    def test_measures(self):
        for measure, expected in (
            ("own", {"SHOP": 10, "DIST": 20}),
            ("direct", {"SHOP": 10, "DIST": 30, "AGENT": 20}),
            ("team", {"SHOP": 10, "DIST": 30, "AGENT": 30}),
        ):
            with self.subTest(measure=measure), self.cr.savepoint() as savepoint:
                self._pay_bonus(rate=1.0, measure=measure)
                self._sell(self.shop, (self.product, 1, 1_000.0))
                self._sell(self.distributor, (self.product, 1, 2_000.0))
                self._settle_months(1)
                entries = self.ledger.search([("period_start", "!=", False)])
                self.assertEqual(
                    {entry.member_id.code: entry.amount for entry in entries}, expected
                )
                savepoint.rollback()
                self.env.invalidate_all()

    def test_rules_count_the_sales_they_speak_of(self):
        """Of four sales of one day, which a rule without conditions cannot tell apart."""
        category = self.env["product.category"].create({"name": "Paint"})
        paint = self._create_product("T-PAINT")
        paint.categ_id = category
        lines = [(self.product, 1, 100.0), (self.product, 5, 100.0), (paint, 1, 1_000.0)]
        for rule, expected in (
            ({}, 42.0),
            ({"product_id": self.product.id}, 22.0),
            ({"categ_id": category.id}, 20.0),
            ({"min_quantity": 5}, 20.0),
            ({"min_amount": 500}, 40.0),
            ({"min_amount": 500, "product_id": self.product.id}, 20.0),
            ({"region_id": self.south.id}, 10.0),
        ):
            with self.subTest(rule=rule), self.cr.savepoint() as savepoint:
                self._pay_bonus(rate=2.0, **rule)
                for line in lines:
                    self._sell(self.shop, line).distribution_region_id = self.north
                self._sell(self.shop, lines[1]).distribution_region_id = self.south
                self._settle_months(1)
                self.assertEqual(self._read_bonuses(), [expected])
                savepoint.rollback()
                self.env.invalidate_all()

    def test_target_pays_once_it_is_reached(self):
        self._create_plan({"kind": "target", "target_amount": 1_000.0, "fixed_amount": 88.0})
        self._sell(self.shop, (self.product, 1, 999.99))
        settlement = self._settle("2026-01-01", "2026-01-31", publish=False)
        self.assertEqual(self._read_bonuses(), [])
        self._sell(self.shop, (self.product, 1, 0.01))
        settlement.action_compute()
        self.assertEqual(self._read_bonuses(), [88.0])

    def test_period_cap_limits_the_bonus(self):
        self._pay_bonus(rate=2.0, period_cap=15.0)
        self._sell(self.shop, (self.product, 1, 1_000.0))
        self._settle_months(1)
        entry = self.ledger.search([("period_start", "!=", False)])
        self.assertEqual((entry.amount, entry.capped_by), (15.0, "period_cap"))
        self.assertEqual(entry.uncapped_amount, 20.0)

    def test_suspended_member_earns_no_bonus_for_those_days(self):
        self._pay_bonus(rate=1.0, measure="team")
        self.distributor.with_context(distribution_date="2026-01-03").action_suspend("Checked")
        self._sell(self.shop, (self.product, 1, 1_000.0), date="2026-01-05 10:00:00")
        self._settle_months(1)
        earned = self.ledger.search([("period_start", "!=", False)]).member_id
        self.assertIn(self.shop, earned)
