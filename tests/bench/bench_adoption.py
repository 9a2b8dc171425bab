"""A company of 20,000 customers and 100,000 orders: they become members, orders name them, and
history earns from a day on.
"""

from tests.bench import old_company, trade

CUSTOMERS = 20_000
ORDERS = 100_000
SINCE = "2024-01-01"


def run(bench):
    """Measure each preview and each step, and that a second time writes nothing."""
    env = bench.env
    customers, orders = bench.size(CUSTOMERS, 40), bench.size(ORDERS, 200)
    old_company.build(env, customers, orders)
    trade.make_plan(env)
    bench.analyze()
    _adopt_members(bench, customers)
    _link_orders(bench, orders)
    _earn(bench)


def _adopt_members(bench, customers):
    env = bench.env
    level = env["distribution.level"].create({"name": "Bench", "code": "BENCH", "rank": 3})
    region = env["distribution.region"].create({"name": "Bench", "code": "BENCH"})
    wizard = env["distribution.member.adoption"].create(
        {"level_id": level.id, "region_id": region.id}
    )
    with bench.seconds(f"preview of {customers} customers", at_most=60):
        member_import = env["distribution.member.import"].browse(wizard.action_preview()["res_id"])
    with bench.seconds(f"{customers} customers become members", at_most=120):
        member_import.action_commit()
        while member_import.state != "done" and member_import._process_batch():
            env.cr.commit()
    made = env["distribution.member"].search_count([("level_id", "=", level.id)])
    assert made == member_import.imported_count, (made, member_import.imported_count)
    assert made == customers, made
    again = env["distribution.member.import"].browse(wizard.action_preview()["res_id"])
    assert again.ok_count == 0, again.ok_count


def _link_orders(bench, orders):
    env = bench.env
    adoption = env["distribution.order.adoption"].create({"date_from": "2020-01-01"})
    with bench.seconds(f"preview of {orders} orders", at_most=10):
        adoption.action_preview()
    with bench.seconds(f"{orders} orders name their member", at_most=300):
        adoption.action_commit()
        while adoption._process_batch():
            env.cr.commit()
    linked = env["sale.order"].search_count([("distribution_member_id", "!=", False)])
    assert linked == adoption.done_count == orders, (linked, adoption.done_count)


def _earn(bench):
    env = bench.env
    adoption = env["distribution.commission.adoption"].create({"date_from": SINCE})
    with bench.seconds(f"what-if of the commission since {SINCE}", at_most=60):
        adoption.action_preview()
        for simulation in adoption.simulation_ids:
            simulation.sudo()._run()
    expected = adoption.amount
    with bench.seconds(f"commission since {SINCE}", at_most=120):
        adoption.action_commit()
        while adoption._process_batch():
            env.cr.commit()
    [(amount, first)] = env["distribution.commission.entry"]._read_group(
        [], [], ["amount:sum", "date:min"]
    )
    assert round(amount, 2) == round(expected, 2) > 0, (amount, expected)
    assert str(first) >= SINCE, first
    assert env["distribution.commission.entry"].accrue() == 0
