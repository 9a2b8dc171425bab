"""Who may do what with orders and order files; how to read and extend it: access_table.py."""

import itertools

_numbers = itertools.count(1)

CASES = {
    # A file belongs to who imported it.
    "distribution.order.import": {"finance": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.import (by the manager)": {
        "manager": "rwc rwc rwc rwc -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.order.import.line": {"finance": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.import.line (by the manager)": {
        "manager": "rwcd rwcd rwcd rwcd -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
    "distribution.order.import.profile": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    "distribution.order.import.column": {"staff": "r", "admin": "rwcd"},
    "distribution.assortment": {"staff": "r r r r -", "admin": "rwcd rwcd rwcd rwcd -"},
    # Not ours, but the rules that open it to our roles are.
    "sale.order": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rwc rwc - - -",
        "finance": "r r r r -",
        "admin": "rwc rwc rwc rwc -",
    },
    "sale.order.line": {
        "distributors": "r - - - -",
        "user reviewer": "r r - - -",
        "manager": "rwcd rwcd - - -",
        "finance": "r r r r -",
        "admin": "rwcd rwcd rwcd rwcd -",
    },
}

WITHOUT_RULE = {"distribution.order.import.column": "read with its profile, which has a rule"}

PUBLIC_METHODS = {
    "distribution.affected.mixin": {"action_open_orders"},
    "distribution.member.terminate": {"action_open_orders"},
    "distribution.member.transfer": {"action_open_orders"},
    "distribution.order.import": {
        "action_commit",
        "action_open_lines",
        "action_open_orders",
        "action_preview",
        "action_retry_errors",
    },
    "sale.order": {"action_open_in_sales"},
}


def make_assortment(world, member):
    """An assortment of the member's company."""
    return world.env["distribution.assortment"].create(
        {"name": f"Assortment {next(_numbers)}", "company_id": member.company_id.id}
    )


def make_order(world, member):
    """A confirmed order of the member, whose salesperson is nobody of the roles."""
    order = world._sell(member, (world.product, 1, 10.0))
    order.user_id = world.env.user
    return order


def make_profile(world, member):
    """A profile of the member's company."""
    return world.env["distribution.order.import.profile"].create(
        {"name": f"Profile {next(_numbers)}", "tz": "UTC"}
    )


def make_import(world, member):
    """A file with an order of the member, previewed."""
    order_import = world._create_import(
        world._row(f"X-{next(_numbers)}", customer=member.code), profile=make_profile(world, member)
    )
    order_import.action_preview()
    return order_import


def make_own_import(world, member):
    """The same, imported by the manager."""
    world.env = world.env(user=world.users["manager"].id, su=True)
    return make_import(world, member)


FACTORIES = {
    "distribution.assortment": make_assortment,
    "distribution.order.import": make_import,
    "distribution.order.import (by the manager)": make_own_import,
    "distribution.order.import.line": lambda world, member: make_import(world, member).line_ids[:1],
    "distribution.order.import.line (by the manager)": lambda world, member: make_own_import(
        world, member
    ).line_ids[:1],
    "distribution.order.import.profile": make_profile,
    "distribution.order.import.column": lambda world, member: make_profile(
        world, member
    ).column_ids[:1],
    "sale.order": make_order,
    "sale.order.line": lambda world, member: make_order(world, member).order_line[:1],
}
