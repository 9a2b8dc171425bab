"""The company's Kingdee: a simulator with its goods, customers and stock, and what went between.

The database is told a pretty address at which nobody answers; `make demo` leads it to the
simulator that it starts.
"""

import os
from datetime import timedelta
from decimal import Decimal

from freezegun import freeze_time
from odoo import Command, fields
from odoo.addons.distribution_erp_sync.mappers.sales_order import OrderDocument, OrderLine

from scripts.demo_company import approvals, catalogue, channel
from scripts.erp import STATE
from tests.kingdee_simulator import tenant
from tests.kingdee_simulator.process import Simulator

NAME = "金蝶云星空（测试账套）"
ADDRESS = "https://k3cloud.puyuan.example/k3cloud/"
UNITS = {"袋": "DAI", "桶": "TONG", "卷": "JUAN", "个": "Pcs", "根": "GEN", "套": "TAO", "盒": "HE"}
WAREHOUSES = {"CK001": "重庆总仓", "CK002": "重庆总仓二期库"}
SECOND_SHARE = 10  # one part of so many lies in the second warehouse
SALESPERSON = "0001"
# Not there yet: they are sent as customers.
NEW_CUSTOMERS = ("S132", "D401")
FORBIDDEN = "D202"
GONE = "D203"
# Member, hours ago, what becomes of the order.
ORDERS = [
    ("D104", 30, "delivered"),
    ("D103", 27, "partly"),
    ("A02", 26, "audited"),
    ("D301", 25, "audited"),
    (FORBIDDEN, 24, "refused"),
]
LINES = {"GC5005": 30, "RJ4003": 20, "WJ6001": 10}
TRACKING = "SF1390572846013"
OF_THEIRS = "XSDD002786"  # an order that was taken on the phone and typed in there
# What somebody counted or took there, after the stock was read.
CHANGES = {"NZ2002": -15.0, "CZ3001": 20.0, "RJ4005": -2.0}


def tell(env):
    """Run the simulator for as long as the story takes, and leave its records to be copied."""
    if "distribution.erp.backend" not in env:
        return
    with Simulator(state=os.environ.get(STATE, "")) as erp:
        products = _find_products(env)
        _make_base_data(erp, env, products)
        backend = _connect(env, erp)
        for stream in ("products", "members", "stock"):
            _run(backend, stream)
        erp.admin("customer_forbid", number=FORBIDDEN)
        orders = _order(env, products)
        _run(backend, "orders")
        _move_goods(erp, backend, orders)
        for stream in ("deliveries", "returns", "stock", "stock_hot"):
            _run(backend, stream)
        _differ(erp)
        _run(backend, "reconcile")
        _settle_address(backend)


def _find_products(env):
    """Return {code: product} of the goods."""
    codes = [product.code for product in (*catalogue.PRODUCTS, catalogue.PROJECT_PRODUCT)]
    products = env["product.product"].search([("default_code", "in", codes)], order="default_code")
    return {product.default_code: product for product in products}


# === WHAT IS THERE === #


def _make_base_data(erp, env, products):
    """Enter in Kingdee what the company has there: units, groups, goods, stock, customers."""
    for name, number in UNITS.items():
        if number != "Pcs":  # which every Kingdee has
            erp.admin("record_add", form="BD_UNIT", number=number, name=name)
    for category in (*catalogue.CATEGORIES, catalogue.PROJECT_CATEGORY):
        erp.admin(
            "record_add", form="BD_MATERIALGROUP", number=category.prefix, name=category.name_zh
        )
    for number, name in WAREHOUSES.items():
        erp.admin("warehouse_add", number=number, name=name)
    for product in (*catalogue.PRODUCTS, catalogue.PROJECT_PRODUCT):
        erp.admin(
            "material_add",
            number=product.code,
            name=product.name_zh,
            FBaseUnitId=UNITS[catalogue.UNITS[product.unit]],
            FMaterialGroup=product.code[:2],
        )
    for code, product in products.items():
        _count(erp, code, product)
    for seat in channel.SEATS:
        if seat.state == "active" and seat.code not in NEW_CUSTOMERS:
            erp.admin("customer_add", number=seat.code, name=seat.name)


def _count(erp, code, product):
    """Let Kingdee have what Odoo has, most of it in the first warehouse, and nothing below 0."""
    on_hand, free = max(0.0, product.qty_available), max(0.0, product.free_qty)
    second = on_hand // SECOND_SHARE if free > on_hand // SECOND_SHARE else 0
    first = {"quantity": on_hand - second, "locked": on_hand - free}
    erp.admin("stock_set", material=code, warehouse="CK001", **first)
    if second:
        erp.admin("stock_set", material=code, warehouse="CK002", quantity=second)


def _connect(env, erp):
    """Enter how to reach it, map warehouses and units, and test the connection."""
    place = env["stock.warehouse"].search([("company_id", "=", env.company.id)], limit=1)
    units = {unit.with_context(lang="zh_CN").name: unit for unit in env["uom.uom"].search([])}
    backend = env["distribution.erp.backend"].create(
        {
            "name": NAME,
            "kind": "k3cloud",
            "base_url": erp.cloud,
            "organisation_number": tenant.ORGANISATION,
            "account_id": tenant.DCID,
            "user_name": tenant.USER,
            "app_id": tenant.APP_ID,
            "app_secret": tenant.APP_SECRET,
            "salesperson_number": SALESPERSON,
            "creates_products": False,
            "unit_ids": [
                Command.create({"number": number, "uom_id": units[name].id})
                for name, number in UNITS.items()
            ],
            "warehouse_ids": [
                Command.create({"number": number, "warehouse_id": place.id})
                for number in WAREHOUSES
            ],
        }
    )
    backend.action_test()
    assert backend.state == "ready", backend.last_message
    backend.action_test_mapping()
    moved = backend.stream_ids.filtered(lambda stream: stream.kind in ("deliveries", "returns"))
    moved.interval_minutes = 1  # who tries the simulator out sees it at once
    return backend


# === WHAT HAPPENED === #


def _order(env, products):
    """Let members order; return the orders by what becomes of them."""
    orders = {}
    for code, hours, fate in ORDERS:
        member = env["distribution.member"].search([("code", "=", code)])
        with freeze_time(fields.Datetime.now() - timedelta(hours=hours)):
            order = env["sale.order"].create(
                {
                    "partner_id": member.partner_id.id,
                    "pricelist_id": member.level_id.pricelist_id.id,
                    "order_line": [
                        Command.create(
                            {"product_id": products[sku].id, "product_uom_qty": quantity}
                        )
                        for sku, quantity in LINES.items()
                    ],
                }
            )
            approvals.submit_and_approve(order)
        orders[fate] = order
    return orders


def _move_goods(erp, backend, orders):
    """Let the warehouse deliver there: one order whole, one in part, one that is not ours."""
    numbers = {fate: order.distribution_erp_number for fate, order in orders.items()}
    erp.admin(
        "order_deliver",
        number=numbers["delivered"],
        tracking=TRACKING,
        carrier="SF",
        bill_number="XSCKD000318",
    )
    erp.admin(
        "order_deliver",
        number=numbers["partly"],
        lines=[{"seq": 1, "quantity": 30}, {"seq": 2, "quantity": 8}],
        tracking="SF1390572846244",
        carrier="SF",
        bill_number="XSCKD000319",
    )
    erp.admin(
        "order_return",
        number=numbers["delivered"],
        lines=[{"seq": 2, "quantity": 2}],
        bill_number="XSTHD000041",
    )
    with backend._open_erp() as channel_there:
        channel_there.save_order(_build_their_order())
        channel_there.submit_order(OF_THEIRS)
        channel_there.audit_order(OF_THEIRS)
    erp.admin("order_deliver", number=OF_THEIRS, bill_number="XSCKD000320")


def _build_their_order():
    line = OrderLine(
        material="RJ4001",
        unit="TONG",
        quantity=Decimal(6),
        tax_price=Decimal(340),
        tax_percent=Decimal(13),
    )
    return OrderDocument(
        number=OF_THEIRS,
        date=str(fields.Date.today()),
        organisation=tenant.ORGANISATION,
        customer="A03",
        lines=(line,),
        total=Decimal(2040),
        salesperson=SALESPERSON,
    )


def _differ(erp):
    """Let somebody count and clean up there, so that the comparison finds something."""
    for code, delta in CHANGES.items():
        erp.admin("stock_change", material=code, warehouse="CK001", delta=delta)
    erp.admin("customer_delete", number=GONE)


# === HELPERS === #


def _run(backend, stream):
    run = backend._run_stream(stream)
    assert run.state == "done", run.log


def _settle_address(backend):
    """Say where the server of the story is; it stays connected."""
    backend.env.flush_all()
    backend.env.cr.execute(
        "UPDATE distribution_erp_backend SET base_url = %s WHERE id = %s", (ADDRESS, backend.id)
    )
    backend.invalidate_recordset()
