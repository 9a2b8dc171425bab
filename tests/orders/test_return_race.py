"""Two processes ask for returns of one member at once: together they are beyond its quota."""

import json
import multiprocessing

import pytest

SET_UP = """
import json
from datetime import timedelta
from odoo import fields
from odoo.tools.date_utils import start_of
env.company.distribution_return_over = MODE
level = env["distribution.level"].create(
    {"name": "L", "code": "RACE", "rank": 91, "return_quota_percent": 10.0}
)
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})
partner = env["res.partner"].create({"name": "Race", "is_company": True})
member = env["distribution.member"].create({
    "partner_id": partner.id, "code": "RACE", "level_id": level.id, "region_id": region.id,
    "date_start": "2020-01-01", "state": "active",
})
product = env["product.product"].create(
    {"name": "Goods", "type": "consu", "list_price": 10.0, "taxes_id": False}
)
line = {"product_id": product.id, "product_uom_qty": 100, "price_unit": 10.0}
order = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, line)]})
order.action_confirm()
move = order.picking_ids.move_ids
move.write({"quantity": 100, "picked": True})
move.picking_id.button_validate()
today = fields.Date.context_today(order)
order.date_order = f"{start_of(today, 'quarter') - timedelta(days=20)} 04:00:00"
env.cr.commit()
print(json.dumps([member.id, move.id]))
"""
ACT = """
import os, time
from odoo.exceptions import UserError
from odoo.service.model import retrying

member = env["distribution.member"].browse(MEMBER)
def act():
    member.state  # the snapshot is taken here, in every try
    if not os.path.exists(READY):  # the first try waits for the other process
        open(READY, "w").close()
        while not os.path.exists(OTHER):
            time.sleep(0.01)
        time.sleep(0.3)
    values = {
        "quantities": {MOVE: 6.0}, "lots": {}, "wish": "refund", "note": "",
        "reason_id": env.ref("distribution_order.return_reason_overstock").id,
    }
    env["rma"]._ask_for_return(member, env.user, values, [])

try:
    retrying(act, env)
    env.cr.commit()
    print("done")
except UserError as error:
    print("refused")
"""
LOOK = """
import json
rmas = env["rma"].search([("distribution_member_id", "=", MEMBER)])
print(json.dumps(sorted(rmas.mapped("distribution_is_over_quota"))))
"""


def act(run, database, script, answers):
    answers.put(run(database, script).splitlines()[-1])


@pytest.mark.parametrize(
    ("mode", "refused", "over"), [("refuse", 1, [False]), ("approve", 0, [False, True])]
)
def test_only_one_of_two_returns_is_within_the_quota(
    mode, refused, over, fresh_database, run_in_odoo, tmp_path
):
    database = fresh_database()
    script = SET_UP.replace("MODE", repr(mode))
    member_id, move_id = json.loads(run_in_odoo(database, script).splitlines()[-1])
    answers = multiprocessing.Queue()
    flags = [str(tmp_path / name) for name in ("one", "two")]
    processes = [
        multiprocessing.Process(
            target=act,
            args=(
                run_in_odoo,
                database,
                ACT.replace("MEMBER", str(member_id))
                .replace("MOVE", str(move_id))
                .replace("READY", repr(flags[number]))
                .replace("OTHER", repr(flags[1 - number])),
                answers,
            ),
        )
        for number in range(2)
    ]
    for process in processes:
        process.start()
    for process in processes:
        process.join(180)
    outcome = [answers.get(timeout=5) for _process in processes]
    assert outcome.count("refused") == refused, outcome
    look = LOOK.replace("MEMBER", str(member_id))
    assert json.loads(run_in_odoo(database, look).splitlines()[-1]) == over
