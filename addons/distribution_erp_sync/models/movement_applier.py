"""Goods move here as they moved in Kingdee: by Odoo's own moves, in one transaction per order."""

from odoo import fields
from odoo.tools import float_compare

from .stock_move import NO_RESERVING

PLACES = 6
# Nothing asks, and nothing is told by SMS: the goods have moved already.
SILENT = {"skip_backorder": True, "skip_sms": True, "cancel_backorder": False}


class MovementApplier:
    """Applies what is due of one order."""

    def __init__(self, order):
        """Take whose goods they are; the caller has locked the movements."""
        self.order = order
        self.env = order.env
        self._bill = None  # whose lines are being gathered, and the way its goods go
        self._gathered = {}  # picking -> its moves that the bill has moved
        self._made = {}  # the way goods go -> picking that was made for the bill
        self._silent = SILENT

    def apply(self, movements):
        """Move the differences; what was moved is written on each movement, exactly once.

        The lines of a bill leave together: one bill is one delivery, and is told once.
        """
        is_shown = movements.backend_id[:1].stock_mode == "shown"
        self._silent = {**SILENT, NO_RESERVING: is_shown}
        now = fields.Datetime.now()
        for movement in movements.sorted(lambda one: (one.date or now, one.number, one.id)):
            difference = movement.target_quantity - movement.applied_quantity
            if float_compare(difference, 0, precision_digits=PLACES):
                leaves = (difference > 0) == (movement.kind == "delivery")
                self._begin(movement, leaves)
                move = self._send if leaves else self._take_back
                movement.move_ids |= move(movement, abs(difference))
            movement.write(
                {
                    "applied_quantity": movement.target_quantity,
                    "state": "applied",
                    "message": False,
                }
            )
        self._end()

    def _begin(self, movement, leaves):
        """Close the bill before when this line is of another, or a part of the same line."""
        bill = (movement.number, movement.date, leaves)
        is_moving = any(
            moves & movement.order_line_id.move_ids for moves in self._gathered.values()
        )
        if bill != self._bill or is_moving:
            self._end()
        self._bill = bill

    def _end(self):
        """Let leave what was gathered; the rest of its deliveries stays open."""
        for picking, moves in self._gathered.items():
            (picking.move_ids - moves).picked = False
            picking.with_context(**self._silent)._action_done()
            date = self._bill[1]
            if date:
                moves.picking_id.date_done = date
        self._gathered, self._made = {}, {}

    # === MOVES === #

    def _send(self, movement, quantity):
        """Let goods leave: of the open deliveries as far as they go, then beyond what was asked."""
        line, done, left = movement.order_line_id, self.env["stock.move"], quantity
        open_moves = line.move_ids.filtered(
            lambda move: (
                move.state not in ("done", "cancel") and move.location_dest_id.usage == "customer"
            )
        ).sorted("id")
        for move in open_moves:
            factor = move.product_uom.factor / line.product_uom_id.factor
            demand = move.product_uom_qty * factor
            taken = left if move == open_moves[-1] else min(left, demand)
            if float_compare(taken, 0, precision_digits=PLACES) > 0:
                done |= self._finish(movement, move, taken / factor)
                left -= taken
        if float_compare(left, 0, precision_digits=PLACES) > 0:
            done |= self._finish(movement, self._make_move(movement, left, is_back=False), left)
        return done

    def _take_back(self, movement, quantity):
        """Take goods back from the customer, tied to the sale, so that they count as returned.

        A delivery that is taken back is still to come, other than goods that a customer gave back.
        """
        move = self._finish(movement, self._make_move(movement, quantity, is_back=True), quantity)
        if movement.kind == "delivery":
            self._make_move(movement, quantity, is_back=False)._action_confirm()
        return move

    def _make_move(self, movement, quantity, *, is_back):
        line, order = movement.order_line_id, self.order
        kind = order.warehouse_id.out_type_id
        customer = order.partner_shipping_id.property_stock_customer
        shelves = order.warehouse_id.lot_stock_id
        source, target = (customer, shelves) if is_back else (shelves, customer)
        if is_back:
            kind = kind.return_picking_type_id or order.warehouse_id.in_type_id
        if is_back not in self._made:
            self._made[is_back] = self.env["stock.picking"].create(
                {
                    "picking_type_id": kind.id,
                    "partner_id": order.partner_shipping_id.id,
                    "location_id": source.id,
                    "location_dest_id": target.id,
                    "origin": movement.number,
                    "company_id": order.company_id.id,
                    "reference_ids": [fields.Command.set(order.stock_reference_ids.ids)],
                }
            )
        picking = self._made[is_back]
        sent = line.move_ids.filtered(
            lambda move: move.state == "done" and move.location_dest_id.usage == "customer"
        )
        return self.env["stock.move"].create(
            {
                "picking_id": picking.id,
                "product_id": line.product_id.id,
                "product_uom": line.product_uom_id.id,
                "product_uom_qty": quantity,
                "location_id": source.id,
                "location_dest_id": target.id,
                "company_id": order.company_id.id,
                "sale_line_id": line.id,
                "to_refund": is_back,
                "origin_returned_move_id": is_back and sent[-1:].id,
            }
        )

    def _finish(self, movement, move, quantity):
        """Gather a quantity, in the unit of the move, to be moved with the rest of the bill."""
        picking = move.picking_id
        if move.state == "draft":
            move._action_confirm(merge=False)
        move.move_line_ids.unlink()
        move.quantity = quantity
        self._set_lot(movement, move)
        move.picked = True
        is_sent = move.location_dest_id.usage == "customer"
        known = picking.carrier_tracking_ref or ""
        if is_sent and movement.tracking and movement.tracking not in known:
            picking.carrier_tracking_ref = ", ".join(filter(None, (known, movement.tracking)))
        self._gathered[picking] = self._gathered.get(picking, move.browse()) | move
        return move

    def _set_lot(self, movement, move):
        """Name the lot of the bill; one that is not known here is made."""
        product = move.product_id
        if product.tracking == "none":
            return
        lots = self.env["stock.lot"]
        name = movement.lot or movement.number
        lot = lots.search([("product_id", "=", product.id), ("name", "=", name)], limit=1)
        lot = lot or lots.create(
            {"product_id": product.id, "name": name, "company_id": self.order.company_id.id}
        )
        move.move_line_ids.lot_id = lot
