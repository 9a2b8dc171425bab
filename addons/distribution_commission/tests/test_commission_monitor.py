from odoo.tests import tagged

from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestCommissionMonitor(CommissionCommon):
    breaks_the_ledger = True  # one test lowers the cap of a plan in force

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.small = cls._sell(cls.shop, (cls.product, 10, 100.0))
        cls.large = cls._sell(cls.agent, (cls.product, 30, 100.0), date="2026-02-05 10:00:00")
        cls.monitor = cls.env["distribution.commission.monitor"]

    def _row(self, order):
        return self.monitor.search([("order_id", "=", order.id)])

    def test_order_shows_what_is_paid_of_it(self):
        self.assertRecordValues(
            self._row(self.small),
            [
                {
                    "plan_id": self.plan.id,
                    "buyer_id": self.shop.id,
                    "sales": 1000.0,
                    "commission": 60.0,
                    "share": 6.0,
                    "payout_cap": 30.0,
                    "is_above_cap": False,
                }
            ],
        )
        self.assertEqual(self._row(self.small).date.isoformat(), "2026-01-05")

    def test_row_keeps_its_number_when_more_is_earned(self):
        before = self._row(self.large).id
        self._sell(self.distributor, (self.product, 1, 100.0), date="2026-01-01 10:00:00")
        self.env.invalidate_all()
        self.assertEqual(self._row(self.large).id, before)

    def test_share_of_many_is_that_of_the_sums(self):
        """60 of 1,000 and 60 of 3,000 are 3 % of 4,000, not the mean of 6 % and 2 %."""
        [[plan, share, sales]] = self.monitor._read_group(
            [("plan_id", "=", self.plan.id)], ["plan_id"], ["share:avg", "sales:sum"]
        )
        self.assertEqual((plan, share, sales), (self.plan, 3.0, 4000.0))
        self.assertEqual(self.plan.payout_share, 3.0)

    def test_return_lowers_commission_of_its_own_order(self):
        back = self._sell(
            self.shop,
            (self.product, -10, 100.0),
            date="2026-01-20 10:00:00",
            origin=self.small.order_line,
        )
        self.assertRecordValues(
            self._row(back), [{"sales": -1000.0, "commission": -60.0, "is_above_cap": False}]
        )

    def test_order_above_the_cap_is_marked_and_comes_first(self):
        self.env.flush_all()
        self.cr.execute(
            "UPDATE distribution_commission_plan SET payout_cap = 5 WHERE id = %s", (self.plan.id,)
        )
        self.env.invalidate_all()
        self.assertTrue(self._row(self.small).is_above_cap)
        self.assertFalse(self._row(self.large).is_above_cap)
        rows = self.monitor.search([("plan_id", "=", self.plan.id)])
        self.assertEqual(rows[0].order_id, self.small)
        self.assertEqual(self.monitor.search([("is_above_cap", "=", True)]).order_id, self.small)

    def test_plan_in_another_currency_is_compared_in_that_currency(self):
        dollar = self.env["res.currency"].create(
            {
                "name": "TSD",
                "symbol": "T",
                "rate_ids": [
                    (0, 0, {"name": "2020-01-01", "rate": 0.5, "company_id": self.company.id})
                ],
            }
        )
        plan = self._create_plan({"kind": "rebate", "rate": 10.0}, currency_id=dollar.id)
        order = self._sell(self.shop, (self.product, 10, 100.0))
        row = self._row(order).filtered(lambda row: row.plan_id == plan)
        rate = self.company.currency_id._get_conversion_rate(
            self.company.currency_id, dollar, self.company, row.date
        )
        self.assertAlmostEqual(row.sales, 1000.0 * rate)

    def test_entries_open_from_a_row(self):
        domain = self._row(self.small).action_open_entries()["domain"]
        self.assertEqual(sum(self.ledger.search(domain).mapped("amount")), 60.0)
