"""Two people of a member confirm one delivery at once: only the first word counts."""

import json

from tests.orders.race import run_at_once

SET_UP = """
import json
level = env["distribution.level"].create({"name": "L", "code": "RACE", "rank": 91})
region = env["distribution.region"].create({"name": "Race", "code": "RACE"})
partner = env["res.partner"].create({"name": "Race", "is_company": True})
env["distribution.member"].create({
    "partner_id": partner.id, "code": "RACE", "level_id": level.id, "region_id": region.id,
    "date_start": "2020-01-01", "state": "active",
})
product = env["product.product"].create({"name": "Goods", "type": "consu", "taxes_id": False})
line = {"product_id": product.id, "product_uom_qty": 10, "price_unit": 1.0}
order = env["sale.order"].create({"partner_id": partner.id, "order_line": [(0, 0, line)]})
order.action_confirm()
order.picking_ids.move_ids.write({"quantity": 10, "picked": True})
order.picking_ids.button_validate()
env.cr.commit()
print(json.dumps(order.picking_ids.id))
"""
RECEIVE = """
picking = env["stock.picking"].browse(PICKING)
receipts = env["distribution.delivery.receipt"]
receipts._receive(picking, env.user, {picking.move_ids: {"short": SHORT}})
"""
LOOK = """
import json
lines = env["distribution.delivery.receipt"].search([("picking_id", "=", PICKING)]).line_ids
print(json.dumps([len(lines), len(lines.claim_ids)]))
"""


def test_only_the_first_of_two_words_counts(fresh_database, run_in_odoo, tmp_path):
    database = fresh_database()
    picking_id = json.loads(run_in_odoo(database, SET_UP).splitlines()[-1])
    works = [
        RECEIVE.replace("PICKING", str(picking_id)).replace("SHORT", str(short)) for short in (1, 2)
    ]
    look = f'env["stock.picking"].browse({picking_id}).distribution_receipt_ids'
    outcome = run_at_once(run_in_odoo, database, tmp_path, look, works)
    assert sorted(outcome) == ["done", "refused"]
    look = LOOK.replace("PICKING", str(picking_id))
    assert json.loads(run_in_odoo(database, look).splitlines()[-1]) == [1, 1]
