from dataclasses import replace
from decimal import Decimal

from odoo.tests import tagged

from ..mappers.values import MASKED
from .erp_common import ErpCommon


@tagged("post_install", "-at_install")
class TestGoods(ErpCommon):
    """Deliveries and returns of Kingdee happen here, too, once."""

    def _delivered(self, order):
        return order.order_line.mapped("qty_delivered")

    def _change(self, entry_id, kind="delivery", **values):
        """Let people of the ERP change a line there."""
        values.setdefault("modified", "2026-01-06T10:00:00")
        lines = self.erp.movements[kind]
        self.erp.movements[kind] = [
            replace(line, **values) if line.entry_id == entry_id else line for line in lines
        ]

    # === DELIVERIES === #

    def test_delivery_there_is_a_delivery_here_with_its_tracking_number(self):
        order = self._pushed(5, 3)
        self._move(order, Decimal(5), tracking="SF1")
        self._move(order, Decimal(3), place=1, tracking="SF1")
        run = self.backend.pull_deliveries()
        self.assertEqual((run.state, run.seen, run.failed), ("done", 2, 0), run.log)
        self.assertEqual(self._delivered(order), [5.0, 3.0])
        self.assertEqual(order.distribution_state, "shipped")
        self.assertIn("SF1", order.picking_ids.mapped("carrier_tracking_ref"))
        done = order.picking_ids.filtered(lambda picking: picking.state == "done")
        self.assertEqual(len(done), 1, "one bill is one delivery")
        self.assertEqual(len(done.move_ids), 2)
        self.assertEqual(f"{done[0].date_done:%Y-%m-%d %H:%M}", "2026-01-04 16:00", "in UTC")

    def test_line_that_is_read_again_moves_nothing(self):
        order = self._pushed(5)
        self._move(order, Decimal(2))
        for _time in range(3):
            self.backend.pull_deliveries()
        self.backend.reconcile()
        self.assertEqual(self._delivered(order), [2.0])
        self.assertEqual(order.distribution_state, "shipping")

    def test_parts_come_one_after_the_other_and_may_be_more_than_was_ordered(self):
        order = self._pushed(5)
        for quantity in (2, 2, 3):
            self._move(order, Decimal(quantity))
            self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [7.0])
        self.assertEqual(order.distribution_state, "shipped")

    def test_bills_are_deliveries_of_their_own_also_when_read_at_once(self):
        order = self._pushed(5, 3)
        self._move(order, Decimal(2), tracking="SF1")
        self._move(order, Decimal(1), place=1, tracking="SF1")
        self._move(order, Decimal(3), number="XSCKD2", tracking="SF2")
        self._move(order, Decimal(4), place=1, number="XSCKD2", tracking="SF2")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [5.0, 5.0])
        done = order.picking_ids.filtered(lambda picking: picking.state == "done")
        moved = {
            tracking: sorted(pickings.move_ids.mapped("quantity"))
            for tracking, pickings in done.grouped("carrier_tracking_ref").items()
        }
        self.assertEqual(moved, {"SF1": [1.0, 2.0], "SF2": [3.0, 4.0]})

    def test_two_lots_of_one_line_come_in_one_bill(self):
        order = self._pushed(5)
        self._move(order, Decimal(2), lot="L1")
        self._move(order, Decimal(3), lot="L2")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [5.0])

    def test_one_bill_may_serve_several_orders(self):
        first, second = self._pushed(5), self._pushed(4)
        self._move(first, Decimal(5))
        self._move(second, Decimal(1))
        self.backend.pull_deliveries()
        self.assertEqual((self._delivered(first), self._delivered(second)), ([5.0], [1.0]))

    def test_what_is_not_audited_has_not_moved(self):
        order = self._pushed(5)
        entry = self._move(order, Decimal(5), status="B")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [0.0])
        self._change(entry, status="C")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [5.0])

    def test_what_is_taken_back_there_is_taken_back_here_and_still_to_come(self):
        for change in ({"status": "D"}, {"is_cancelled": True}):
            with self.subTest(**change):
                order = self._pushed(5)
                entry = self._move(order, Decimal(5))
                self.backend.pull_deliveries()
                self._change(entry, **change)
                self.backend.pull_deliveries()
                self.assertEqual(self._delivered(order), [0.0])
                open_moves = order.order_line.move_ids.filtered(
                    lambda move: move.state not in ("done", "cancel")
                )
                self.assertEqual(sum(open_moves.mapped("product_uom_qty")), 5.0)
                self._change(
                    entry,
                    status="C",
                    is_cancelled=False,
                    quantity=Decimal(4),
                    modified="2026-01-07T10:00:00",
                )
                self.backend.pull_deliveries()
                self.assertEqual(self._delivered(order), [4.0])

    def test_older_reading_of_a_line_changes_nothing(self):
        order = self._pushed(5)
        entry = self._move(order, Decimal(5))
        self.backend.pull_deliveries()
        self._change(entry, quantity=Decimal(1), modified="2026-01-01T10:00:00")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [5.0])

    def test_deleted_bill_is_found_by_the_comparison(self):
        order = self._pushed(5)
        self._move(order, Decimal(5))
        self.backend.pull_deliveries()
        self.goods.search([]).date = "2126-01-05 00:00:00"  # within the days that are compared
        self.erp.movements["delivery"].clear()
        self.backend.reconcile()
        self.assertEqual(self._delivered(order), [0.0])
        self.assertTrue(self.goods.search([("is_missing", "=", True)]))

    def test_units_of_the_bill_are_converted(self):
        self.backend.unit_ids.create(
            {
                "backend_id": self.backend.id,
                "number": "Dozen",
                "uom_id": self.env.ref("uom.product_uom_dozen").id,
            }
        )
        order = self._pushed(24)
        self._move(order, Decimal(1), unit="Dozen")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [12.0])

    def test_unit_that_nobody_mapped_waits_for_a_person(self):
        order = self._pushed(24)
        self._move(order, Decimal(1), unit="Pallet")
        self.backend.pull_deliveries()
        movement = self.goods.search([("order_id", "=", order.id)])
        self.assertEqual(movement.state, "failed")
        self.assertIn("Pallet", movement.message)
        self.assertEqual(self._delivered(order), [0.0])

    def test_hidden_quantity_is_told_and_takes_nothing_back(self):
        order = self._pushed(5)
        entry = self._move(order, Decimal(5))
        self.backend.pull_deliveries()
        self._change(entry, quantity=MASKED)
        run = self.backend.pull_deliveries()
        self.assertEqual(run.failed, 1)
        self.assertIn("hidden", run.log)
        self.assertEqual(self._delivered(order), [5.0])

    def test_goods_of_nobody_stay_visible_and_are_tied_later(self):
        order = self._pushed(5)
        self._move(order, Decimal(5), order_number="", order_entry_id="")
        self.backend.pull_deliveries()
        movement = self.goods.search([("number", "=", "XSCKD1")])
        self.assertEqual(movement.state, "unlinked")
        self.assertEqual(self.backend.unlinked_count, 1)
        self._change(movement.entry_id, order_number=f"ODOO-{order.name}", order_entry_id="")
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [5.0], "the only line of the product")

    def test_lots_of_the_bill_are_named(self):
        self.product.tracking = "lot"
        order = self._pushed(5)
        self._move(order, Decimal(5), lot="L-77")
        self.backend.pull_deliveries()
        self.assertEqual(order.order_line.move_ids.lot_ids.name, "L-77")

    # === RETURNS === #

    def test_return_there_is_a_return_here(self):
        order = self._pushed(5)
        self._move(order, Decimal(5))
        self.backend.pull_deliveries()
        entry = self._move(order, Decimal(2), kind="return", number="XSTHD1")
        run = self.backend.pull_returns()
        self.assertEqual(run.state, "done", run.log)
        self.assertEqual(self._delivered(order), [3.0])
        self.assertEqual(order.distribution_state, "shipped", "goods back do not take it back")
        self.backend.pull_returns()
        self.assertEqual(self._delivered(order), [3.0])
        self._change(entry, kind="return", status="D")
        self.backend.pull_returns()
        self.assertEqual(self._delivered(order), [5.0])

    def _find_state_of_another(self):
        """Let goods leave and come back; return how another order stands that waits for them."""
        order, other = self._pushed(5), self._pushed(3)
        entry = self._move(order, Decimal(5))
        self.backend.pull_deliveries()
        shelves = order.warehouse_id.lot_stock_id
        self.env["stock.quant"]._update_available_quantity(self.product, shelves, 10)
        self._change(entry, quantity=Decimal(0), base_quantity=Decimal(0))
        self.backend.pull_deliveries()
        self.assertEqual(self._delivered(order), [0.0])
        return other.picking_ids.move_ids.state

    def test_goods_that_come_back_are_reserved_where_odoo_runs_the_warehouse(self):
        self.backend.stock_mode = "adjusted"
        self.assertEqual(self._find_state_of_another(), "assigned")

    def test_goods_that_come_back_are_reserved_by_kingdee_where_it_runs_the_warehouse(self):
        self.assertEqual(self._find_state_of_another(), "confirmed")
