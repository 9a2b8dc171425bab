from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnRate(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.rates = cls.env["distribution.return.rate"]

    def _read(self, *groups, domain=()):
        self.env.flush_all()
        return self.rates._read_group(
            [("company_id", "=", self.company.id), *domain],
            groups,
            ["returned_amount:sum", "delivered_amount:sum", "return_rate:avg"],
        )

    def _approve(self, rma):
        rma.with_user(self.manager).action_distribution_approve()
        return rma

    def test_rate_is_what_was_returned_of_what_was_delivered_by_value(self):
        self._deliver(self.shop, (self.product, 30, 100.0))
        self._approve(self._ask(2))
        mine = [("member_id", "=", self.shop.id)]
        self.assertEqual(self._read(domain=mine), [(200.0, 4000.0, 5.0)])

    def test_groups_divide_their_own_sums(self):
        other = self._create_product("T-2", "Primer")
        self._deliver(self.shop, (other, 10, 100.0))
        self._approve(self._ask(1))
        rows = {row[0]: row[1:] for row in self._read("product_id")}
        self.assertEqual(rows[self.product], (100.0, 1000.0, 10.0))
        self.assertEqual(rows[other], (0.0, 1000.0, 0.0))

    def test_what_waits_was_rejected_or_never_arrived_does_not_count(self):
        self._ask(1)
        self._ask(1).with_user(self.manager).action_distribution_reject("No")
        short = self.rmas.create(
            {
                **self.rmas._prepare_return(self.move, 1),
                "operation_id": self.env.ref("distribution_order.rma_operation_short_refund").id,
                "distribution_kind": "short",
                "distribution_asked_by_id": self.buyer.id,
            }
        )
        self._approve(short)
        mine = [("member_id", "=", self.shop.id)]
        self.assertEqual(self._read(domain=mine), [(0.0, 1000.0, 0.0)])

    def test_damaged_deliveries_are_counted_by_themselves(self):
        operation = self.env.ref("distribution_order.rma_operation_damaged_refund")
        self._approve(
            self.rmas.create(
                {
                    **self.rmas._prepare_return(self.move, 3),
                    "operation_id": operation.id,
                    "distribution_kind": "damaged",
                    "distribution_asked_by_id": self.buyer.id,
                }
            )
        )
        self.env.flush_all()
        row = self.rates.search([("rma_id", "!=", False), ("member_id", "=", self.shop.id)])
        self.assertEqual((row.damaged_amount, row.returned_amount), (300.0, 0.0))

    def test_rows_open_what_they_stand_for(self):
        rma = self._approve(self._ask(1))
        self.env.flush_all()
        rows = self.rates.with_user(self.manager).search([("member_id", "=", self.shop.id)])
        opened = {(action["res_model"], action["res_id"]) for action in map(self._open, rows)}
        self.assertEqual(opened, {("rma", rma.id), ("sale.order", self.order.id)})

    def _open(self, row):
        return row.action_open()

    def test_goal_is_the_companys(self):
        self.company.distribution_return_goal_percent = 1.5
        self.env.flush_all()
        row = self.rates.search([("member_id", "=", self.shop.id)], limit=1)
        self.assertEqual(row.goal_percent, 1.5)
