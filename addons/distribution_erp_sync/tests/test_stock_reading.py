from datetime import timedelta

from odoo import Command, fields
from odoo.tests import tagged

from ..clients.errors import TransportError
from ..mappers.values import MASKED
from .erp_common import ErpCommon, material
from .fake_erp import Fault


@tagged("post_install", "-at_install")
class TestStockReading(ErpCommon):
    def _stock(self):
        stock = self.env["distribution.erp.stock"].search([("product_id", "=", self.product.id)])
        return stock.on_hand, stock.locked

    def _read_after_one_noted_ahead(self, ahead):
        """Read 20 at a moment that lies ahead, then nothing; return the warehouse."""
        self._lie(20)
        self.backend.sync_stock()
        place = self.backend.warehouse_ids
        place.stock_moment = fields.Datetime.now() + ahead
        self.env["distribution.erp.stock"].search([]).moment = place.stock_moment
        self.erp.stock.clear()
        self.backend.sync_stock()
        return place

    def test_rows_of_a_material_add_up_and_what_is_locked_is_not_free(self):
        self._lie(12.5, locked=2)
        self._lie(7.5, locked=1, lot="L2")
        run = self.backend.sync_stock()
        self.assertEqual((run.state, run.seen, run.changed), ("done", 2, 1))
        self.assertEqual(self._stock(), (20.0, 3.0))
        self.assertEqual(self._read_free(), 17.0)

    def test_what_is_gone_is_zero_and_what_did_not_change_is_not_written(self):
        self._lie(20)
        self.backend.sync_stock()
        self.assertEqual(self.backend.sync_stock().changed, 0)
        self.erp.stock.clear()
        self.assertEqual(self.backend.sync_stock().changed, 1)
        self.assertEqual(self._stock(), (0.0, 0.0))

    def test_reading_that_breaks_off_leaves_the_stock_as_it_was(self):
        self._lie(20)
        self.backend.sync_stock()
        self.erp.stock.clear()
        self.erp.fail("read_stock", Fault(TransportError("reset")))
        run = self.backend.sync_stock()
        self.assertEqual(run.state, "failed")
        self.assertIn("No readable answer", run.log)
        self.assertEqual(self._stock(), (20.0, 0.0))

    def test_older_reading_never_overwrites_a_newer_one(self):
        self._read_after_one_noted_ahead(timedelta(minutes=1))
        self.assertEqual(self._stock(), (20.0, 0.0))

    def test_clock_that_was_ahead_and_is_right_again_holds_nothing_up(self):
        place = self._read_after_one_noted_ahead(timedelta(days=32))
        self.assertEqual(self._stock(), (0.0, 0.0))
        self.assertLess(place.stock_moment, fields.Datetime.now() + timedelta(minutes=1))

    def test_units_are_converted_and_one_that_nobody_mapped_changes_nothing(self):
        self._lie(20)
        self.backend.sync_stock()
        self.erp.stock.clear()
        self._lie(3, unit="Carton")
        run = self.backend.sync_stock()
        self.assertEqual(run.failed, 1)
        self.assertIn("Carton", run.log)
        self.assertEqual(self._stock(), (20.0, 0.0), "nobody knows how much a carton is")
        dozen = self.env.ref("uom.product_uom_dozen")
        self.backend.unit_ids = [Command.create({"number": "Carton", "uom_id": dozen.id})]
        self.backend.sync_stock()
        self.assertEqual(self._stock(), (36.0, 0.0))

    def test_materials_are_bound_by_code_unless_two_products_have_it(self):
        other = self._create_product("T-2")
        self._create_product("T-2")
        self._lie(5)
        self._lie(6, material="T-2")
        self._lie(7, material="UNKNOWN")
        self.backend.sync_stock()
        bound = self.env["distribution.erp.binding"].search([("backend_id", "=", self.backend.id)])
        self.assertEqual(bound.mapped("external_number"), ["T-1"])
        self.assertFalse(self.env["distribution.erp.stock"].search([("product_id", "=", other.id)]))

    def test_hidden_quantities_are_told_and_not_taken_for_zero(self):
        self._lie(MASKED)
        run = self.backend.sync_stock()
        self.assertEqual(run.failed, 1)
        self.assertIn("hidden", run.log)

    def test_negative_stock_is_kept_and_sells_nothing(self):
        self._lie(-4)
        self.backend.sync_stock()
        self.assertEqual(self._stock(), (-4.0, 0.0))
        self.assertLess(self._read_free(), 0)

    # === WHAT MEMBERS SEE === #

    def test_own_orders_are_taken_off_until_kingdee_has_locked_them(self):
        self._lie(20)
        self.backend.sync_stock()
        order = self._confirm(5)
        self.assertEqual(self._read_free(), 15.0)
        self._push()
        self.assertEqual(self._read_free(), 15.0, "read before it was sent: nothing is locked yet")
        self.erp.stock.clear()
        self._lie(20, locked=5)
        order.distribution_erp_document_ids.known_date -= timedelta(minutes=1)
        self.backend.sync_stock()
        self.assertEqual(self._read_free(), 15.0, "now Kingdee says so itself")
        order._action_cancel()
        self.assertEqual(self._read_free(), 15.0)

    def test_odoos_own_stock_is_shown_where_odoo_runs_the_warehouse(self):
        self.backend.stock_mode = "adjusted"
        self._lie(20)
        run = self.backend.sync_stock()
        self.assertEqual(run.state, "done", run.log)
        quants = self.env["stock.quant"].search(
            [("product_id", "=", self.product.id), ("location_id.usage", "=", "internal")]
        )
        self.assertEqual(sum(quants.mapped("quantity")), 20.0)
        self.assertEqual(self._read_free(), 20.0)
        self._confirm(5)
        self.assertEqual(self._read_free(), 15.0, "reserved by Odoo itself")
        self.erp.stock.clear()
        self._lie(18)
        self.backend.sync_stock()
        self.assertEqual(sum(quants.mapped("quantity")), 18.0)

    def test_shortages_look_at_the_stock_of_kingdee(self):
        self._lie(20)
        self.backend.sync_stock()
        free = self.env["distribution.reorder.point"]._read_free(self.product)
        self.assertEqual(free[self.product.id, self.warehouse.id], 20.0)

    # === WHAT IS ORDERED NOW === #

    def test_watched_goods_are_those_in_carts_and_orders(self):
        self._lie(20)
        self._lie(9, material="T-9")
        other = self._create_product("T-9")
        self.backend.sync_stock()
        self.erp.stock.clear()
        self._lie(11)
        self._lie(1, material="T-9")
        self.env["distribution.cart"].create(
            {
                "user_id": self.env.ref("base.user_admin").id,
                "member_id": self.shop.id,
                "lines": {str(self.product.id): 1},
            }
        )
        self.backend._run_stream("stock_hot")
        self.assertEqual(self._stock(), (11.0, 0.0))
        left = self.env["distribution.erp.stock"].search([("product_id", "=", other.id)])
        self.assertEqual(left.on_hand, 9.0, "nobody is about to order it")

    # === COMPARISON === #

    def test_comparison_lists_differences_and_says_how_right_it_is(self):
        right = self._create_product("T-3")
        self.erp.materials = [material("T-1"), material("T-3")]
        self._lie(20)
        self._lie(80, material="T-3")
        self.backend.sync_stock()
        self.erp.stock.clear()
        self._lie(15)
        self._lie(80, material="T-3")
        run = self.backend.reconcile()
        self.assertEqual(run.state, "done", run.log)
        self.assertEqual(run.accuracy_items, 50.0)
        self.assertAlmostEqual(run.accuracy_quantity, 100 * (1 - 5 / 95), 2)
        self.assertEqual(self.backend.accuracy_items, 50.0)
        difference = self.env["distribution.erp.difference"].search([("run_id", "=", run.id)])
        self.assertEqual((difference.here, difference.there), (20.0, 15.0))
        self.assertNotEqual(difference.product_id, right)
        self.assertEqual(self._stock(), (20.0, 0.0), "a comparison changes nothing")
        difference.action_fix()
        self.assertEqual((self._stock(), difference.state), ((15.0, 0.0), "fixed"))
        self.assertEqual(self.backend.reconcile().accuracy_items, 100.0)
