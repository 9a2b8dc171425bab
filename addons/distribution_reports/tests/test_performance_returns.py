from datetime import date

from odoo.addons.distribution_order.tests.return_common import ReturnCommon
from odoo.tests import tagged


@tagged("post_install", "-at_install")
class TestPerformanceReturns(ReturnCommon):
    """Goods that come back count in the month they arrive, at the price of the sale."""

    def test_return_counts_in_the_month_it_arrives(self):
        company = self.company
        company.distribution_tz = "Asia/Shanghai"
        order = self._deliver(self.shop, (self.product, 10, 100.0), date="2024-03-10 04:00:00")
        picking = order.picking_ids
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({})
        )
        wizard.product_return_moves.quantity = 3
        back = wizard._create_return()
        back.move_ids.write({"picked": True, "quantity": 3, "to_refund": True})
        back._action_done()
        back.move_ids.date = "2024-03-31 16:00:00"  # April where the company settles
        rows = self.env["distribution.performance"].sudo()
        for month in (date(2024, 3, 1), date(2024, 4, 1)):
            rows._refresh_month(company, month)
        self.assertRecordValues(
            rows.search([("member_id", "=", self.shop.id)], order="date"),
            [
                {
                    "actual": 1000.0,
                    "ordered_amount": 1000.0,
                    "came_back_amount": 0.0,
                    "delivered_amount": 1000.0,
                    "returned_amount": 0.0,
                    "return_rate_percent": 0.0,
                },
                {
                    "actual": -300.0,
                    "ordered_amount": 0.0,
                    "came_back_amount": 300.0,
                    "delivered_amount": 0.0,
                    "returned_amount": 0.0,
                    "return_rate_percent": 0.0,
                },
            ],
        )

    def test_return_rate_is_that_of_the_returns_approved(self):
        self.company.distribution_tz = "Asia/Shanghai"
        self._deliver(self.shop, (self.product, 30, 100.0))
        self._ask(2).with_user(self.manager).action_distribution_approve()
        rows = self.env["distribution.performance"].sudo()
        rows._refresh_month(self.company, self.company._get_distribution_today().replace(day=1))
        row = rows.search([("member_id", "=", self.shop.id)])
        self.assertEqual((row.delivered_amount, row.returned_amount), (4000.0, 200.0))
        self.assertEqual(row.return_rate_percent, 5.0)
        found = self.env["distribution.return.rate"].search(row.action_open_returns()["domain"])
        self.assertEqual(sum(found.mapped("returned_amount")), 200.0)
