from datetime import timedelta

from odoo import fields
from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.exceptions import UserError, ValidationError
from odoo.tests import tagged
from odoo.tools import mute_logger
from psycopg2 import IntegrityError

from .receipt_common import ReceiptCommon


@tagged("post_install", "-at_install")
class TestDeliveryReceipt(ReceiptCommon):
    # === STATE OF THE ORDER === #

    def test_order_follows_its_deliveries_until_all_is_received(self):
        order = self._order(10)
        self.assertEqual(order.distribution_state, "approved")
        first = self._ship(order, 4)
        self.assertEqual(order.distribution_state, "shipping")
        self._receive(first)
        self.assertEqual(order.distribution_state, "shipping")
        rest = self._ship(order)
        self.assertEqual(order.distribution_state, "shipped")
        self._receive(rest)
        self.assertEqual(order.distribution_state, "done")

    def test_what_never_leaves_does_not_hold_the_order_up(self):
        order = self._order(10)
        picking = self._ship(order, 4, is_rest_kept=False)
        self._receive(picking)
        self.assertEqual(order.distribution_state, "done")

    def test_goods_that_come_back_do_not_take_the_order_back(self):
        order = self._order(10)
        picking = self._ship(order)
        self._receive(picking)
        wizard = (
            self.env["stock.return.picking"]
            .with_context(active_id=picking.id, active_model="stock.picking")
            .create({"picking_id": picking.id})
        )
        wizard.product_return_moves.quantity = 2
        wizard.action_create_returns()
        self.assertEqual(len(order.picking_ids), 2)
        self.assertEqual(order.distribution_state, "done")

    # === RECEIPTS === #

    def test_differences_are_kept_and_open_claims(self):
        picking = self._ship(self._order(10, 5))
        receipt = self._receive(picking, (2, 1), (0, 0), note="Wet cartons")
        self.assertTrue(receipt.has_differences)
        self.assertEqual(receipt.user_id, self.buyer)
        claims = receipt.line_ids.claim_ids
        self.assertEqual(
            {(claim.distribution_kind, claim.product_uom_qty) for claim in claims},
            {("short", 2.0), ("damaged", 1.0)},
        )
        self.assertEqual(claims.move_id, picking.move_ids[0])
        self.assertEqual(claims.order_id, picking.sale_id)
        self.assertEqual(claims.partner_id, self.shop.partner_id)

    def test_claims_of_a_kind_are_one_request_and_are_settled_as_wished(self):
        picking = self._ship(self._order(10, 5))
        claims = self._receive(picking, (2, 1), (1, 0), wish="replace").line_ids.claim_ids
        self.assertEqual(len(claims), 3)
        self.assertEqual(len(set(claims.mapped("distribution_request"))), 2)
        self.assertEqual(set(claims.mapped("distribution_state")), {"waiting"})
        short = claims.filtered(lambda claim: claim.distribution_kind == "short")[0]
        manager = self._create_user("rc_manager", "manager")
        self.shop.region_id.manager_ids = manager
        short.with_user(manager).action_distribution_approve()
        self.assertFalse(short.reception_move_id, "what never arrived does not come back")
        short.with_user(manager).action_distribution_settle()
        self.assertEqual(short.delivery_move_ids.product_uom_qty, 2)
        self.assertEqual(short.delivery_move_ids.product_id, self.product)

    def test_refund_of_a_claim_evens_what_the_order_delivered_and_invoiced(self):
        self.product.invoice_policy = "delivery"
        order = self._order(10)
        picking = self._ship(order)
        order._create_invoices().action_post()
        claims = self._receive(picking, (2, 1), wish="refund").line_ids.claim_ids
        manager = self._create_user("rc_refund", "manager")
        self.shop.region_id.manager_ids = manager
        for claim in claims:
            claim.with_user(manager).action_distribution_approve()
            claim.with_user(manager).action_distribution_settle()
            self.assertEqual(claim.distribution_state, "done")
            claim.refund_id.action_post()
        line = order.order_line
        self.assertEqual((line.qty_delivered, line.qty_invoiced), (7.0, 7.0))
        self.assertEqual(order.invoice_status, "invoiced", "nothing is left to invoice or credit")
        self.assertEqual(order.distribution_state, "done")
        [(_move, left)] = self.env["rma"]._find_returnable(self.shop)
        self.assertEqual(left, 7.0)

    def test_refund_of_goods_with_lots_names_the_lots_of_the_delivery(self):
        lot = self.env["stock.lot"].create({"name": "RC-LOT", "product_id": self.brush.id})
        self.brush.write({"is_storable": True, "tracking": "lot"})
        self.env["stock.quant"]._update_available_quantity(
            self.brush, self.env["stock.warehouse"].search([], limit=1).lot_stock_id, 5, lot_id=lot
        )
        order = self._order(1, 5)
        order.picking_ids.action_assign()
        picking = self._ship(order)
        claim = self._receive(picking, (0, 0), (2, 0), wish="refund").line_ids.claim_ids
        manager = self._create_user("rc_lots", "manager")
        self.shop.region_id.manager_ids = manager
        claim.with_user(manager).action_distribution_approve()
        claim.with_user(manager).action_distribution_settle()
        self.assertEqual(order.order_line[1].qty_delivered, 3.0)
        self.assertEqual(claim.reception_move_id.lot_ids, lot)

    def test_what_was_claimed_is_not_returned_once_more(self):
        picking = self._ship(self._order(10))
        self._receive(picking, (2, 1))
        [(move, left)] = self.env["rma"]._find_returnable(self.shop)
        self.assertEqual((move, left), (picking.move_ids, 7.0))

    def test_without_differences_there_is_no_claim(self):
        receipt = self._receive(self._ship(self._order(10)))
        self.assertFalse(receipt.has_differences)
        self.assertFalse(receipt.line_ids.claim_ids)

    def test_more_than_was_sent_cannot_be_missing(self):
        picking = self._ship(self._order(10))
        with self.assertRaisesRegex(ValidationError, "10 .*were sent"), self.env.cr.savepoint():
            self._receive(picking, (8, 3))
        with (
            mute_logger("odoo.sql_db"),
            self.assertRaisesRegex(IntegrityError, "quantities_not_negative"),
            self.env.cr.savepoint(),
        ):
            self._receive(picking, (-1, 0))

    def test_delivery_is_received_once(self):
        picking = self._ship(self._order(10))
        self._receive(picking)
        with self.assertRaisesRegex(UserError, "received already"):
            self._receive(picking, (1, 0))

    def test_what_has_not_left_is_not_received(self):
        order = self._order(10)
        with self.assertRaisesRegex(UserError, "not left"):
            self._receive(order.picking_ids)

    def test_photos_are_checked_and_kept(self):
        picking = self._ship(self._order(10))
        with self.assertRaises(UserError), self.env.cr.savepoint():
            self._receive(picking, files=[("virus.jpg", b"MZ not a picture")])
        with self.assertRaisesRegex(UserError, "at most 6"), self.env.cr.savepoint():
            self._receive(picking, files=[("a.jpg", picture())] * 7)
        receipt = self._receive(picking, files=[("a.jpg", picture())])
        self.assertEqual(len(receipt.file_ids), 1)

    # === WITHOUT A WORD === #

    def _receive_silent(self):
        with self.enter_registry_test_mode():
            self.env.ref("distribution_order.ir_cron_receive_deliveries").method_direct_trigger()
        self.env.invalidate_all()

    def _age(self, picking, days):
        picking.date_done = fields.Datetime.now() - timedelta(days=days)

    def test_silence_counts_as_receipt_after_the_companys_days(self):
        self.company.distribution_receipt_days = 7
        old, new = self._order(10), self._order(5)
        for order, days in ((old, 8), (new, 6)):
            self._age(self._ship(order), days)
        self._receive_silent()
        self.assertEqual((old.distribution_state, new.distribution_state), ("done", "shipped"))
        receipt = old.picking_ids.distribution_receipt_ids
        self.assertTrue(receipt.is_automatic)
        self.assertFalse(receipt.user_id)
        self.assertFalse(receipt.has_differences)

    def test_silence_never_counts_when_it_is_switched_off(self):
        self.company.distribution_receipt_days = 0
        order = self._order(10)
        self._age(self._ship(order), 900)
        self._receive_silent()
        self.assertEqual(order.distribution_state, "shipped")

    def test_deliveries_to_others_are_left_alone(self):
        partner = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._order(10)
        order.copy({"partner_id": partner.id}).action_confirm()
        other = self.env["sale.order"].search([("partner_id", "=", partner.id)])
        self._age(self._ship(other), 900)
        self._receive_silent()
        self.assertFalse(other.picking_ids.distribution_receipt_ids)

    # === MESSAGES === #

    def test_people_are_told_that_goods_have_left_and_where_to_follow_them(self):
        order = self._order(10)
        order.picking_ids.carrier_tracking_ref = "SF1234567890"
        picking = self._ship(order)
        message = self.env["distribution.message"].search(
            [("user_id", "=", self.buyer.id)], limit=1
        )
        for part in (order.name, picking.name, "SF1234567890"):
            self.assertIn(part, message.name)
        self.assertTrue(message.is_waiting)
        self.assertEqual(message.url, f"/my/distribution/deliveries/{picking.id}")

    def test_deliveries_to_others_tell_nobody(self):
        before = self.env["distribution.message"].search_count([])
        partner = self.env["res.partner"].create({"name": "Walk-in"})
        order = self._order(10).copy({"partner_id": partner.id})
        order.action_confirm()
        self._ship(order)
        self.assertEqual(self.env["distribution.message"].search_count([]), before)
