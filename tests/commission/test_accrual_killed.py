"""Accrual, killed at any moment or run by two processes at once: every entry once, none lost."""

import json

ORDERS = 12
SET = 5
ENTRIES = 2 * ORDERS  # each order pays its buyer and the buyer's upline

WORLD = """
import json
from odoo.fields import Command

env = env(context={**env.context, "tracking_disable": True})
levels = env["distribution.level"].create(
    [{"name": f"Kill {n}", "code": f"KILL{n}", "rank": n} for n in (1, 2)]
)
region = env["distribution.region"].create({"name": "Kill", "code": "KILL"})
members = env["distribution.member"]
for level in levels:
    partner = env["res.partner"].create({"name": level.name, "is_company": True})
    members += members.create({
        "partner_id": partner.id, "code": level.code, "level_id": level.id,
        "region_id": region.id, "state": "active", "date_start": "2020-01-01",
        "upline_id": members[:1].id,
    })
product = env["product.product"].create({"name": "Kill", "type": "service"})
orders = env["sale.order"].create([
    {"partner_id": members[1].partner_id.id,
     "order_line": [Command.create({"product_id": product.id, "price_unit": 10.0 + n})]}
    for n in range(%(orders)s)
])
orders.action_confirm()  # no plan is in force yet, so nothing was recorded
cycle = env["distribution.settlement.cycle"].create({"name": "Kill", "code": "KILL"})
plan = env["distribution.commission.plan"].create({
    "name": "Kill", "cycle_id": cycle.id, "date_from": "2020-01-01",
    "rule_ids": [
        Command.create({"kind": "rebate", "rate": 2.0}),
        Command.create({"kind": "override", "depth": 1, "rate": 3.0}),
    ],
})
plan.action_activate()
env.cr.commit()

def look():
    env.cr.rollback()
    env.cr.execute('''
        SELECT (SELECT COUNT(*) FROM distribution_commission_entry),
               (SELECT COUNT(*) FROM distribution_commission_movement),
               (SELECT COUNT(DISTINCT (movement_id, member_id)) FROM distribution_commission_entry)
    ''')
    return list(env.cr.fetchone())
"""

KILL = """
from odoo.addons.distribution_commission.models import commission_engine_mixin
from tests.kill_rounds import kill_rounds

commission_engine_mixin.ORDERS_AT_ONCE = %(set)s
kills, looks = kill_rounds(
    env, lambda env: env["distribution.commission.entry"]._cron_accrue(), look, stride=1
)
again = env["distribution.commission.entry"].accrue()
findings = env["distribution.integrity.check"].find_findings()
print(json.dumps({"kills": kills, "looks": looks, "again": again, "findings": findings}))
"""

RACE = """
import os, time
from odoo import api, sql_db
from odoo.addons.distribution_commission.models import commission_engine_mixin
from odoo.service.model import retrying

commission_engine_mixin.ORDERS_AT_ONCE = 2
database, registry = env.cr.dbname, env.registry
start = time.time() + 1

def accrue():
    sql_db._Pool = None
    registry._db = sql_db.db_connect(database)
    with registry.cursor() as cursor:
        own = api.Environment(cursor, 1, {})
        time.sleep(max(0, start - time.time()))
        count = retrying(own["distribution.commission.entry"].accrue, own)
        cursor.commit()
    return count

children = []
for _process in range(4):
    reader, writer = os.pipe()
    child = os.fork()
    if not child:
        kept = sql_db._Pool, registry._db
        try:
            os.write(writer, str(accrue()).encode())
            os._exit(0 if kept else 1)
        except BaseException as error:
            os.write(writer, repr(error).encode())
            os._exit(1)
    os.close(writer)
    children.append((child, reader))
counts = [os.read(reader, 2000).decode() for child, reader in children]
codes = [os.waitpid(child, 0)[1] for child, reader in children]
findings = env["distribution.integrity.check"].find_findings()
print(json.dumps({"counts": counts, "codes": codes, "look": look(), "findings": findings}))
"""


def test_killed_accrual_goes_on_without_loss_or_double(fresh_database, run_in_odoo):
    script = WORLD % {"orders": ORDERS} + KILL % {"set": SET}
    answer = json.loads(run_in_odoo(fresh_database(), script).splitlines()[-1])
    sizes = []
    for entries, movements, distinct in answer["looks"]:
        assert entries == distinct == 2 * movements
        sizes.append(movements)
    assert answer["kills"] > 10, "it was killed at too few moments"
    assert sorted({*sizes}) == [0, SET, 2 * SET, ORDERS], "it was not killed in each set"
    assert sizes == sorted(sizes)
    assert answer["again"] == 0
    assert answer["findings"] == []


def test_four_processes_at_once_write_every_entry_once(fresh_database, run_in_odoo):
    script = WORLD % {"orders": ORDERS} + RACE
    answer = json.loads(run_in_odoo(fresh_database(), script).splitlines()[-1])
    assert answer["codes"] == [0, 0, 0, 0], answer
    assert answer["look"] == [ENTRIES, ORDERS, ENTRIES]
    assert sum(map(int, answer["counts"])) == ENTRIES
    assert answer["findings"] == []
