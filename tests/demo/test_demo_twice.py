"""The same figures on the same day, whatever else differs between two builds."""

import json

import pytest

GENERATE = """
from scripts.demo_company import generate
generate(env)
"""
FIGURES = """
import json
def rows(model, groupby, aggregates):
    return [[str(getattr(value, "display_name", value)) for value in row]
            for row in env[model]._read_group([], groupby, aggregates)]
print(json.dumps({
    "orders": rows("sale.order", ["state", "date_order:day"], ["__count", "amount_total:sum"]),
    "ledger": rows("distribution.commission.entry", ["member_id", "date:day"],
                   ["__count", "base_amount:sum", "amount:sum"]),
    "statements": rows("distribution.statement", ["number", "member_id"],
                       ["earned:sum", "payable:sum", "carried:sum"]),
    "stock": rows("stock.quant", ["product_id", "location_id"], ["quantity:sum"]),
    "members": rows("distribution.member", ["code", "upline_id", "state", "referral_code"], []),
}))
"""


@pytest.mark.long
def test_demo_is_the_same_when_built_twice(fresh_database, run_in_odoo):
    databases = [fresh_database(), fresh_database()]
    figures = []
    for database in databases:
        run_in_odoo(database, GENERATE)
        figures.append(json.loads(run_in_odoo(database, FIGURES).strip().splitlines()[-1]))
    assert figures[0] == figures[1]
    assert all(figures[0].values())
