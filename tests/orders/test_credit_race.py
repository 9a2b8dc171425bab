"""Two processes submit, or confirm, orders of one member at once: together they do not fit."""

import json

import pytest

from tests.orders.race import run_at_once

SET_UP = """
import json
env.company.distribution_confirm_at_once = True
level = env["distribution.level"].create({"name": "L", "code": "RACE", "rank": 91})
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})
partner = env["res.partner"].create({"name": "Race", "is_company": True})
env["distribution.member"].create({
    "partner_id": partner.id, "code": "RACE", "level_id": level.id, "region_id": region.id,
    "date_start": "2020-01-01", "state": "active",
})
partner.credit_limit = 100.0
product = env["product.product"].create(
    {"name": "Goods", "type": "consu", "list_price": 60.0, "taxes_id": False}
)
orders = env["sale.order"].create([
    {"partner_id": partner.id, "order_line": [(0, 0, {"product_id": product.id})]}
    for _each in range(2)
])
env.cr.commit()
print(json.dumps(orders.ids))
"""
LOOK = """
import json
orders = env["sale.order"].browse(ORDERS)
print(json.dumps(sorted(orders.mapped("distribution_state"))))
"""


@pytest.mark.parametrize(
    ("method", "states", "refused"),
    [
        ("action_distribution_submit", ["approved", "approving"], 0),
        ("action_confirm", ["approved", "draft"], 1),
    ],
)
def test_only_one_of_two_orders_slips_through(
    method, states, refused, fresh_database, run_in_odoo, tmp_path
):
    database = fresh_database()
    order_ids = json.loads(run_in_odoo(database, SET_UP).splitlines()[-1])
    works = [f'env["sale.order"].browse({order_id}).{method}()' for order_id in order_ids]
    look = f'env["sale.order"].browse({order_ids}).mapped("state")'
    outcome = run_at_once(run_in_odoo, database, tmp_path, look, works)
    assert outcome.count("refused") == refused, outcome
    look = LOOK.replace("ORDERS", str(order_ids))
    assert json.loads(run_in_odoo(database, look).splitlines()[-1]) == states
