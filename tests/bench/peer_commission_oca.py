"""What OCA's commission does with orders and invoices; runs in its own database, without us.

`main` reads PEER_LINES and writes the seconds it took to the file named by PEER_RESULT.
"""

import gc
import json
import os
import statistics
import time
from datetime import timedelta
from pathlib import Path

from odoo.fields import Command, Date

LINES = 10  # of an order
ORDERS = 10  # of a batch
CUSTOMERS = 100
AGENTS = 30
RATES = (2.0, 3.0, 1.0)
PLAIN_EVERY = 2  # every second batch is also made for customers without agents
QUIET = {"tracking_disable": True, "mail_create_nosubscribe": True, "mail_notrack": True}


def main(env) -> None:
    """Trade, settle, and write down how long it took."""
    env = env(context={**env.context, **QUIET})
    lines = int(os.environ["PEER_LINES"])
    world = _build_world(env)
    env.cr.commit()
    measured = _trade(env, world, lines)
    measured["settlement"] = _settle(env)
    measured["rows"] = env["commission.settlement.line"].search_count([])
    measured["orders"] = env["sale.order.line.agent"].search_count([])
    Path(os.environ["PEER_RESULT"]).write_text(json.dumps(measured))


def _build_world(env):
    """Return customers with three agents each, customers without, and the products."""
    if not env.company.chart_template:
        env["account.chart.template"].try_loading("generic_coa", company=env.company)
    commissions = env["commission"].create(
        [{"name": f"Bench {rate}", "fix_qty": rate} for rate in RATES]
    )
    agents = env["res.partner"].create(
        [
            {"name": f"Agent {n}", "agent": True, "commission_id": commissions[n % len(RATES)].id}
            for n in range(AGENTS)
        ]
    )
    with_agents = env["res.partner"].create(
        [
            {
                "name": f"Customer {n}",
                "commission_agent_ids": [
                    Command.set([agents[(n * 3 + k) % AGENTS].id for k in range(len(RATES))])
                ],
            }
            for n in range(CUSTOMERS)
        ]
    )
    plain = env["res.partner"].create([{"name": f"Plain {n}"} for n in range(CUSTOMERS)])
    products = env["product.product"].create(
        [
            {"name": f"Bench {n}", "list_price": 10, "type": "service", "invoice_policy": "order"}
            for n in range(100)
        ]
    )
    return {"agents": with_agents, "plain": plain}, products


def _trade(env, world, lines):
    """Return seconds of orders and invoices that commission has added for all lines.

    Batches with and without agents take turns, so that what changes on the machine changes both.
    The median of a batch without agents is taken off the median of a batch with them. They are
    CPU seconds of Odoo's process: what others do on the machine counts little, and what its
    database does for OCA is left out, to OCA's advantage.
    """
    customers, products = world
    size = min(ORDERS, max(1, lines // LINES))
    spent = {"agents": [], "plain": []}
    batches = max(1, lines // (size * LINES))
    _make_batch(env, customers["plain"], products, size)  # what is loaded once is loaded
    for number in range(batches):
        spent["agents"].append(_make_batch(env, customers["agents"], products, size))
        if number % PLAIN_EVERY == 0:
            spent["plain"].append(_make_batch(env, customers["plain"], products, size))
    medians = {
        kind: [statistics.median(parts) for parts in zip(*batch, strict=True)]
        for kind, batch in spent.items()
    }
    added = [
        batches * (mine - plain)
        for mine, plain in zip(medians["agents"], medians["plain"], strict=True)
    ]
    return {
        "lines": batches * size * LINES,
        "added_to_orders": max(0.0, added[0]),
        "added_to_invoices": max(0.0, added[1]),
        "plain_batch": sum(medians["plain"]),
        "agents_batch": sum(medians["agents"]),
        "lines_of_batch": size * LINES,
    }


def _make_batch(env, customers, products, size):
    """Make, confirm, invoice and post orders; return CPU seconds of orders and of invoices."""
    env.invalidate_all()
    gc.collect()  # else it falls on some batches and not on others
    start = time.process_time()
    orders = env["sale.order"].create(
        [
            {
                "partner_id": customers[n % len(customers)].id,
                "order_line": [
                    Command.create(
                        {
                            "product_id": products[(n * 3 + k * 7) % len(products)].id,
                            "product_uom_qty": 1 + k % 5,
                            "price_unit": 10 + n % 97 / 7,
                        }
                    )
                    for k in range(LINES)
                ],
            }
            for n in range(size)
        ]
    )
    orders.action_confirm()
    env.flush_all()
    ordered = time.process_time()
    invoices = orders._create_invoices()
    invoices.invoice_date = Date.context_today(invoices).replace(day=1) - timedelta(days=1)
    invoices.action_post()
    env.flush_all()
    env.cr.commit()
    return ordered - start, time.process_time() - ordered


def _settle(env):
    """Return the seconds of the wizard that settles everything up to this month."""
    env.invalidate_all()
    env.cr.execute("ANALYZE")
    start = time.monotonic()
    env["commission.make.settle"].create({"settlement_type": "sale_invoice"}).action_settle()
    env.flush_all()
    env.cr.commit()
    return time.monotonic() - start
