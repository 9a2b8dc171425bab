from .common import OrderCommon


class ReturnCommon(OrderCommon):
    """A shop of the north that was delivered ten bags at 100.00, and who decides on its returns."""

    @classmethod
    def setUpClass(cls):
        super().setUpClass()
        cls.manager = cls._create_user("ret_manager", "manager")
        cls.elsewhere = cls._create_user("ret_elsewhere", "manager")
        cls.north.manager_ids = cls.manager
        cls.south.manager_ids = cls.elsewhere
        cls.buyer = cls._create_portal_user("ret_buyer", cls.shop)
        cls.order = cls._deliver(cls.shop, (cls.product, 10, 100.0))
        cls.move = cls.order.order_line.move_ids
        cls.reason = cls.env.ref("distribution_order.return_reason_overstock")
        cls.rmas = cls.env["rma"]

    @classmethod
    def _deliver(cls, member, *lines, date=None):
        """Return a confirmed order, all of it delivered; lines are (product, quantity, price)."""
        order = cls.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "order_line": [
                    (
                        0,
                        0,
                        {
                            "product_id": product.id,
                            "product_uom_qty": quantity,
                            "price_unit": price,
                            "tax_ids": False,
                        },
                    )
                    for product, quantity, price in lines
                ],
            }
        )
        order.action_confirm()
        picking = order.picking_ids
        for move in picking.move_ids:
            move.quantity = move.product_uom_qty
        picking.move_ids.picked = True
        picking.button_validate()
        if date:
            order.date_order = date
            picking.move_ids.date = date
        return order

    @classmethod
    def _ask(cls, quantity=2, wish="refund", files=(), member=None, **values):
        """Return what the shop's buyer asks for in the portal."""
        move = values.pop("move", cls.move)
        values = {
            "quantities": {move.id: quantity},
            "lots": {},
            "reason_id": cls.reason.id,
            "wish": wish,
            "note": "",
            **values,
        }
        return cls.rmas._ask_for_return(member or cls.shop, cls.buyer, values, files)
