"""Who may do what with stock and what is short; how to read and extend it: access_table.py."""

import itertools

_numbers = itertools.count(1)

CASES = {
    # Stock is a company's: all look at it, who is responsible acts; nobody makes or deletes alerts.
    "distribution.stock.rule": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.reorder.point": {"staff": "r r r r -"},
    "distribution.shortage": {
        "user reviewer finance": "r r r r -",
        "manager admin": "rw rw rw rw -",
    },
    "distribution.shortage (of nobody)": {"staff": "rw rw rw rw -"},
}

PUBLIC_METHODS = {
    "distribution.shortage": {
        "action_close",
        "action_open_lines",
        "action_open_point",
        "action_take",
    },
    "distribution.stock.rule": {"action_open_points", "action_refresh"},
}


def make_stock_rule(world, member):
    """A rule of the member's company for a product of its own."""
    product = world._create_product(f"S-{next(_numbers)}")
    product.is_storable = True
    return world.env["distribution.stock.rule"].create(
        {"product_id": product.id, "method": "fixed", "fixed_minimum": 5}
    )


def make_point(world, member):
    """The point of such a rule, in the company's first warehouse."""
    rule = make_stock_rule(world, member)
    world.env["distribution.reorder.point"]._refresh_companies(rule.company_id)
    return world.env["distribution.reorder.point"].search([("rule_id", "=", rule.id)], limit=1)


def make_shortage(world, member):
    """An alert that somebody of no role is responsible for."""
    alert = make_open_shortage(world, member)
    alert.user_id = world.env.ref("base.user_root")
    return alert


def make_open_shortage(world, member):
    """An alert that nobody is responsible for."""
    point = make_point(world, member)
    world.env["distribution.shortage"]._check_stock()
    return world.env["distribution.shortage"].search([("point_id", "=", point.id)])


FACTORIES = {
    "distribution.stock.rule": make_stock_rule,
    "distribution.reorder.point": make_point,
    "distribution.shortage": make_shortage,
    "distribution.shortage (of nobody)": make_open_shortage,
}
