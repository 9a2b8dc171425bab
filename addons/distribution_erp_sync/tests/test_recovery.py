from decimal import Decimal

from odoo import Command
from odoo.tests import tagged

from ..clients.errors import TransportError
from .erp_common import ErpCommon


@tagged("post_install", "-at_install")
class TestRecovery(ErpCommon):
    """What the fault campaign has found, each as small as it can be shown."""

    # === ORDERS === #

    def test_order_of_a_member_who_is_not_there_yet_waits_for_him(self):
        self.backend.sends_members = True
        order = self._confirm()
        self._push()
        document = order.distribution_erp_document_ids
        self.assertEqual((document.state, document.problem), ("sending", "incomplete"))
        self.assertIn("follows", document.message)
        self.assertFalse(order.activity_ids, "nobody has to do anything")
        self.assertNotIn("save_order", self.erp.calls)
        self.backend._bind_records([(self.shop, "7", self.shop.code)])
        self._push()
        self.assertEqual(document.state, "audited")
        self.assertFalse(document.problem)

    def test_total_is_that_of_lines_rounded_one_by_one(self):
        tax = self.env["account.tax"].create(
            {"name": "13 %", "amount": 13.0, "company_id": self.company.id}
        )
        self.company.tax_calculation_rounding_method = "round_globally"
        order = self._confirm(1, 1, 1, 1)
        order.order_line.write({"price_unit": 0.04, "tax_ids": [Command.set(tax.ids)]})
        self.assertNotEqual(order.amount_total, sum(order.order_line.mapped("price_total")))
        self._push()
        document = order._get_current_erp_document()
        self.assertEqual(document.state, "audited", document.message)
        added = Decimal(str(round(sum(order.order_line.mapped("price_total")), 2)))
        self.assertEqual(self.erp.orders[document.number].total, added)

    def test_many_orders_that_wait_for_people_keep_no_other_from_going(self):
        waiting = self.env["sale.order"]
        for _number in range(51):
            waiting |= self._confirm()
        self.journal.search([("order_id", "in", waiting.ids)])._write_state("failed")
        self.journal.create(
            [
                {
                    **order._prepare_erp_document(self.backend, 1),
                    "kind": "cancel",
                    "is_current": False,
                }
                for order in waiting
            ]
        )
        other = self._confirm()
        self._push()
        self.assertEqual(other.distribution_erp_state, "audited")

    # === RUNS === #

    def test_run_of_a_worker_that_died_is_ended_by_the_next(self):
        stream = self.backend.stream_ids.filtered(lambda one: one.kind == "stock")
        dead = stream._start()
        self.env["distribution.erp.stock.row"].flush_model()
        self.env.cr.execute(
            "INSERT INTO distribution_erp_stock_row"
            " (run_id, erp_warehouse_id, material, unit, quantity, locked)"
            " VALUES (%s, %s, 'M1', 'Pcs', 1, 0)",
            [dead.id, self.backend.warehouse_ids.id],
        )
        stream.leased_until = "2020-01-01 00:00:00"  # as it is some minutes later
        run = self.backend.sync_stock()
        self.assertEqual((dead.state, run.state), ("failed", "done"))
        self.assertTrue(dead.ended)
        self.env.cr.execute("SELECT count(*) FROM distribution_erp_stock_row")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_stock_whose_reading_broke_off_is_thrown_away(self):
        stream = self.backend.stream_ids.filtered(lambda one: one.kind == "stock")
        run = stream._start()
        self.env.cr.execute(
            "INSERT INTO distribution_erp_stock_row"
            " (run_id, erp_warehouse_id, material, unit, quantity, locked)"
            " VALUES (%s, %s, 'M1', 'Pcs', 1, 0)",
            [run.id, self.backend.warehouse_ids.id],
        )
        self.backend._end_run(stream, run, {"state": "failed"}, None)
        self.env.cr.execute("SELECT count(*) FROM distribution_erp_stock_row")
        self.assertEqual(self.env.cr.fetchone()[0], 0)

    def test_goods_move_although_no_reading_comes_to_its_end(self):
        order = self._pushed(5)
        self._move(order, Decimal(5))
        whole = self.erp.read_movements

        def break_off(kind, since=""):
            yield from whole(kind, since)
            raise TransportError("reset")

        self.erp.read_movements = break_off
        for _time in range(2):
            self.assertEqual(self.backend.pull_deliveries().state, "failed")
        self.assertEqual(order.order_line.qty_delivered, 5.0)
