"""Runs in an Odoo shell: orders that wait, goods that were delivered, and returns."""

from odoo.addons.distribution_order.tests.access_cases_receipt import make_delivery
from odoo.addons.distribution_order.tests.access_cases_return import make_return

SPARES = 6


def make_waiting(world, member):
    """Return orders of the member that were submitted and wait."""
    orders = {}
    for number in range(SPARES):
        order = world.env["sale.order"].create(
            {
                "partner_id": member.partner_id.id,
                "order_line": [(0, 0, {"product_id": world.product.id, "price_unit": 1.0})],
            }
        )
        order.action_distribution_submit()
        orders[f"spare {number}"] = order
    return orders


def make_approvals(world):
    """Return orders of the downline that the buyers of the own member decide on."""
    world.env.ref("distribution_order.tier_upline").active = True
    waiting = make_waiting(world, world.members["downline"])
    return {**waiting, "downline": waiting["spare 0"]}


def make_spare_returns(world):
    """Return requests of the own member that nobody has decided on."""
    own = world.members["own"]
    return {f"spare {number}": make_return(world, own) for number in range(SPARES)}


def make_pickings(world):
    """Return {relation: goods that have left for it}, with more of the own to be received."""
    rows = {}
    for relation, member in world.members.items():
        with world._acting_in(member.company_id):
            picking = make_delivery(world, member.with_env(world.env))
            rows[relation] = world.env["stock.picking"].browse(picking.id)
    own = world.members["own"]
    return {**rows, **{f"spare {number}": make_delivery(world, own) for number in range(SPARES)}}
