"""One organisation sells, another keeps the goods: the order, its delivery and the stock."""

from decimal import Decimal

import pytest
from odoo.addons.distribution_erp_sync.adapters.k3cloud import K3CloudAdapter
from odoo.addons.distribution_erp_sync.adapters.profile import Profile
from odoo.addons.distribution_erp_sync.clients.k3cloud_client import K3CloudClient, K3CloudSettings
from odoo.addons.distribution_erp_sync.mappers.sales_order import OrderDocument, OrderLine

from ..kingdee_simulator import tenant

SELLER, KEEPER = "100", "200"


@pytest.fixture
def connect(erp):
    """Return a function that opens an adapter with a profile."""
    made = []

    def make(**profile) -> K3CloudAdapter:
        client = K3CloudClient(
            K3CloudSettings(
                base_url=erp.cloud,
                account_id=tenant.DCID,
                user_name=tenant.USER,
                app_id=tenant.APP_ID,
                app_secret=tenant.APP_SECRET,
            )
        )
        made.append(client)
        return K3CloudAdapter(client, Profile(**profile))

    yield make
    for client in made:
        client.close()


@pytest.fixture
def stocked(erp):
    """Let goods of both lie in one warehouse."""
    erp.admin("organisation_add", number=KEEPER)
    for organisation, quantity in ((SELLER, 5), (KEEPER, 70)):
        erp.admin(
            "stock_set",
            material="M0001",
            warehouse="CK001",
            quantity=quantity,
            organisation=organisation,
        )


@pytest.fixture
def delivered(erp, stocked, connect):
    """Let an order of the one leave from the goods of the other, and a part come back."""
    adapter = connect(organisation=SELLER, stock_organisation=KEEPER)
    line = OrderLine(
        material="M0001",
        unit="Pcs",
        quantity=Decimal(7),
        tax_price=Decimal(10),
        tax_percent=Decimal(13),
    )
    order = OrderDocument(
        number="ODOO-1",
        date="2026-01-15",
        organisation=SELLER,
        stock_organisation=KEEPER,
        customer="CUST0001",
        salesperson="0001",
        lines=(line,),
        total=Decimal(70),
    )
    adapter.save_order(order)
    adapter.submit_order(order.number)
    adapter.audit_order(order.number)
    erp.admin("order_deliver", number=order.number)
    erp.admin("order_return", number=order.number, lines=[{"seq": 1, "quantity": 2}])
    return adapter


def read(pages):
    return [row for page in pages for row in page]


def test_goods_of_our_order_are_read_whoever_ships_them(delivered):
    [line] = read(delivered.read_movements("delivery"))
    assert (line.order_number, line.quantity) == ("ODOO-1", 7)
    [back] = read(delivered.read_movements("return"))
    assert (back.order_number, back.quantity) == ("ODOO-1", 2)


def test_mapping_asks_for_the_goods_of_who_ships_them_instead(delivered, connect):
    fields = {"SAL_OUTSTOCK": {"organisation": "FStockOrgId.FNumber"}}
    for organisation, count in ((SELLER, 0), (KEEPER, 1)):
        shipper = connect(organisation=organisation, fields=fields)
        assert len(read(shipper.read_movements("delivery"))) == count


def test_stock_is_that_of_who_keeps_it(stocked, connect):
    found = [
        sum(row.quantity for row in read(adapter.read_stock("CK001", ["M0001"])))
        for adapter in (
            connect(organisation=SELLER),
            connect(organisation=SELLER, stock_organisation=KEEPER),
        )
    ]
    assert found == [5, 70]
