"""A channel with orders, inside an Odoo shell: made set-wise, for the fault campaign of Kingdee."""

import random
from dataclasses import dataclass

from odoo import Command

from tests.kingdee_simulator import tenant

WAREHOUSES = ("CK001", "CK002")
FORBIDDEN = "M0002"  # nobody can order it there: what asks for it is really refused
ORDERS_AT_ONCE = 250
LINES = (1, 1, 1, 2, 2, 3, 4)  # of an order, one as likely as another
QUIET = {
    "tracking_disable": True,
    "mail_create_nolog": True,
    "mail_notrack": True,
    "mail_auto_subscribe_no_notify": True,
}


@dataclass(slots=True)
class World:
    """What was made: ids, so that it outlives every transaction."""

    backend_id: int
    member_partners: list[int]
    products: dict[str, int]


def create(env, cloud: str, *, members: int = 6) -> World:
    """Make a connected Kingdee, members and products; half of the members are new to Kingdee."""
    env["distribution.level"].create({"name": "Campaign", "code": "KC", "rank": 1})
    env["distribution.region"].create({"name": "Campaign", "code": "KC"})
    codes = [f"CUST{one:04d}" if one % 2 else f"NEW{one:04d}" for one in range(1, members + 1)]
    partners = create_members(env, dict.fromkeys(codes, "KC"))
    backend = env["distribution.erp.backend"].create(
        {
            "name": "Campaign",
            "base_url": cloud,
            "organisation_number": tenant.ORGANISATION,
            "account_id": tenant.DCID,
            "user_name": tenant.USER,
            "app_id": tenant.APP_ID,
            "app_secret": tenant.APP_SECRET,
            "salesperson_number": "0001",
            "unit_ids": [
                Command.create({"number": "Pcs", "uom_id": env.ref("uom.product_uom_unit").id})
            ],
        }
    )
    env.cr.commit()
    backend.action_test()
    assert backend.state == "ready", backend.last_message
    run = backend.sync_products()
    assert run.state == "done", run.log
    warehouse = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    env["distribution.erp.warehouse"].create(
        [
            {"backend_id": backend.id, "number": number, "warehouse_id": warehouse.id}
            for number in WAREHOUSES
        ]
    )
    products = env["product.product"].search([("default_code", "=like", "M0%")])
    env.cr.commit()
    return World(backend.id, partners, {one.default_code: one.id for one in products})


def create_members(env, codes: dict[str, str]) -> list[int]:
    """Return the ids of the partners of active members; `codes` are code: code of the level."""
    levels, regions = env["distribution.level"], env["distribution.region"]
    partners = env["res.partner"].create(
        [{"name": f"Dealer {code}", "is_company": True} for code in codes]
    )
    env["distribution.member"].create(
        [
            {
                "partner_id": partner.id,
                "code": code,
                "level_id": levels.search([("code", "=", level)], limit=1).id,
                "region_id": regions.search([("code", "=", level)], limit=1).id,
                "date_start": "2020-01-01",
                "state": "active",
            }
            for partner, (code, level) in zip(partners, codes.items(), strict=True)
        ]
    )
    return partners.ids


def create_orders(env, world: World, chance: random.Random, count: int, refused: set[int]):
    """Return the ids of confirmed orders of a month; what `refused` ones ask for is forbidden."""
    ids: list[int] = []
    codes = sorted(code for code in world.products if code != FORBIDDEN)
    for start in range(0, count, ORDERS_AT_ONCE):
        numbers = range(start, min(count, start + ORDERS_AT_ONCE))
        orders = (
            env["sale.order"]
            .with_context(**QUIET)
            .create([_prepare_order(world, chance, codes, number in refused) for number in numbers])
        )
        orders.action_confirm()
        env.flush_all()
        env.cr.execute(
            "UPDATE sale_order SET date_order = date_order - (id %% 30) * interval '1 day'"
            " WHERE id = ANY(%s)",
            [orders.ids],
        )
        env.cr.commit()
        ids += orders.ids
        env.invalidate_all()
    return ids


def _prepare_order(world: World, chance: random.Random, codes: list[str], is_refused: bool) -> dict:
    chosen = chance.sample(codes, chance.choice(LINES))
    if chance.random() < 0.1:
        chosen.append(chosen[0])  # the same product twice in one order
    if is_refused:
        chosen[-1] = FORBIDDEN
    lines = [
        {
            "product_id": world.products[code],
            "product_uom_qty": chance.randint(1, 20),
            "price_unit": chance.randint(100, 99_999) / 100,
        }
        for code in chosen
    ]
    return {
        "partner_id": chance.choice(world.member_partners),
        "order_line": [Command.create(line) for line in lines],
    }
