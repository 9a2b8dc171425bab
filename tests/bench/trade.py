"""Orders of a bench's channel, as many as one likes, confirmed over a year, ten lines each."""

from odoo.fields import Command
from odoo.tools import SQL

from tests.bench.rows import clone

LINES = 10
PRODUCTS = 100
FIRST_DAY = "2025-01-01"
DAYS = 360


def make_products(env):
    """Return a hundred products of ten categories."""
    categories = env["product.category"].create([{"name": f"Bench {n}"} for n in range(10)])
    return env["product.product"].create(
        [
            {
                "name": f"Bench {n}",
                "list_price": 10.0,
                "type": "service",
                "categ_id": categories[n % 10].id,
            }
            for n in range(PRODUCTS)
        ]
    )


def make_plan(env, frequency="monthly"):
    """Return an active plan that gives the buyer 2 %, its uplines 3 % and 1 %."""
    cycle = env["distribution.settlement.cycle"].create(
        {"name": "Bench", "code": "BENCH", "frequency": frequency}
    )
    plan = env["distribution.commission.plan"].create(
        {
            "name": "Bench",
            "cycle_id": cycle.id,
            "date_from": "2020-01-01",
            "rule_ids": [
                Command.create({"kind": "rebate", "rate": 2.0}),
                Command.create({"kind": "override", "depth": 1, "rate": 3.0}),
                Command.create({"kind": "override", "depth": 2, "rate": 1.0}),
            ],
        }
    )
    plan.action_activate()
    return plan


def keep_facts(env):
    """Bring the sales analysis up to date with all that was sold, a commit after each batch."""
    left = True
    while left:
        _taken, left = env["distribution.sales.report"]._keep_batch()
        env.cr.commit()


def make_settlement(env, plan, first_day, last_day):
    """Return the draft settlement of one period of the plan's cycle."""
    return env["distribution.settlement"].create(
        {"cycle_id": plan.cycle_id.id, "date_from": first_day, "date_to": last_day}
    )


def sell(
    env, world, products, count: int, *, first_day: str = FIRST_DAY, days: int = DAYS
) -> list[int]:
    """Return the ids of confirmed orders with `count` lines together, of buyers all over the trees.

    Amounts, products, buyers and days differ from line to line and order to order.

    :param days: on how many days from the first one the orders lie
    """
    buyer = env["distribution.member"].browse(world.trees[0][-1])
    pattern = env["sale.order"].create(
        {
            "partner_id": buyer.partner_id.id,
            "order_line": [(0, 0, {"product_id": products[0].id, "price_unit": 10.0})],
        }
    )
    env.flush_all()
    order_ids = _clone_orders(env, pattern, count // LINES, (first_day, days))
    _clone_lines(env, pattern.order_line, order_ids, products)
    env.cr.execute(SQL("DELETE FROM sale_order_line WHERE order_id = %s", pattern.id))
    env.cr.execute(SQL("DELETE FROM sale_order WHERE id = %s", pattern.id))
    env.invalidate_all()
    return order_ids


def _clone_orders(env, pattern, count, calendar):
    first_day, days = calendar
    source = SQL(
        """
        (SELECT n, buyer.id AS buyer_id, buyer.partner_id, buyer.region_id
           FROM generate_series(1, %s) AS n
           JOIN (SELECT id, partner_id, region_id, ROW_NUMBER() OVER (ORDER BY id) - 1 AS place,
                        COUNT(*) OVER () AS members
                   FROM distribution_member) buyer
             ON buyer.place = n * 7 %% buyer.members) AS sold
        """,
        count,
    )
    return clone(
        env,
        pattern,
        source,
        {
            "name": SQL("'BENCH-' || sold.n"),
            "state": SQL("'sale'"),
            "partner_id": SQL("sold.partner_id"),
            "distribution_member_id": SQL("sold.buyer_id"),
            "distribution_region_id": SQL("sold.region_id"),
            "date_order": SQL(
                "%s::timestamp + sold.n %% %s * INTERVAL '1 day' + INTERVAL '4 hours'",
                first_day,
                days,
            ),
        },
    )


def _clone_lines(env, pattern, order_ids, products):
    price = SQL("(10 + (bought.order_id %% 97) / 7.0)")
    clone(
        env,
        pattern,
        SQL(
            "UNNEST(%s) AS bought (order_id) CROSS JOIN generate_series(1, %s) AS n",
            order_ids,
            LINES,
        ),
        {
            "order_id": SQL("bought.order_id"),
            "state": SQL("'sale'"),
            "product_id": SQL(
                "(%s::int[])[1 + (bought.order_id * 3 + n * 7) %% %s]", products.ids, PRODUCTS
            ),
            "product_uom_qty": SQL("1 + n %% 5"),
            "price_unit": price,
            "price_subtotal": SQL("ROUND((1 + n %% 5) * %s, 2)", price),
            "price_total": SQL("ROUND((1 + n %% 5) * %s * 1.13, 2)", price),
        },
    )
