from unittest.mock import patch

from odoo.tests import tagged

from ..models import commission_engine_mixin
from ..queries import plans_in_force, recording, sandbox
from .common import CommissionCommon


@tagged("post_install", "-at_install")
class TestEngineInBulk(CommissionCommon):
    """What the engine does for many orders only."""

    def test_order_that_somebody_else_records_meanwhile_is_left_to_him(self):
        recorded = self._sell(self.shop, (self.product, 1, 100.0))
        fresh = self._sell_unposted(self.shop, (self.product, 1, 200.0))
        with patch.object(commission_engine_mixin, "FEW_ORDERS", 1):
            rows = self.ledger._record_fresh(["confirmed"], [recorded.id, fresh.id])
        movements = self.env["distribution.commission.movement"].browse([row.id for row in rows])
        self.assertEqual(movements.order_id, fresh)

    def test_in_bulk_and_alone_orders_earn_the_same(self):
        orders = self._sell_unposted(self.shop, (self.product, 3, 33.33))
        orders += self._sell_unposted(self.shop, (self.product, 1, 0.15))
        with patch.multiple(commission_engine_mixin, FEW_ORDERS=1, MANY_MOVEMENTS=1):
            self.ledger._accrue(orders.ids)
        alone = [
            self._read_amounts(self._sell(self.shop, (self.product, *line)))
            for line in ((3, 33.33), (1, 0.15))
        ]
        self.assertEqual([self._read_amounts(order) for order in orders], alone)

    def _read_amounts(self, order):
        entries = self.ledger.search([("order_id", "=", order.id)], order="member_id")
        return entries.mapped("amount")

    def test_planner_knows_nothing_when_its_count_was_rolled_back(self):
        """The number of rows stays, what is in them does not: joins would be planned for one row,
        and take minutes.
        """
        self._sell(self.shop, (self.product, 1, 100.0))
        for statement in sandbox.create_tables((0, 0), has_period_caps=False):
            self.env.cr.execute(statement)
        self.env.execute_query(
            recording.insert_fresh(["confirmed"], recording.order_scope(None), is_alone=True)
        )
        with self.cr.savepoint() as savepoint:
            self.env.cr.execute(sandbox.analyze_tables())
            self.assertGreater(self._count_known(), 0)
            savepoint.rollback()
        self.assertEqual(self._count_known(), 0)
        self.env.cr.execute(sandbox.drop_tables())

    def _count_known(self):
        [(known,)] = self.env.execute_query(plans_in_force.known_movements())
        return known
