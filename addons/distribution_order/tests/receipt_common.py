from odoo import Command

from .common import OrderCommon


class ReceiptCommon(OrderCommon):
    """A shop whose goods have left."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.product.list_price = 10.0
        cls.brush = cls._create_product("T-2", "Brush")
        cls.buyer = cls._create_portal_user("rc_buyer", cls.shop)
        cls.buyer.lang = "en_US"
        cls.receipts = cls.env["distribution.delivery.receipt"]

    @classmethod
    def _order(cls, *quantities, member=None):
        """Return a confirmed order of a member, of putty and brushes."""
        goods = (cls.product, cls.brush)
        order = cls.env["sale.order"].create(
            {
                "partner_id": (member or cls.shop).partner_id.id,
                "order_line": [
                    Command.create({"product_id": product.id, "product_uom_qty": quantity})
                    for product, quantity in zip(goods, quantities, strict=False)
                ],
            }
        )
        order.action_confirm()
        return order

    @classmethod
    def _ship(cls, order, *quantities, is_rest_kept=True):
        """Let quantities leave; the rest waits in a delivery of its own."""
        picking = order.picking_ids.filtered(lambda one: one.state not in ("done", "cancel"))
        sent = quantities or picking.move_ids.mapped("product_uom_qty")
        for move, quantity in zip(picking.move_ids, sent, strict=True):
            move.quantity = quantity
            move.picked = True
        names = {"skip_backorder": True, "skip_sms": True}
        if not is_rest_kept:
            names["picking_ids_not_to_backorder"] = picking.ids
        picking.with_context(**names).button_validate()
        return picking

    def _receive(self, picking, *differences, **options):
        """Receive as the buyer; differences are (short, damaged) of each move in turn."""
        return (
            self.receipts.with_user(self.buyer)
            .sudo()
            ._receive(
                picking.with_user(self.buyer).sudo(),
                self.buyer,
                {
                    move: {"short": short, "damaged": damaged}
                    for move, (short, damaged) in zip(picking.move_ids, differences, strict=False)
                },
                **options,
            )
        )
