"""Our clients and mappers on the simulator: two programs written apart from the same pages."""

from dataclasses import replace
from decimal import Decimal

import pytest
from odoo.addons.distribution_erp_sync.clients import filters
from odoo.addons.distribution_erp_sync.clients.errors import (
    AuthenticationError,
    BusyError,
    MappingError,
    RefusedError,
    TransportError,
)
from odoo.addons.distribution_erp_sync.clients.k3cloud_client import K3CloudClient, K3CloudSettings
from odoo.addons.distribution_erp_sync.mappers import (
    customer,
    delivery,
    material,
    sales_order,
    sales_return,
    stock,
    values,
)

from ..kingdee_simulator import tenant
from ..kingdee_simulator.faults import AFTER, BEFORE, READS

ORDER = sales_order.FORM
LOGINS = ["signed", "secret", "sign", "password"]
# Of these nothing reached the simulator's data; of the others everything did.
UNDONE = set(BEFORE)
HEALED_IN_ONE_CALL = {"slow"}


@pytest.fixture
def settings(erp):
    """Return the credentials of the simulator's tenant."""
    return K3CloudSettings(
        base_url=erp.cloud,
        account_id=tenant.DCID,
        user_name=tenant.USER,
        app_id=tenant.APP_ID,
        app_secret=tenant.APP_SECRET,
        password=tenant.PASSWORD,
        read_seconds=1.0,
        page_size=7,
    )


@pytest.fixture
def make_client(settings):
    """Return a function that makes a client which does not wait between tries."""
    made = []

    def make(**changes) -> K3CloudClient:
        made.append(K3CloudClient(replace(settings, **changes), sleep=lambda _seconds: None))
        return made[-1]

    yield make
    for client in made:
        client.close()


@pytest.fixture
def client(make_client):
    """Return a client with signed headers."""
    return make_client()


def read_all(client: K3CloudClient, kind, where: str = "") -> list:
    """Return all records of a kind, page by page."""
    pages = client.read_pages(kind.FORM, list(kind.FIELDS.values()), key=kind.KEY, where=where)
    return kind.read([row for page in pages for row in page])


def document(number: str = "ODOO-S00042") -> sales_order.OrderDocument:
    """Return an order of two lines."""
    line = sales_order.OrderLine(
        material="M0001",
        unit="Pcs",
        quantity=Decimal("23"),
        tax_price=Decimal("3222.10"),
        tax_percent=Decimal("13"),
    )
    return sales_order.OrderDocument(
        number=number,
        date="2026-01-15",
        organisation="100",
        customer="CUST0001",
        salesperson="0001",
        lines=(line, replace(line, material="M0002", quantity=Decimal("2.5"))),
        total=Decimal("82163.55"),
    )


def push(client: K3CloudClient, order: sales_order.OrderDocument) -> None:
    """Save, submit and audit an order."""
    client.save(ORDER, sales_order.build_model(order))
    client.submit(ORDER, order.number)
    client.audit(ORDER, order.number)


def facts(client: K3CloudClient, number: str) -> sales_order.OrderFacts:
    """Return what the ERP keeps of an order."""
    [found] = read_all(client, sales_order, filters.equal("FBillNo", number))
    return found


@pytest.mark.parametrize("login", LOGINS)
def test_every_login_reads_and_survives_the_end_of_its_session(erp, make_client, login):
    client, before = make_client(login=login), erp.read("state")["sessions_made"]
    assert client.exists(material.FORM, "M0001")
    erp.admin("expire_sessions")
    assert not client.exists(material.FORM, "NONE")
    assert erp.read("state")["sessions_made"] == before + 2


@pytest.mark.parametrize("login", LOGINS)
def test_wrong_credentials_end_after_two_tries(erp, make_client, login):
    wrong = {"password": {"password": "wrong"}}.get(login, {"app_secret": "f" * 32})
    client = make_client(login=login, **wrong)
    for _try in range(4):
        with pytest.raises(AuthenticationError):
            client.exists(material.FORM, "M0001")
    assert len(erp.read("calls")["log"]) == 2


def test_wrong_account_set_and_changed_secret_are_authentication_errors(erp, make_client, client):
    with pytest.raises(AuthenticationError, match="account set"):
        make_client(account_id="nowhere").exists(material.FORM, "M0001")
    assert client.exists(material.FORM, "M0001")
    erp.admin("wrong_secret_on")
    assert client.exists(material.FORM, "M0001"), "a living session hides it"
    erp.admin("expire_sessions")
    with pytest.raises(AuthenticationError):
        client.exists(material.FORM, "M0001")


@pytest.mark.parametrize("page_limit", [2000, 3])
def test_stock_is_read_whole_also_when_the_server_gives_less_than_asked(erp, client, page_limit):
    erp.admin("switches", page_limit=page_limit, long_decimals=True)
    rows = read_all(client, stock)
    truth = erp.admin("stock_truth")["rows"]
    found = sorted([row.material, row.warehouse, row.quantity] for row in rows)
    assert found == [[*row[:2], Decimal(str(row[2]))] for row in truth]
    assert len({row.id for row in rows}) == 40


@pytest.mark.parametrize("switch", ["booleans_as_text", "null_texts", "long_decimals"])
def test_records_are_the_same_in_every_spelling(erp, client, switch):
    kinds = (material, customer, stock)
    before = [read_all(client, kind) for kind in kinds]
    erp.admin("switches", **{switch: True})
    assert [read_all(client, kind) for kind in kinds] == before
    assert all(before)


def test_masked_fields_are_marked_and_unknown_ones_named(erp, client):
    erp.admin("field_mask", form=material.FORM, key="FName")
    assert {record.name for record in read_all(client, material)} == {values.MASKED}
    erp.admin("field_remove", form=material.FORM, key="FBARCODE")
    with pytest.raises(MappingError) as caught:
        read_all(client, material)
    assert caught.value.key.upper() == "FBARCODE"
    with pytest.raises(MappingError) as caught:
        client.read("SAL_Nope", ["FID"])
    assert caught.value.key == "SAL_Nope"


def test_every_field_of_every_kind_is_known_to_the_forms_description(client):
    for kind in (stock, material, customer, sales_order, delivery, sales_return):
        described = {key.lower() for key in client.describe(kind.FORM)}
        for key in kind.FIELDS.values():
            first = key.partition(".")[0].lower()
            assert first in described or first.endswith("_fentryid") or key == kind.KEY, key


def test_order_goes_there_and_comes_back_as_it_was(client):
    order = document()
    push(client, order)
    found = facts(client, order.number)
    assert (found.status, found.line_count) == ("C", 2)
    assert sales_order.compare(order, found) == ()
    with pytest.raises(RefusedError) as caught:
        client.save(ORDER, sales_order.build_model(order))
    assert (caught.value.is_duplicate, caught.value.fields) == (True, ("FBillNo",))
    client.unaudit(ORDER, order.number)
    assert facts(client, order.number).status == "D"
    client.cancel(ORDER, order.number)
    assert facts(client, order.number).is_cancelled


def test_order_can_be_withdrawn_and_deleted(client):
    order = document()
    client.save(ORDER, sales_order.build_model(order))
    client.submit(ORDER, order.number)
    client.withdraw(ORDER, order.number)
    client.delete(ORDER, order.number)
    assert not client.exists(ORDER, order.number)


def test_delivery_and_return_name_their_order_line(erp, client):
    order = document()
    push(client, order)
    line = facts(client, order.number).lines[0]
    lines = [{"seq": 1, "quantity": 3}]
    erp.admin("order_deliver", number=order.number, lines=lines, tracking="SF1", carrier="SF")
    erp.admin("order_return", number=order.number, lines=[{"seq": 1, "quantity": 1}])
    [sent], [back] = read_all(client, delivery), read_all(client, sales_return)
    assert (sent.quantity, sent.tracking, sent.carrier) == (3, "SF1", "顺丰速运")
    assert (back.quantity, back.base_quantity) == (1, 1)
    for moved in (sent, back):
        assert (moved.order_number, moved.order_entry_id) == (order.number, line.entry_id)
        assert (moved.status, moved.is_cancelled, moved.material) == ("C", False, "M0001")
    after = facts(client, order.number).lines[0]
    assert (after.delivered, after.remaining, after.returned) == (3, 20, 1)


def test_customer_is_made(client):
    made = customer.CustomerDocument(number="NEW1", name="新客户", organisation="100", phone="021")
    client.save(customer.FORM, customer.build_model(made))
    client.submit(customer.FORM, "NEW1")
    client.audit(customer.FORM, "NEW1")
    [found] = read_all(client, customer, filters.equal("FNumber", "NEW1"))
    assert (found.name, found.phone, found.status) == ("新客户", "021", "C")


@pytest.mark.parametrize("kind", sorted({*BEFORE, *AFTER, *READS} - {"edit_lock"}))
def test_read_heals_after_each_fault(erp, client, kind):
    """Two of a walk's calls fail; what comes is whole, each row once."""
    client.exists(stock.FORM, "x", key="FID")  # a session to lose
    rule = {"kind": kind, "count": 2, "skip": 1, "services": ["ExecuteBillQuery"]}
    rule |= {"seconds": 0.1} if kind == "slow" else {}
    rule |= {"count": 1} if kind.startswith("session_lost") else {}
    erp.admin("faults", rules=[rule])
    found = [row.id for row in read_all(client, stock)]
    assert erp.read("state")["faults"][0]["fired"] == rule["count"]
    assert len(found) == len(set(found))
    if kind != "page_drift":
        assert len(found) == 40


@pytest.mark.parametrize("login", ["signed", "password"])
@pytest.mark.parametrize("kind", sorted({*BEFORE, *AFTER} - HEALED_IN_ONE_CALL))
def test_write_goes_out_once_and_a_look_tells_what_became_of_it(erp, make_client, kind, login):
    client = make_client(login=login)
    order = document()
    client.exists(ORDER, order.number)
    erp.admin("faults", rules=[{"kind": kind, "count": 1, "services": ["Save"]}])
    with pytest.raises(BusyError if kind == "edit_lock" else TransportError) as caught:
        client.save(ORDER, sales_order.build_model(order))
    assert erp.read("calls")["counts"]["Save"] == 1
    if kind != "edit_lock":
        assert caught.value.is_sent
    assert client.exists(ORDER, order.number) is (kind not in UNDONE)


def test_bill_that_a_person_edits_is_busy(erp, client):
    order = document()
    client.save(ORDER, sales_order.build_model(order))
    erp.admin("lock_bill", number=order.number, seconds=30)
    with pytest.raises(BusyError):
        client.submit(ORDER, order.number)
    erp.admin("lock_bill", number=order.number, seconds=0)
    client.submit(ORDER, order.number)
