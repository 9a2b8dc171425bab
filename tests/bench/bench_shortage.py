"""Shortages: 5,000 products in three warehouses, their reorder points and the look at the stock."""

from odoo.fields import Command
from odoo.tools import SQL

from tests.bench.rows import clone

PRODUCTS = 5_000
WAREHOUSES = 3
DAYS = 90
ORDERS_PER_DAY = 20
LINES = 30


def run(bench):
    """Measure the nightly computation, a look that finds much, and the usual ones."""
    env = bench.env
    warehouses = _make_warehouses(env)
    product_ids = _make_products(env, bench.size(PRODUCTS, 20))
    lines = _make_orders(env, warehouses, product_ids, bench.size(ORDERS_PER_DAY, 1))
    _make_stock(env, warehouses, product_ids)
    env["distribution.stock.rule"].create({"demand_days": DAYS, "lead_days": 5})
    env.company.distribution_shortage_user_id = env.ref("base.user_admin")
    env.cr.commit()
    bench.analyze()
    points, alerts = env["distribution.reorder.point"], env["distribution.shortage"]

    bench.report("order lines looked at", len(lines), "")
    with bench.seconds("compute all reorder points", at_most=10):
        points._refresh_companies(env.company)
        env.cr.commit()
    bench.report("products watched in warehouses", points.search_count([]), "")
    bench.analyze()
    with bench.seconds("look that finds a fifth of them short"):
        found = alerts._check_stock()
        env.cr.commit()
    bench.report("alerts opened", len(found), "")
    bench.report("activities for one person", len(found.activity_ids), "", at_most=20)
    assert found
    bench.analyze()
    with bench.seconds("look that finds nothing new", at_most=2):
        assert not alerts._check_stock()
    with bench.seconds("look that finds one more short", at_most=2):
        _sell_out(env, warehouses[0], product_ids)
        assert len(alerts._check_stock()) == 1


def _make_warehouses(env):
    """Return three warehouses, the one that is there included."""
    warehouses = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    return warehouses | env["stock.warehouse"].create(
        [{"name": f"Bench {n}", "code": f"BW{n}"} for n in range(1, WAREHOUSES)]
    )


def _make_products(env, count):
    pattern = env["product.template"].create(
        {"name": "Bench", "type": "consu", "is_storable": True}
    )
    template_ids = clone(env, pattern, SQL("generate_series(2, %s) AS n", count), {})
    product_ids = clone(
        env,
        pattern.product_variant_id,
        SQL("unnest(%s) AS template_id", template_ids),
        {"product_tmpl_id": SQL("template_id")},
    )
    return [pattern.product_variant_id.id, *product_ids]


def _make_orders(env, warehouses, product_ids, per_day):
    """Return the ids of confirmed lines of three months."""
    partner = env["res.partner"].create({"name": "Bench"})
    order = env["sale.order"].create(
        {
            "partner_id": partner.id,
            "order_line": [Command.create({"product_id": product_ids[0], "product_uom_qty": 1})],
        }
    )
    order.with_context(skip_procurement=True).action_confirm()
    order_ids = clone(
        env,
        order,
        SQL("generate_series(0, %s) AS n", DAYS * per_day - 1),
        {
            "name": SQL("'BENCH' || n"),
            "date_order": SQL(
                "now() AT TIME ZONE 'UTC' - (1 + n / %s) * interval '1 day'", per_day
            ),
            "warehouse_id": SQL("(%s)[1 + n %% %s]", warehouses.ids, len(warehouses)),
        },
    )
    return clone(
        env,
        order.order_line,
        SQL(
            "(SELECT id, warehouse_id FROM sale_order WHERE id = ANY(%s)) AS sale,"
            " generate_series(1, %s) AS n",
            order_ids,
            LINES,
        ),
        {
            "order_id": SQL("sale.id"),
            "warehouse_id": SQL("sale.warehouse_id"),
            "product_id": SQL(
                "(%s)[1 + (sale.id * 31 + n * 577) %% %s]", product_ids, len(product_ids)
            ),
            "product_uom_qty": SQL("1 + (sale.id + n) %% 7"),
        },
    )


def _make_stock(env, warehouses, product_ids):
    """Put goods into all warehouses; of each fifth product there are none."""
    location_ids = warehouses.lot_stock_id.ids
    env["stock.quant"]._update_available_quantity(
        env["product.product"].browse(product_ids[0]), warehouses[0].lot_stock_id, 500
    )
    pattern = env["stock.quant"].search([("product_id", "=", product_ids[0])], limit=1)
    clone(
        env,
        pattern,
        SQL(
            "unnest(%s) AS goods (product_id) CROSS JOIN unnest(%s) AS place (location_id)",
            product_ids[1:],
            location_ids,
        ),
        {
            "product_id": SQL("goods.product_id"),
            "location_id": SQL("place.location_id"),
            "quantity": SQL("CASE WHEN goods.product_id %% 5 = 0 THEN 0 ELSE 500 END"),
        },
    )


def _sell_out(env, warehouse, product_ids):
    """Take away all of a product that is asked for."""
    point = (
        env["distribution.reorder.point"]
        .search(
            [
                ("warehouse_id", "=", warehouse.id),
                ("product_id", "in", product_ids),
                ("reorder_point", ">", 0),
            ]
        )
        .filtered(lambda one: not one.is_short)[:1]
    )
    env["stock.quant"]._update_available_quantity(
        point.product_id, warehouse.lot_stock_id, -point.free_quantity
    )
