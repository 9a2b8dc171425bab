"""Who sees which sales; how to read and extend it: access_table.py."""

from . import access_cases_kpi as kpi

CASES = {
    "distribution.sales.report": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
    **kpi.CASES,
}

WITHOUT_RULE = {**kpi.WITHOUT_RULE}

PUBLIC_METHODS = {
    "distribution.sales.report": {"action_open_order"},
    **kpi.PUBLIC_METHODS,
}


def make_sale(world, member):
    """A line of the report: one sale to the member."""
    world._sell(member, (world.product, 1, 10.0))
    world.env.flush_all()
    return world.env["distribution.sales.report"].search([("member_id", "=", member.id)], limit=1)


FACTORIES = {
    "distribution.sales.report": make_sale,
    **kpi.FACTORIES,
}
