"""Runs in an Odoo shell of an earlier version: a month of a small channel, by the contract's names.

Three members, orders of last month, a cancelled one, a settled month and what came after it.
"""

from datetime import timedelta

from odoo import fields
from odoo.fields import Command


def build(env) -> None:
    """Make members and orders, and what they earn where the version knows commission."""
    env = env(context={**env.context, "tracking_disable": True, "skip_procurement": True})
    members = make_members(env)
    last_day = fields.Date.today().replace(day=1) - timedelta(days=1)
    orders = [sell(env, members[2], last_day.replace(day=day)) for day in (3, 9, 15)]
    if "distribution.commission.plan" in env:
        earn(env, orders, last_day)
    env.cr.commit()


def make_members(env):
    """Return an agent, a distributor below it, and a shop below that one."""
    region = env["distribution.region"].create({"name": "Old", "code": "OLD"})
    members = env["distribution.member"]
    for rank in (1, 2, 3):
        level = env["distribution.level"].create(
            {"name": f"Old {rank}", "code": f"OLD{rank}", "rank": rank}
        )
        partner = env["res.partner"].create({"name": f"Old firm {rank}", "is_company": True})
        members += env["distribution.member"].create(
            {
                "partner_id": partner.id,
                "code": f"OLD{rank}",
                "level_id": level.id,
                "region_id": region.id,
                "upline_id": members[-1:].id,
                "date_start": "2020-01-01",
                "state": "active",
            }
        )
    return members


def sell(env, member, day):
    """Return an order that was confirmed on a day."""
    product = env["product.product"].create(
        {"name": f"Old goods {day}", "type": "consu", "taxes_id": False}
    )
    line = {"product_id": product.id, "product_uom_qty": 7, "price_unit": 123.45, "tax_ids": False}
    order = env["sale.order"].create(
        {"partner_id": member.partner_id.id, "order_line": [Command.create(line)]}
    )
    order.action_confirm()
    order.date_order = f"{day} 04:00:00"
    return order


def earn(env, orders, last_day):
    """Let the orders earn, settle and publish the month, and take one back after that."""
    cycles = env["distribution.settlement.cycle"]
    named = {"name": "Old", **({"code": "OLD"} if "code" in cycles._fields else {})}
    cycle = cycles.create(named)
    plan = env["distribution.commission.plan"].create(
        {
            "name": "Old",
            "cycle_id": cycle.id,
            "date_from": "2020-01-01",
            "rule_ids": [
                Command.create({"kind": "rebate", "rate": 2.0}),
                Command.create({"kind": "override", "depth": 1, "rate": 3.0}),
            ],
        }
    )
    plan.action_activate()
    env.flush_all()
    env["distribution.commission.entry"].accrue()
    settlement = env["distribution.settlement"].create(
        {"cycle_id": cycle.id, "date_from": last_day.replace(day=1), "date_to": last_day}
    )
    settlement.action_compute()
    settlement.action_publish()
    orders[1].with_context(disable_cancel_warning=True).action_cancel()
    env.flush_all()
    env["distribution.commission.entry"].accrue()


build(env)  # noqa: F821 - the shell gives `env`
