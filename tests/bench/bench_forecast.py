"""Forecasts: 2,000 monthly series of 36 to 72 months by a whole run, and accuracy on real sales."""

import resource

from odoo.addons.distribution_reports.forecast_engine import Pool
from odoo.tools import SQL

from tests.bench import channel, forecast_data
from tests.bench.rows import clone

SERIES = 2_000
MEMBERS = 1_090
PRODUCTS = 400
MONTHS = (36, 72)
LINES = 3
SECONDS = 60


def run(bench):
    """Measure a run over a channel, then how near it comes to what others really sold."""
    env = bench.env
    world = channel.build(env, bench.size(MEMBERS, 60))
    products = _make_products(env, bench.size(PRODUCTS, 6))
    _sell(env, world, products)
    env.cr.commit()
    bench.analyze()
    _make_run(bench)
    if not bench.is_short:
        _measure_accuracy(bench)


def _make_run(bench):
    runs = bench.env["distribution.forecast.run"]
    forecast = runs.create({"period": "month"})
    forecast.action_run()
    bench.env.cr.commit()
    before = _processor_seconds()
    with bench.seconds("monthly run of all subjects", at_most=SECONDS):
        runs._cron_run()
    # What the clock would say on two cores that nobody else uses.
    bench.report("half of its processor time", (_processor_seconds() - before) / 2, "s")
    assert forecast.state == "done", forecast.error
    bench.report("series of the run", forecast.series_total, "", at_least=SERIES)
    bench.report("accuracy of the run", forecast.accuracy_percent, "%")
    bench.report("accuracy of last year's values", forecast.naive_accuracy_percent, "%")
    bench.report("most memory of the server's process", bench.peak_megabytes(), "MB")
    rows = bench.env["distribution.forecast"]
    bench.report("forecasts written", rows.search_count([("run_id", "=", forecast.id)]), "rows")
    forecast.action_run()
    before = _read(rows, forecast)
    bench.env.cr.commit()
    runs._cron_run()
    bench.report("values that a second run changes", before != _read(rows, forecast), "", at_most=0)


def _processor_seconds():
    """Return what this process and those it has ended have used."""
    used = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(one.ru_utime + one.ru_stime for one in used)


def _read(rows, forecast):
    found = rows.search([("run_id", "=", forecast.id)], order="id")
    return [(row.series_key, row.measure, row.horizon, row.value) for row in found]


def _measure_accuracy(bench):
    """Report ours beside the seasonal naive, one and three periods ahead, on each level."""
    for file in forecast_data.FILES:
        sold = forecast_data.read(file)
        if sold is None:
            bench.say(f"{file.name} is not here: no accuracy of it")
            continue
        with Pool() as pool:
            sums = forecast_data.measure(file, sold, pool)
        for (level, step), (error, naive_error, truth) in sums.items():
            if step in (1, forecast_data.HORIZON):
                naive = 100 * (1 - naive_error / truth)
                name = f"{file.name.partition('_')[0]}, {level}, {step} ahead"
                bench.report(f"{name}: naive", naive, "%")
                bench.report(name, 100 * (1 - error / truth), "%", at_least=naive)


def _make_products(env, count):
    """Return products of twenty categories."""
    categories = env["product.category"].create([{"name": f"Bench {n}"} for n in range(20)])
    return env["product.product"].create(
        [
            {"name": f"Bench {n}", "type": "service", "categ_id": categories[n % 20].id}
            for n in range(count)
        ]
    )


def _sell(env, world, products):
    """Let each member buy something each month, for three to six years, up to the last month."""
    buyer = env["distribution.member"].browse(world.trees[0][-1])
    pattern = env["sale.order"].create(
        {
            "partner_id": buyer.partner_id.id,
            "order_line": [(0, 0, {"product_id": products[0].id, "price_unit": 10.0})],
        }
    )
    env.flush_all()
    order_ids = _clone_orders(env, pattern)
    amount = SQL("ROUND((bought.amount * (0.5 + n * 0.25))::numeric, 2)")
    clone(
        env,
        pattern.order_line,
        _list_lines(order_ids),
        {
            "order_id": SQL("bought.order_id"),
            "state": SQL("'sale'"),
            "product_id": SQL(
                "(%s::int[])[1 + (bought.member_id * 3 + n * 131) %% %s]",
                products.ids,
                len(products),
            ),
            "product_uom_qty": SQL("CEIL(%s / 10)", amount),
            "price_unit": SQL("10"),
            "price_subtotal": amount,
            "price_total": amount,
        },
    )
    pattern.unlink()
    env.invalidate_all()


def _clone_orders(env, pattern):
    """Return the ids of the orders."""
    return clone(
        env,
        pattern,
        _list_orders(),
        {
            "name": SQL("'BENCH-' || sold.member_id || '-' || sold.n"),
            "state": SQL("'sale'"),
            "partner_id": SQL("sold.partner_id"),
            "distribution_member_id": SQL("sold.member_id"),
            "distribution_region_id": SQL("sold.region_id"),
            "date_order": SQL("sold.day"),
        },
    )


def _list_orders():
    """Return the orders to make: one for each member and month."""
    return SQL(
        """
        (SELECT n, member.id AS member_id, member.partner_id, member.region_id,
                DATE_TRUNC('month', now() AT TIME ZONE 'UTC') - n * INTERVAL '1 month'
                + INTERVAL '10 days' AS day
           FROM distribution_member member
     CROSS JOIN LATERAL generate_series(1, %(least)s + member.id %% %(more)s) AS n) AS sold
        """,
        least=MONTHS[0],
        more=MONTHS[1] - MONTHS[0] + 1,
    )


def _list_lines(order_ids):
    """Return the lines to make: amounts with a trend, a season and noise."""
    return SQL(
        """
        (SELECT orders.id AS order_id, orders.distribution_member_id AS member_id,
                (500 + 40 * (orders.distribution_member_id %% 50))
                * (1 + 0.3 * SIN(2 * PI() * EXTRACT(MONTH FROM orders.date_order) / 12
                                 + orders.distribution_member_id %% 3))
                * (1 + 0.005 * EXTRACT(EPOCH FROM orders.date_order - '2020-01-01') / 2629746)
                * (0.85 + 0.3 * ((HASHINT4(orders.id) & 1023) / 1023.0)) AS amount
           FROM sale_order orders
          WHERE orders.id = ANY(%s)) AS bought CROSS JOIN generate_series(1, %s) AS n
        """,
        order_ids,
        LINES,
    )
