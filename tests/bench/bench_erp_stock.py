"""Stock of Kingdee: 50,000 materials in five warehouses, all of it, and a thousand that changed."""

import resource
import time

from tests.bench import erp_world

MATERIALS, WAREHOUSES, CHANGED = 50_000, 5, 1_000


def run(bench):
    """Measure a full reading, one that finds nothing new, and the watched goods."""
    env = bench.env
    count = bench.size(MATERIALS, 200)
    erp_world.make_products(env, count)
    with erp_world.simulator(materials=count, warehouses=WAREHOUSES) as erp:
        backend = erp_world.connect(env, erp.cloud, WAREHOUSES)
        bench.analyze()
        before = _peak()
        with bench.seconds(f"full reading of {count} materials x {WAREHOUSES}", at_most=120):
            run = backend.sync_stock()
        assert (run.state, run.seen) == ("done", count * WAREHOUSES), run.log
        bench.report("memory it took", _peak() - before, "MB", at_most=200)
        bench.analyze()
        with bench.seconds("full reading that finds nothing new", at_most=120):
            run = backend.sync_stock()
        assert run.state == "done" and not run.changed, run.log
        _watch(bench, erp, backend, bench.size(CHANGED, 50))
        with bench.seconds("comparison of all of it"):
            run = backend.reconcile()
        bench.report("items right", run.accuracy_items, "%")


def _watch(bench, erp, backend, count):
    """Put a thousand products into a cart, change their stock there, and look."""
    env = bench.env
    products = env["product.product"].search([("default_code", "like", "M%")], limit=count)
    member = erp_world.make_member(env, "BENCH")
    env["distribution.cart"].create(
        {
            "user_id": env.ref("base.user_admin").id,
            "member_id": member.id,
            "lines": {str(product.id): 1 for product in products},
        }
    )
    env.cr.commit()
    for place, product in enumerate(products):
        erp.admin("stock_set", material=product.default_code, warehouse="CK001", quantity=place)
    bench.analyze()
    start = time.monotonic()
    run = backend._run_stream("stock_hot")
    bench.report(
        f"{count} changed rows, of watched goods", time.monotonic() - start, "s", at_most=5
    )
    assert run.state == "done" and run.changed >= count - 1, (run.changed, run.log)


def _peak():
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
