from decimal import Decimal

import pytest

from ...adapters.k3wise import DAYS_BACK, K3WiseAdapter
from ...adapters.profile import Profile
from ...clients.errors import RefusedError, UnsupportedError
from ...mappers.customer import CustomerDocument
from ...mappers.sales_order import OrderDocument, OrderLine
from . import fixtures
from .wise_answers import failed, fine

# Taken by name, see there.
erp = fixtures.erp
pauses = fixtures.pauses
clock = fixtures.clock
make_wise = fixtures.make_wise
wise = fixtures.wise

HEADER = {"FInterID": 7, "FBillNo": "N1", "FStatus": 0, "FCustID": {"FNumber": "C1"}}
LINE = {
    "FDetailID2": 71,
    "FItemID": {"FNumber": "M1"},
    "FUnitID": {"FNumber": "Pcs"},
    "FAuxQty": 5,
    "FAllAmount": 52.5,
    "FAuxCommitQty": 2,
}


@pytest.fixture
def adapter(wise):
    """Return the adapter on the client of the scripted server."""
    return K3WiseAdapter(wise, Profile())


def order(number: str = "N1") -> OrderDocument:
    line = OrderLine(material="M1", unit="Pcs", quantity=Decimal(5), tax_price=Decimal("10.5"))
    return OrderDocument(
        number=number,
        date="2026-01-15",
        organisation="100",
        customer="C1",
        lines=(line,),
        total=Decimal("52.5"),
    )


def bill(day: str, red: str = "1", quantity: int = 3, entry: int = 1) -> dict:
    return {
        "FInterID": 9,
        "FDetailID2": entry,
        "FBillNo": "X1",
        "FStatus": 1,
        "FDate": day,
        "FROB": red,
        "FItemID": {"FNumber": "M1"},
        "FUnitID": {"FNumber": "Pcs"},
        "Fauxqty": quantity,
        "FQty": quantity,
    }


def asked(erp) -> str:
    return erp.calls[-1].body["Data"]["Filter"]


def test_materials_count_as_approved_because_nothing_says_otherwise(erp, adapter):
    rows = [{"FItemID": 1, "FNumber": "M1", "FName": "One"}]
    erp.script("GetList", fine({"Data": rows}), fine({"Data": []}))
    [[found]] = adapter.read_materials()
    assert found.is_usable is True


def test_movements_are_asked_for_weeks_before_the_cursor(erp, adapter):
    rows = [bill("2026-01-02"), bill("2026-01-03", "-1", -1, 2)]
    pages = (fine({"DATA": rows}), fine({"DATA": []}))
    erp.script("GetList", *pages * 3)
    assert DAYS_BACK == 45
    [[sent]] = adapter.read_movements("delivery", "2026-02-15T08:00:00")
    assert "FDate>='2026-01-01'" in asked(erp)
    [[back]] = adapter.read_movements("return", "2026-02-15T08:00:00")
    assert (sent.quantity, back.quantity) == (3, 1)
    list(adapter.read_movements("delivery"))
    assert "FDate" not in asked(erp)


def test_orders_are_found_one_by_one(erp, adapter):
    erp.script("GetList", fine({"DATA": [{"FBillNo": "N1"}]}), fine({"DATA": []}))
    erp.script("GetDetail", fine({"Page1": [HEADER], "Page2": [LINE]}))
    found = adapter.find_orders(["N1", "N2"])
    assert list(found) == ["N1"]
    assert (found["N1"].status, found["N1"].lines[0].remaining) == ("A", 3)


@pytest.mark.parametrize(("said", "number"), [("Successful", "N1"), ("SEORD000048", "SEORD000048")])
def test_saving_tells_the_number_that_the_order_has_there(erp, adapter, said, number):
    erp.script("Save", fine(None, said))
    assert adapter.save_order(order()) == number


def test_refusal_of_an_order_keeps_the_words(erp, adapter):
    erp.script("Save", failed(500, "客户信用额度超标"))
    with pytest.raises(RefusedError) as caught:
        adapter.save_order(order())
    assert not isinstance(caught.value, UnsupportedError)
    assert caught.value.messages == ("客户信用额度超标",)


def test_what_is_not_confirmed_is_refused_and_nothing_is_sent(erp, adapter):
    customer = CustomerDocument(number="C9", name="New", organisation="100")
    deeds = {
        "audit_order": [
            lambda: adapter.submit_order("N1"),
            lambda: adapter.audit_order("N1"),
        ],
        "void_order": [lambda: adapter.reopen_order(None), lambda: adapter.void_order("N1")],
        "save_customer": [lambda: adapter.save_customer(customer)],
    }
    for deed, calls in deeds.items():
        for call in calls:
            with pytest.raises(UnsupportedError) as caught:
                call()
            assert caught.value.deed == deed
    assert not erp.calls


def test_stock_is_fetched_once_for_all_warehouses(erp, adapter):
    rows = [
        {"material": code, "warehouse": place, "unit": "Pcs", "quantity": 4}
        for code in ("M1", "M2")
        for place in ("A", "B")
    ]
    erp.script("stock", rows)
    [first], [second] = adapter.read_stock("A"), adapter.read_stock("B", ["M2"])
    assert [row.material for row in first] == ["M1", "M2"]
    assert [row.material for row in second] == ["M2"]
    assert [call.service for call in erp.calls] == ["stock"]


def test_stock_without_an_address_is_refused(make_wise):
    with pytest.raises(UnsupportedError) as caught:
        list(K3WiseAdapter(make_wise(stock_url=""), Profile()).read_stock("A"))
    assert caught.value.deed == "read_stock"
