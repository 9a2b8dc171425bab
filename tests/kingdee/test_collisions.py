"""Somebody writes the same record at the moment at which a worker does: the worker writes again."""

import json

import pytest

from ..kingdee_simulator.process import Simulator

PREPARE = """
import json, os, random, threading, time
from odoo import sql_db
from tests.kingdee import world as worlds
from tests.kingdee.forked import Worker
from tests.kingdee_simulator.process import Simulator

erp = Simulator()
erp.url = os.environ["ERP"]
world = worlds.create(env, erp.cloud, members=1)
backend = env["distribution.erp.backend"].browse(world.backend_id)
backend.sync_members()
ids = worlds.create_orders(env, world, random.Random(1), 1, set())
order = env["sale.order"].browse(ids)
document = order.distribution_erp_document_ids

def hold(statement, *values, method="push_orders", service=""):
    # The row is changed and kept while the worker comes to write it; then it is let go.
    rule = {"kind": "slow", "rate": 1, "count": 1, "seconds": 1.5, "services": [service]}
    erp.admin("faults", rules=[rule] if service else [])
    env.cr.commit()
    worker = Worker(env, world.backend_id, method)
    while service and not erp.read("state")["faults"][0]["fired"]:
        assert not worker.is_over(), "the worker never came to it"
        time.sleep(0.02)
    env.cr.execute(statement, values)
    time.sleep(3)
    env.cr.commit()
    code = worker.wait()
    env.invalidate_all()
    return code
"""
DOCUMENT = """
code = hold(
    "UPDATE distribution_erp_document SET write_date = now() WHERE id = %s", document.id,
    service="Save:SAL_SaleOrder",
)
print(json.dumps([code, document.state, document.problem]))
"""
STREAM = """
stream = backend.stream_ids.filtered(lambda one: one.kind == "orders")
code = hold(
    "UPDATE distribution_erp_stream SET interval_minutes = 7 WHERE id = %s", stream.id,
    service="Audit:SAL_SaleOrder",
)
print(json.dumps([code, document.state, stream.last_run_id.state, bool(stream.leased_until)]))
"""
MOVEMENT = """
backend.push_orders()
erp.admin("order_deliver", number=document.number)
product = order.order_line[0].product_id
code = hold(
    "UPDATE sale_order_line SET write_date = now() WHERE id = %s", order.order_line[0].id,
    method="pull_deliveries", service="ExecuteBillQuery:SAL_OUTSTOCK",
)
lines = order.order_line
print(json.dumps([
    code, lines.mapped("qty_delivered") == lines.mapped("product_uom_qty"),
    env["distribution.erp.movement"].search([]).mapped("state"),
]))
"""


@pytest.fixture
def collide(fresh_database, run_in_odoo):
    """Return a function that runs a script in which a worker collides, and returns its answer."""

    def run(script: str):
        with Simulator(materials=12, warehouses=2, customers=5) as erp:
            printed = run_in_odoo(fresh_database(), PREPARE + script, ERP=erp.url)
        return json.loads(printed.splitlines()[-1])

    return run


def test_document_that_somebody_writes_during_its_save_goes_through(collide):
    assert collide(DOCUMENT) == [0, "audited", False]


def test_stream_that_somebody_sets_during_its_run_is_ended_all_the_same(collide):
    assert collide(STREAM) == [0, "audited", "done", False]


def test_goods_move_although_somebody_writes_the_line(collide):
    code, delivered, states = collide(MOVEMENT)
    assert (code, delivered, set(states)) == (0, True, {"applied"})
