"""Who sees which sales; how to read and extend it: access_table.py."""

from . import access_cases_performance as performance

# Each piece of the addon has tables of its own.
PIECES = (performance,)

CASES = {
    "distribution.sales.report": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    },
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {"distribution.sales.report": {"action_open_order"}}


def make_sale(world, member):
    """A line of the report: one sale to the member."""
    world._sell(member, (world.product, 1, 10.0))
    world.env.flush_all()
    return world.env["distribution.sales.report"].search([("member_id", "=", member.id)], limit=1)


FACTORIES = {"distribution.sales.report": make_sale}

for _piece in PIECES:
    CASES.update(_piece.CASES)
    WITHOUT_RULE.update(_piece.WITHOUT_RULE)
    FACTORIES.update(_piece.FACTORIES)
    for _model, _methods in _piece.PUBLIC_METHODS.items():
        PUBLIC_METHODS[_model] = PUBLIC_METHODS.get(_model, set()) | _methods
