"""Who sees which sales; how to read and extend it: access_table.py."""

from . import access_cases_forecast as forecast
from . import access_cases_kpi as kpi
from . import access_cases_performance as performance

# Each piece of the addon has tables of its own.
PIECES = (forecast, kpi, performance)

SALES = ("report", "growth", "branch", "month")
CASES = {
    f"distribution.sales.{report}": {
        "user reviewer manager": "r r - - -",
        "finance admin": "r r r r -",
    }
    for report in SALES
}

WITHOUT_RULE = {}

PUBLIC_METHODS = {
    "distribution.sales.order.mixin": {"action_open_order"},
    "distribution.sales.goods.mixin": {"action_open_order"},
    "distribution.sales.report": {"action_open_order"},
    "distribution.sales.growth": {"action_open_order"},
    "distribution.sales.branch": {"action_open_order"},
    "distribution.sales.month": {"action_open_sales"},
}


def make_sale(model):
    """Return how to make a row of the report: by one sale to the member."""

    def make(world, member):
        world._sell(member, (world.product, 1, 10.0))
        world.env.flush_all()
        return world.env[model].search([("member_id", "=", member.id)], limit=1)

    return make


FACTORIES = {model: make_sale(model) for model in CASES}

for _piece in PIECES:
    CASES.update(_piece.CASES)
    WITHOUT_RULE.update(_piece.WITHOUT_RULE)
    FACTORIES.update(_piece.FACTORIES)
    for _model, _methods in _piece.PUBLIC_METHODS.items():
        PUBLIC_METHODS[_model] = PUBLIC_METHODS.get(_model, set()) | _methods
