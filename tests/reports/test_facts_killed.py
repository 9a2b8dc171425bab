"""The keeping of facts, killed at any moment or run while people sell: nothing lost or doubled."""

import json

ORDERS = 12
SET = 5

WORLD = """
import json
from odoo.fields import Command
from odoo.addons.distribution_reports.queries import sales_facts

env = env(context={**env.context, "tracking_disable": True})
level = env["distribution.level"].create({"name": "Kill", "code": "KILL", "rank": 1})
region = env["distribution.region"].create({"name": "Kill", "code": "KILL"})
member = env["distribution.member"].create({
    "partner_id": env["res.partner"].create({"name": "Kill", "is_company": True}).id,
    "code": "KILL", "level_id": level.id, "region_id": region.id, "state": "active",
    "date_start": "2020-01-01",
})
product = env["product.product"].create({"name": "Kill", "type": "service"})
# Read here: in another process these records would ask through the connection of this one.
partner_id, product_id = member.partner_id.id, product.id

def sell(env, count):
    orders = env["sale.order"].create([
        {"partner_id": partner_id,
         "order_line": [Command.create({"product_id": product_id, "price_unit": 10.0 + n})]}
        for n in range(count)
    ])
    orders.action_confirm()
    return orders

orders = sell(env, %(orders)s)
env.cr.commit()

def look():
    env.cr.rollback()
    env.invalidate_all()
    report, month = env["distribution.sales.report"], env["distribution.sales.month"]
    return [
        report._read_group([], [], ["amount_net:sum", "__count"])[0],
        month._read_group([], [], ["amount_net:sum", "lines:sum"])[0],
        report._find_different_orders(),
        [str(row) for row in env.execute_query(sales_facts.month_differences())],
        env.execute_query(sales_facts.count_stale())[0][0],
    ]
"""

KILL = """
from odoo.addons.distribution_reports.models import sales_keeping_mixin
from tests.kill_rounds import kill_rounds

sales_keeping_mixin.BATCH = %(set)s
kills, looks = kill_rounds(
    env, lambda env: env["distribution.sales.report"]._cron_keep_facts(), look, stride=1
)
print(json.dumps({"kills": kills, "looks": looks}))
"""

BESIDE = """
import os
from odoo import api, sql_db
from odoo.addons.distribution_reports.models import sales_keeping_mixin

sales_keeping_mixin.BATCH = 3
database, registry = env.cr.dbname, env.registry

def apart(work):
    child = os.fork()
    if child:
        return child
    kept = sql_db._Pool, registry._db
    try:
        sql_db._Pool = None
        registry._db = sql_db.db_connect(database)
        for _round in range(8):
            with registry.cursor() as cursor:
                work(api.Environment(cursor, 1, {"tracking_disable": True}))
                cursor.commit()
        os._exit(0 if kept else 1)
    except BaseException:
        import traceback
        traceback.print_exc()
        os._exit(1)

def change(env):
    line = env["sale.order"].browse(orders.ids).order_line[:1]
    line.price_unit += 1

children = [
    apart(lambda env: sell(env, 2)),
    apart(change),
    apart(lambda env: env["distribution.sales.report"]._keep_batch()),
]
codes = [os.waitpid(child, 0)[1] for child in children]
seen = look()
while env["distribution.sales.report"]._keep_batch()[1]:
    pass
env.cr.commit()
print(json.dumps({"codes": codes, "looks": [seen, look()]}))
"""


def test_killed_keeping_loses_and_doubles_nothing(fresh_database, run_in_odoo):
    script = WORLD % {"orders": ORDERS} + KILL % {"set": SET}
    answer = json.loads(run_in_odoo(fresh_database(), script).splitlines()[-1])
    total = float(sum(10 + n for n in range(ORDERS)))
    for report, month, orders, months, _notes in answer["looks"]:
        assert report == [total, ORDERS]
        assert month == [total, ORDERS]
        assert orders == months == []
    notes = [look[4] for look in answer["looks"]]
    assert answer["kills"] > 5, "it was killed at too few moments"
    assert len({*notes}) > 2, "it was not killed between its sets"
    assert notes == sorted(notes, reverse=True)
    assert notes[-1] == 0


def test_facts_are_kept_while_people_sell_and_change_prices(fresh_database, run_in_odoo):
    script = WORLD % {"orders": ORDERS} + BESIDE
    answer = json.loads(run_in_odoo(fresh_database(), script).splitlines()[-1])
    assert answer["codes"] == [0, 0, 0], answer
    total = float(sum(10 + n for n in range(ORDERS)) + 8 * 21 + 8)
    for report, month, orders, months, _notes in answer["looks"]:
        assert report == month == [total, ORDERS + 16]
        assert orders == months == []
    assert answer["looks"][-1][4] == 0
