"""A company beside the Kingdee simulator, as large as a bench wants it."""

import contextlib

from odoo.fields import Command
from odoo.tools import SQL

from tests.bench.rows import clone
from tests.kingdee_simulator import tenant
from tests.kingdee_simulator.process import Simulator


@contextlib.contextmanager
def simulator(**sizes):
    """Run a simulator of that size in a process of its own."""
    with Simulator(**sizes) as erp:
        yield erp


def connect(env, cloud, warehouses, **values):
    """Return a backend of the simulator, connected, with that many warehouses mapped.

    :param cloud: address of the simulator
    :param values: more settings of the backend
    """
    backend = env["distribution.erp.backend"].create(
        {
            "name": "Bench",
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
            **values,
        }
    )
    own = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    backend.warehouse_ids = [
        Command.create({"number": f"CK{place:03d}", "warehouse_id": own.id})
        for place in range(1, warehouses + 1)
    ]
    env.cr.commit()
    backend.action_test()
    assert backend.state == "ready", backend.last_message
    return backend


def make_member(env, code):
    """Return an active member of the company."""
    level = env["distribution.level"].create({"name": "Bench", "code": "B1", "rank": 1})
    region = env["distribution.region"].create({"name": "Bench", "code": "R1"})
    partner = env["res.partner"].create({"name": "Bench", "is_company": True})
    return env["distribution.member"].create(
        {
            "partner_id": partner.id,
            "code": code,
            "level_id": level.id,
            "region_id": region.id,
            "date_start": "2020-01-01",
            "state": "active",
        }
    )


def make_products(env, count):
    """Make products with the codes of the simulator's materials."""
    pattern = env["product.template"].create(
        {"name": "Bench", "type": "consu", "is_storable": True, "default_code": "M0001"}
    )
    template_ids = clone(env, pattern, SQL("generate_series(2, %s) AS n", count), {})
    clone(
        env,
        pattern.product_variant_id,
        SQL("unnest(%s) WITH ORDINALITY AS made(template_id, place)", template_ids),
        {
            "product_tmpl_id": SQL("template_id"),
            "default_code": SQL("'M' || lpad((place + 1)::text, 4, '0')"),
        },
    )
    env.cr.commit()
