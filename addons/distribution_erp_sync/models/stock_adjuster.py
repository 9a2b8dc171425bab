"""Odoo's own quantities are set to Kingdee's, by inventory adjustments people can read."""

from ..queries import stock_differences
from . import transactions

ADJUSTED_PER_COMMIT = 500


class StockAdjuster:
    """Adjusts the shelves of one warehouse; lots are not told apart, so products with lots stay."""

    def __init__(self, env, warehouse):
        """Take whose shelves they are.

        :param warehouse: `distribution.erp.warehouse`
        """
        self.env = env
        self.warehouse = warehouse
        self.location = warehouse.warehouse_id.lot_stock_id

    def adjust(self, materials=None):
        """Adjust what differs, committing batch by batch; return how many products it were."""
        self.env.flush_all()
        rows = self.env.execute_query(
            stock_differences.quants(self.warehouse.id, self.location.id, materials)
        )
        for start in range(0, len(rows), ADJUSTED_PER_COMMIT):
            self.adjust_rows(rows[start : start + ADJUSTED_PER_COMMIT])
            transactions.let_go(self.env)
        return len(rows)

    def adjust_rows(self, rows):
        """Set products to what is there; rows are (product, here, there)."""
        quants = self.env["stock.quant"].with_context(
            inventory_mode=True, inventory_name=self.env._("Kingdee"), tracking_disable=True
        )
        counted = quants.create(
            [
                {
                    "product_id": product_id,
                    "location_id": self.location.id,
                    "inventory_quantity": float(there),
                }
                for product_id, _here, there in rows
            ]
        )
        counted.action_apply_inventory()
