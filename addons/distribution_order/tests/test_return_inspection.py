import base64

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture
from odoo.exceptions import UserError
from odoo.tests import tagged

from .return_common import ReturnCommon


@tagged("post_install", "-at_install")
class TestReturnInspection(ReturnCommon):
    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.goods = cls._create_product("T-9", "Bag")
        cls.goods.is_storable = True
        cls.warehouse = cls.env["stock.warehouse"].search(
            [("company_id", "=", cls.company.id)], limit=1
        )
        cls.shelves = cls.warehouse.lot_stock_id
        cls.quants = cls.env["stock.quant"]
        cls.quants._update_available_quantity(cls.goods, cls.shelves, 20)
        cls.sold = cls._deliver(cls.shop, (cls.goods, 10, 100.0))
        cls.delivery = cls.sold.order_line.move_ids

    def _stock(self, place):
        return self.quants._get_available_quantity(self.goods, place)

    def _approved(self, quantity=5, **values):
        rma = self._ask(quantity, move=self.delivery, **values)
        rma.with_user(self.manager).action_distribution_approve()
        return rma

    def _receive(self, rma):
        move = rma.reception_move_id
        for line in rma:
            line.reception_move_id.quantity = line.product_uom_qty
        move.picked = True
        move.picking_id.button_validate()
        return rma

    def _received(self, quantity=5, **values):
        return self._receive(self._approved(quantity, **values))

    def _inspect(self, rma, damaged=0, missing=0, **values):
        wizard = (
            self.env["distribution.return.inspection"]
            .with_user(self.manager)
            .create({"rma_id": rma.id, "damaged_qty": damaged, "missing_qty": missing, **values})
        )
        wizard.action_inspect()

    def test_nothing_is_refunded_or_replaced_before_the_inspection(self):
        rma = self._received()
        self.assertEqual(rma.distribution_state, "received")
        self.assertFalse(rma.distribution_can_settle)
        with self.assertRaises(UserError):
            rma.with_user(self.manager).action_distribution_settle()
        with self.assertRaises(UserError):
            rma.action_refund()
        self.assertFalse(rma.refund_id)

    def test_nothing_is_inspected_before_it_arrived(self):
        rma = self._approved()
        with self.assertRaises(UserError):
            self._inspect(rma)

    def test_good_goods_are_free_stock_again_and_damaged_ones_are_not(self):
        rma = self._received()
        self.assertEqual(self._stock(self.shelves), 10)
        self._inspect(rma, damaged=2, note="Wet")
        self.assertRecordValues(
            rma,
            [
                {
                    "distribution_state": "inspected",
                    "distribution_good_qty": 3.0,
                    "distribution_damaged_qty": 2.0,
                    "distribution_missing_qty": 0.0,
                    "distribution_inspection_note": "Wet",
                    "distribution_inspected_by_id": self.manager.id,
                    "product_uom_qty": 5.0,
                }
            ],
        )
        self.assertEqual(self._stock(self.shelves), 13)
        self.assertEqual(self._stock(rma.location_id), 0)
        scrap = self.env["stock.scrap"].search([("origin", "=", rma.name)])
        self.assertEqual((scrap.scrap_qty, scrap.state), (2.0, "done"))

    def test_refund_is_for_what_arrived_at_the_price_of_the_sale(self):
        rma = self._received()
        self._inspect(rma, damaged=1, missing=2)
        self.assertEqual(rma.product_uom_qty, 3.0)
        self.assertEqual(rma.distribution_asked_qty, 5.0)
        self.assertEqual(rma.distribution_amount, 300.0)
        self.assertEqual(rma.reception_move_id.quantity, 3.0)
        self.assertEqual(self._stock(self.shelves), 12)
        self.assertEqual(self._stock(rma.location_id), 0)
        rma.with_user(self.manager).action_distribution_settle()
        self.assertEqual(rma.distribution_state, "done")
        self.assertEqual(rma.refund_id.amount_untaxed, 300.0)
        self.assertEqual(self.sold.order_line.qty_delivered, 7.0)

    def test_what_is_missing_can_be_asked_for_again(self):
        self._inspect(self._received(), missing=2)
        self.assertEqual(dict(self.rmas._find_returnable(self.shop))[self.delivery], 7.0)

    def test_return_of_which_nothing_arrived_is_finished(self):
        rma = self._received()
        self._inspect(rma, missing=5)
        self.assertEqual((rma.state, rma.distribution_state), ("finished", "done"))
        self.assertEqual(rma.reception_move_id.quantity, 0)
        self.assertEqual(self._stock(self.shelves), 10)

    def test_counts_add_up_to_what_was_received(self):
        rma = self._received()
        for values in ({"damaged": 6}, {"missing": -1}, {"damaged": 1, "good_qty": 5}):
            with self.subTest(values=values), self.assertRaises(UserError):
                self._inspect(rma, **values)
        self.assertEqual(rma.distribution_state, "received")

    def test_inspected_once(self):
        rma = self._received()
        self._inspect(rma)
        with self.assertRaises(UserError):
            self._inspect(rma)
        self.assertEqual(self._stock(self.shelves), 15)

    def test_replacement_is_delivered_from_the_shelves(self):
        rma = self._received(wish="replace")
        self._inspect(rma, damaged=5)
        rma.with_user(self.manager).action_distribution_settle()
        self.assertEqual(rma.distribution_state, "settling")
        move = rma.delivery_move_ids
        self.assertEqual(move.product_uom_qty, 5.0)
        move.quantity = 5
        move.picked = True
        move.picking_id.button_validate()
        self.assertEqual(rma.distribution_state, "done")
        self.assertEqual(self._stock(self.shelves), 5)

    def test_claims_without_a_receipt_are_settled_after_the_approval(self):
        vals = {
            **self.rmas._prepare_return(self.delivery, 2),
            "distribution_kind": "short",
            "distribution_asked_by_id": self.buyer.id,
        }
        for name, stage in (("refund", "done"), ("replace", "settling")):
            with self.subTest(name=name):
                operation = self.env.ref(f"distribution_order.rma_operation_short_{name}")
                rma = self.rmas.create({**vals, "operation_id": operation.id})
                rma.with_user(self.manager).action_distribution_approve()
                rma.with_user(self.manager).action_distribution_settle()
                self.assertEqual(rma.distribution_state, stage)

    def _move_lots(self, move, lots, quantity):
        """Validate a picking with so much of each lot."""
        move.move_line_ids.unlink()
        move.move_line_ids = [
            (
                0,
                0,
                {
                    "product_id": self.goods.id,
                    "location_id": move.location_id.id,
                    "location_dest_id": move.location_dest_id.id,
                    "picking_id": move.picking_id.id,
                    "lot_id": lot.id,
                    "quantity": quantity,
                },
            )
            for lot in lots
        ]
        move.picked = True
        move.picking_id.button_validate()

    def _deliver_lots(self):
        """Return two lots and the move that delivered three of each."""
        self.goods.tracking = "lot"
        lots = self.env["stock.lot"].create(
            [{"name": name, "product_id": self.goods.id} for name in ("L1", "L2")]
        )
        for lot in lots:
            self.quants._update_available_quantity(self.goods, self.shelves, 3, lot_id=lot)
        order = self.env["sale.order"].create(
            {
                "partner_id": self.shop.partner_id.id,
                "order_line": [(0, 0, {"product_id": self.goods.id, "product_uom_qty": 6})],
            }
        )
        order.action_confirm()
        move = order.order_line.move_ids
        self._move_lots(move, lots, 3)
        return lots, move

    def test_lots_named_by_the_buyer_were_delivered(self):
        lots, move = self._deliver_lots()
        for named in ("", "L3"):
            with self.subTest(named=named), self.assertRaises(UserError):
                self._ask(4, move=move, lots={move.id: named})
        rma = self._ask(4, move=move, lots={move.id: "L1, L2"})
        self.assertEqual(rma.distribution_lot_ids, lots)

    def test_lots_named_by_the_inspector_are_scrapped(self):
        lots, move = self._deliver_lots()
        rma = self._ask(4, move=move, lots={move.id: "L1, L2"})
        rma.with_user(self.manager).action_distribution_approve()
        self._move_lots(rma.reception_move_id, lots, 2)
        for named in ("", "L3"):
            with self.subTest(named=named), self.assertRaises(UserError):
                self._inspect(rma, damaged=2, damaged_lots=named)
        self._inspect(rma, damaged=2, damaged_lots="L2")
        on_shelves = [
            self.quants._get_available_quantity(self.goods, self.shelves, lot_id=lot, strict=True)
            for lot in lots
        ]
        self.assertEqual(on_shelves, [2, 0])
        scrap = self.env["stock.scrap"].search([("origin", "=", rma.name)])
        self.assertEqual(scrap.lot_id, lots[1])

    def test_picture_of_the_inspector_is_kept_with_the_return(self):
        rma = self._received()
        self._inspect(rma, photo=base64.b64encode(picture()), photo_name="wet.jpg")
        self.assertEqual(rma.distribution_photo_ids.file_name, "wet.jpg")

    def test_member_is_told_of_each_step(self):
        rma = self._received()
        self._inspect(rma, damaged=1)
        rma.with_user(self.manager).action_distribution_settle()
        messages = self.env["distribution.message"].search(
            [("user_id", "=", self.buyer.id)], order="id"
        )
        said = " ".join(messages.with_context(lang="en_US").mapped("name"))
        for word in ("approved", "arrived", "inspected: good 4, damaged 1", "refunded"):
            self.assertIn(word, said)
