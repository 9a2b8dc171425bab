"""Our client of K/3 WISE on the simulator: modelled on both sides, verified on neither."""

from dataclasses import replace
from decimal import Decimal

import pytest
from odoo.addons.distribution_erp_sync.clients.errors import (
    AuthenticationError,
    RefusedError,
    TransportError,
)
from odoo.addons.distribution_erp_sync.clients.k3wise_client import (
    AUDIT,
    K3WiseClient,
    K3WiseSettings,
)
from odoo.addons.distribution_erp_sync.mappers import sales_order, wise

from ..kingdee_simulator import tenant
from ..kingdee_simulator.faults import AFTER, BEFORE, READS

NOT_SAVED = set(BEFORE)


@pytest.fixture
def make_client(erp):
    """Return a function that makes a client which does not wait between tries."""
    settings = K3WiseSettings(
        base_url=f"{erp.url}/K3API/",
        authority_code=tenant.WISE_CODE,
        stock_url=f"{erp.url}/stock/rows",
        stock_token=tenant.WISE_STOCK_TOKEN,
        read_seconds=1.0,
        page_size=7,
    )
    made = []

    def make(**changes) -> K3WiseClient:
        made.append(K3WiseClient(replace(settings, **changes), sleep=lambda _seconds: None))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client):
    """Return a client with the right code."""
    return make_client()


def document() -> sales_order.OrderDocument:
    """Return an order of two lines."""
    line = sales_order.OrderLine(
        material="M0001",
        unit="Pcs",
        quantity=Decimal("23"),
        tax_price=Decimal("3222.10"),
        tax_percent=Decimal("13"),
    )
    return sales_order.OrderDocument(
        number="ODOO-S00042",
        date="2026-01-15",
        organisation="100",
        customer="CUST0001",
        salesperson="0001",
        lines=(line, replace(line, material="M0002", quantity=Decimal("2.5"))),
        total=Decimal("82163.55"),
    )


def read_materials(client: K3WiseClient) -> list:
    """Return all materials, page by page."""
    return [row for page in client.read_pages("Material", key="FItemID") for row in page]


@pytest.mark.parametrize("switches", [{}, {"wise_base_key": "DATA"}, {"wise_flat_lists": True}])
def test_materials_and_customers_are_read_whole_in_every_container(erp, client, switches):
    erp.admin("switches", **switches)
    found = wise.read_materials(read_materials(client))
    assert [record.number for record in found] == [f"M{place:04d}" for place in range(1, 21)]
    assert {record.unit for record in found} == {"Pcs"}
    fields = list(wise.MATERIAL_FIELDS.values())
    pages = client.read_pages("Material", key="FItemID", fields=fields)
    assert wise.read_materials([row for page in pages for row in page]) == found
    [page] = client.read_pages("Customer", key="FNumber")
    assert len(wise.read_customers(page)) == 5


def test_encrypted_answers_are_read(erp, make_client):
    erp.admin("switches", wise_des=True)
    client = make_client(des_password=tenant.WISE_DES_PASSWORD)
    assert client.get_record("Material", "M0001")["FNumber"] == "M0001"


def test_wrong_code_is_tried_twice_and_an_ended_token_renewed(erp, make_client, client):
    wrong = make_client(authority_code="wrong")
    for _try in range(4):
        with pytest.raises(AuthenticationError):
            wrong.exists("SO", "N1")
    assert erp.read("calls")["counts"] == {"Token": 2}
    assert not client.exists("SO", "N1")
    erp.admin("switches", wise_one_token=True)
    make_client().exists("SO", "N1")
    assert not client.exists("SO", "N1")


def test_stock_comes_from_the_endpoint(erp, make_client, client):
    rows = wise.read_stock(client.read_stock())
    truth = erp.admin("stock_truth")["rows"]
    found = sorted([row.material, row.warehouse, row.quantity] for row in rows)
    assert found == [[*row[:2], Decimal(str(row[2]))] for row in truth]
    with pytest.raises(AuthenticationError):
        make_client(stock_token="wrong").read_stock()
    erp.admin("switches", wise_stock_endpoint=False)
    with pytest.raises(TransportError):
        client.read_stock()


def test_order_goes_there_and_its_delivery_and_return_come_back(erp, client):
    order = document()
    assert client.save_bill("SO", wise.build_order(order)).number == order.number
    with pytest.raises(RefusedError) as caught:
        client.save_bill("SO", wise.build_order(order))
    assert caught.value.is_duplicate
    client.check_bill("SO", order.number, checker="王五", direction=AUDIT)
    facts = wise.read_order(*client.get_bill("SO", order.number))
    assert facts.status == "C"
    assert sales_order.compare(order, facts) == ()
    erp.admin("order_deliver", number=order.number, lines=[{"seq": 1, "quantity": 3}])
    erp.admin("order_return", number=order.number, lines=[{"seq": 1, "quantity": 1}])
    pages = client.read_pages("Sales_Delivery", key="FDetailID2", has_lines=True)
    [sent], [back] = wise.read_movements([row for page in pages for row in page])
    assert (sent.quantity, back.quantity) == (3, 1)
    for moved in (sent, back):
        assert (moved.order_number, moved.material, moved.status) == (order.number, "M0001", "C")
        assert moved.order_entry_id == facts.lines[0].entry_id
    assert wise.read_order(*client.get_bill("SO", order.number)).lines[0].delivered == 3


def test_record_of_base_data_is_saved_and_a_second_one_refused(client):
    record = {"FNumber": "NEW1", "FName": "新客户"}
    assert client.save_record("Customer", record).number == "NEW1"
    assert client.get_record("Customer", "NEW1")["FName"] == "新客户"
    with pytest.raises(RefusedError):
        client.save_record("Customer", record)


@pytest.mark.parametrize("kind", sorted({*BEFORE, *AFTER, *READS} - {"edit_lock"}))
def test_read_heals_after_each_fault(erp, client, kind):
    client.exists("SO", "N1")
    rule = {"kind": kind, "count": 1, "skip": 1, "services": ["GetList"]}
    erp.admin("faults", rules=[rule | ({"seconds": 0.1} if kind == "slow" else {})])
    found = [row["FItemID"] for row in read_materials(client)]
    assert erp.read("state")["faults"][0]["fired"] == 1
    assert len(found) == len(set(found))
    if kind != "page_drift":
        assert len(found) == 20


@pytest.mark.parametrize("kind", sorted({*BEFORE, *AFTER} - {"slow"}))
def test_write_goes_out_once_and_a_look_tells_what_became_of_it(erp, client, kind):
    order = document()
    client.exists("SO", order.number)
    erp.admin("faults", rules=[{"kind": kind, "count": 1, "services": ["Save"]}])
    # K/3 WISE has no number for "somebody edits this".
    with pytest.raises(RefusedError if kind == "edit_lock" else TransportError):
        client.save_bill("SO", wise.build_order(order))
    assert erp.read("calls")["counts"]["Save"] == 1
    assert client.exists("SO", order.number) is (kind not in NOT_SAVED)
