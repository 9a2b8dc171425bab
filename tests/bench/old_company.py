"""A company that has sold for three years without us: customers and orders, made by SQL."""

from odoo.fields import Command
from odoo.tools import SQL

from tests.bench.rows import clone

FIRST_DAY = "2023-01-01"
DAYS = 1000


def build(env, partners: int, orders: int) -> None:
    """Make customers all over a province, and confirmed orders of one line each."""
    product = env["product.product"].create({"name": "Old", "type": "service", "list_price": 10.0})
    state = env["res.country.state"].search([("country_id.code", "=", "CN")], limit=1)
    pattern = env["res.partner"].create(
        {"name": "Old customer", "is_company": True, "state_id": state.id, "ref": "OLD"}
    )
    last = pattern.id
    customer_ids = clone(
        env,
        pattern,
        SQL("generate_series(1, %s) AS n", partners),
        {
            "id": SQL("%s + n", last),
            "commercial_partner_id": SQL("%s + n", last),
            "name": SQL("'Old customer ' || n"),
            "complete_name": SQL("'Old customer ' || n"),
            "ref": SQL("'OLD' || LPAD(n::text, 6, '0')"),
        },
    )
    env.cr.execute("SELECT setval('res_partner_id_seq', (SELECT MAX(id) FROM res_partner))")
    order = env["sale.order"].create(
        {
            "partner_id": pattern.id,
            "order_line": [
                Command.create(
                    {
                        "product_id": product.id,
                        "product_uom_qty": 2,
                        "price_unit": 10.0,
                        "tax_ids": False,
                    }
                )
            ],
        }
    )
    _sell(env, order, customer_ids, orders)


def _sell(env, pattern, customer_ids, count):
    order_ids = clone(
        env,
        pattern,
        SQL("generate_series(1, %s) AS n", count),
        {
            "name": SQL("'OLD-' || n"),
            "state": SQL("'sale'"),
            "partner_id": SQL("%s + n %% %s", customer_ids[0], len(customer_ids)),
            "date_order": SQL(
                "%s::timestamp + n * 37 %% %s * INTERVAL '1 day' + INTERVAL '4 hours'",
                FIRST_DAY,
                DAYS,
            ),
        },
    )
    clone(
        env,
        pattern.order_line,
        SQL("UNNEST(%s) AS sold (order_id)", order_ids),
        {"order_id": SQL("sold.order_id"), "state": SQL("'sale'")},
    )
