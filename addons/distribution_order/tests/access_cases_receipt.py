"""Who may read what members said of deliveries; how to read and extend it: access_table.py."""

from odoo.addons.distribution_member.tests.pure.test_safe_files import picture

READ = {"user reviewer manager": "r r - - -", "finance admin": "r r r r -"}
CASES = {
    "distribution.delivery.receipt": READ,
    "distribution.delivery.receipt.line": READ,
    "distribution.delivery.receipt.file": READ,
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.delivery.receipt": {"action_open_order"},
    "distribution.delivery.receipt.file": {"action_open"},
}


def make_delivery(world, member, quantity=10):
    """Goods of an order of the member, which have left."""
    order = world.env["sale.order"].create(
        {
            "partner_id": member.partner_id.id,
            "company_id": member.company_id.id,
            "order_line": [(0, 0, {"product_id": world.product.id, "product_uom_qty": quantity})],
        }
    )
    order.action_confirm()
    picking = order.picking_ids
    picking.move_ids.quantity = quantity
    picking.move_ids.picked = True
    picking.with_context(skip_sms=True).button_validate()
    return picking


def make_receipt(world, member):
    """What somebody of the member said of a delivery."""
    picking = make_delivery(world, member)
    return world.env["distribution.delivery.receipt"]._receive(
        picking,
        world.env.user,
        {picking.move_ids: {"short": 1.0}},
        note=f"{member.code}-receipt-secret",
        files=[(f"{member.code}-photo-secret.jpg", picture())],
    )


FACTORIES = {
    "distribution.delivery.receipt": make_receipt,
    "distribution.delivery.receipt.line": lambda world, member: (
        make_receipt(world, member).line_ids
    ),
    "distribution.delivery.receipt.file": lambda world, member: (
        make_receipt(world, member).file_ids
    ),
}
