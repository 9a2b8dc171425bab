"""Two processes ask for returns of one member at once: together they are beyond its quota."""

import json

import pytest

from tests.orders.race import run_at_once

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
ASK = """
env["rma"]._ask_for_return(env["distribution.member"].browse(MEMBER), env.user, {
    "quantities": {MOVE: 6.0}, "lots": {}, "wish": "refund", "note": "",
    "reason_id": env.ref("distribution_order.return_reason_overstock").id,
}, [])
"""
LOOK = """
import json
rmas = env["rma"].search([("distribution_member_id", "=", MEMBER)])
print(json.dumps(sorted(rmas.mapped("distribution_is_over_quota"))))
"""


@pytest.mark.parametrize(
    ("mode", "refused", "over"), [("refuse", 1, [False]), ("approve", 0, [False, True])]
)
def test_only_one_of_two_returns_is_within_the_quota(
    mode, refused, over, fresh_database, run_in_odoo, tmp_path
):
    database = fresh_database()
    script = SET_UP.replace("MODE", repr(mode))
    member_id, move_id = json.loads(run_in_odoo(database, script).splitlines()[-1])
    ask = ASK.replace("MEMBER", str(member_id)).replace("MOVE", str(move_id))
    look = f'env["distribution.member"].browse({member_id}).state'
    outcome = run_at_once(run_in_odoo, database, tmp_path, look, [ask, ask])
    assert outcome.count("refused") == refused, outcome
    look = LOOK.replace("MEMBER", str(member_id))
    assert json.loads(run_in_odoo(database, look).splitlines()[-1]) == over
