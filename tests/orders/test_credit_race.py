"""Two processes submit, or confirm, orders of one member at once: together they do not fit."""

import json
import multiprocessing

import pytest

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
ACT = """
import json, os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying

order = env["sale.order"].browse(ORDER)
def act():
    order.state  # the snapshot is taken here, in every try
    if not os.path.exists(READY):  # the first try waits for the other process
        open(READY, "w").close()
        while not os.path.exists(OTHER):
            time.sleep(0.01)
        time.sleep(0.3)
    order.METHOD()

try:
    retrying(act, env)
    print("done")
except UserError as error:
    print("refused")
"""
LOOK = """
import json
orders = env["sale.order"].browse(ORDERS)
print(json.dumps(sorted(orders.mapped("distribution_state"))))
"""


def act(run, database, script, answers):
    answers.put(run(database, script).splitlines()[-1])


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
    answers = multiprocessing.Queue()
    flags = [str(tmp_path / name) for name in ("one", "two")]
    processes = [
        multiprocessing.Process(
            target=act,
            args=(
                run_in_odoo,
                database,
                ACT.replace("METHOD", method)
                .replace("ORDER", str(order_id))
                .replace("READY", repr(flags[number]))
                .replace("OTHER", repr(flags[1 - number])),
                answers,
            ),
        )
        for number, order_id in enumerate(order_ids)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(180)
    outcome = [answers.get(timeout=5) for _process in processes]
    assert outcome.count("refused") == refused, outcome
    look = LOOK.replace("ORDERS", str(order_ids))
    assert json.loads(run_in_odoo(database, look).splitlines()[-1]) == states
