"""What moves in the ERP earns commission once, and gives it back once."""

import json

from . import live

SCRIPT = """
import json
from odoo import Command

from tests.kingdee_simulator.process import Simulator

erp = Simulator()
erp.url = "URL"
member = env["distribution.member"].search([("code", "=", "LIVE")])
backend = env["distribution.erp.backend"].search([])
cycle = env["distribution.settlement.cycle"].search([], limit=1) or env[
    "distribution.settlement.cycle"].create({"name": "Monthly", "frequency": "monthly"})
env["distribution.commission.plan"].create({
    "name": "Delivered", "cycle_id": cycle.id, "date_from": "2020-01-01", "trigger": "delivered",
    "rule_ids": [Command.create({"kind": "rebate", "rate": 5.0})]}).action_activate()
product = env["product.product"].search([("default_code", "=", "M0001")])
product.taxes_id = False
backend.sends_members = True
order = env["sale.order"].create({
    "partner_id": member.partner_id.id,
    "order_line": [Command.create(
        {"product_id": product.id, "product_uom_qty": 10, "price_unit": 20.0})]})
order.action_confirm()
env.cr.commit()
backend.sync_members()
backend.push_orders()
number = order.distribution_erp_number
assert order.distribution_erp_state == "audited", order.distribution_erp_document_ids.message
sums = []

def pull():
    for _time in range(2):  # what is read again counts once
        backend.pull_deliveries()
        backend.pull_returns()
    entries = env["distribution.commission.entry"].search([("order_id", "=", order.id)])
    sums.append([round(sum(entries.mapped("amount")), 2), order.order_line.qty_delivered])

pull()
bill = erp.admin("order_deliver", number=number, lines=[{"seq": 1, "quantity": 6}])["number"]
pull()
erp.admin("bill_move", form="SAL_OUTSTOCK", number=bill, operation="UnAudit")
pull()
erp.admin("bill_change_line", form="SAL_OUTSTOCK", number=bill, quantity=4)
for step in ("Submit", "Audit"):
    erp.admin("bill_move", form="SAL_OUTSTOCK", number=bill, operation=step)
pull()
erp.admin("order_return", number=number, lines=[{"seq": 1, "quantity": 1}])
pull()
backend.reconcile()
pull()
assert not env["distribution.commission.entry"].accrue(), "each event has posted what it earns"
print(json.dumps(sums))
"""


def test_goods_of_the_erp_earn_and_give_back_once(erp, fresh_database, run_in_odoo):
    database = fresh_database()
    live.prepare(run_in_odoo, database, erp.cloud)
    answer = run_in_odoo(database, SCRIPT.replace("URL", erp.url)).splitlines()[-1]
    # 5 % of 20.00 for each piece that has left and not come back
    assert json.loads(answer) == [[0, 0], [6, 6], [0, 0], [4, 4], [3, 3], [3, 3]]
