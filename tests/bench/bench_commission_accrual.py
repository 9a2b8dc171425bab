"""Accrual of 100,000 and 1,000,000 order lines for three beneficiaries, beside a bare insert."""

from odoo.fields import Command
from odoo.tools import SQL

from tests.bench import channel, trade

MEMBERS = 10_000


def run(bench):
    """Measure the engine on two sizes, then the same rows inserted into a copy of the ledger."""
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 60))
    env["distribution.member.closure"]._rebuild_all()
    products = trade.make_products(env)
    trade.make_plan(env)
    for name, count in (
        ("100,000", bench.size(100_000, 200)),
        ("1,000,000", bench.size(1_000_000, 400)),
    ):
        trade.sell(env, world, products, count)
        bench.analyze()
        _accrue(bench, name)
    _do_nothing(bench)
    _confirm_one(bench, world, products)


def _accrue(bench, name):
    """The first size is not seen again: every run looks only at what is new."""
    ledger = bench.env["distribution.commission.entry"]
    before = ledger.search_count([])
    memory = bench.peak_megabytes()
    start = len(bench.figures)
    with bench.seconds(f"accrual of {name} order lines"):
        count = ledger.accrue()
        bench.env.cr.commit()
    seconds = bench.figures[start].value
    bench.report(f"ledger rows of {name} lines", count, "rows")
    bench.report(f"ledger rows a second, {name} lines", count / seconds, "rows/s")
    bench.report(
        f"memory of Python grown by, {name} lines",
        bench.peak_megabytes() - memory,
        "MB",
        at_most=300,
    )
    start = len(bench.figures)
    with bench.seconds(f"bare insert of the same rows, {name} lines"):
        _insert_bare(bench.env, before)
        bench.env.cr.commit()
    bench.report(
        f"accrual to bare insert, {name} lines",
        seconds / bench.figures[start].value,
        "x",
        at_most=2,
    )
    bench.env.cr.execute("DROP TABLE bench_ledger")
    bench.analyze()


def _insert_bare(env, before):
    """Insert the rows of the last accrual into a copy of the ledger with the same indexes."""
    env.cr.execute("CREATE TABLE bench_ledger (LIKE distribution_commission_entry INCLUDING ALL)")
    env.cr.execute(
        SQL(
            """
            INSERT INTO bench_ledger
            SELECT * FROM distribution_commission_entry ORDER BY id OFFSET %s
            """,
            before,
        )
    )


def _do_nothing(bench):
    with bench.seconds("accrual with nothing new"):
        bench.env["distribution.commission.entry"].accrue()


def _confirm_one(bench, world, products):
    """What the engine adds to the confirmation of an order of 20 lines, three levels deep."""
    env = bench.env
    buyer = env["distribution.member"].browse(world.trees[0][-1])
    orders = [
        env["sale.order"].create(
            {
                "partner_id": buyer.partner_id.id,
                "order_line": [
                    Command.create({"product_id": product.id, "price_unit": 9.99})
                    for product in products[:20]
                ],
            }
        )
        for _time in range(bench.size(9, 1))
    ]
    env.flush_all()
    ledger = type(env["distribution.commission.entry"])
    accrue, spent = ledger._accrue, []

    def measured(self, *args, **kwargs):
        import time

        self.env.flush_all()
        start = time.monotonic()
        result = accrue(self, *args, **kwargs)
        spent.append((time.monotonic() - start) * 1000)
        return result

    ledger._accrue = measured
    try:
        for order in orders:
            order.action_confirm()
    finally:
        ledger._accrue = accrue
    bench.report(
        "added to the confirmation of 20 lines", sorted(spent)[len(spent) // 2], "ms", at_most=15
    )
