from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...mappers import (
    customer,
    delivery,
    fields,
    material,
    sales_order,
    sales_return,
    stock,
    values,
    wise,
)
from ...mappers.values import MASKED, BadValueError

KINDS = {
    stock: stock.StockRow,
    material: material.Material,
    customer: customer.Customer,
    delivery: delivery.DeliveryLine,
    sales_return: sales_return.ReturnLine,
    sales_order: None,
}
FULL = {
    "quantity": Decimal("2.5000000000"),
    "base_quantity": 30,
    "locked": "0",
    "date": "2026-01-15T00:00:00",
    "modified": "2026-01-15T10:00:00.053",
    "is_cancelled": "A",
    "is_lot_managed": "1",
    "order_entry_id": 100031,
    "total": Decimal("100.10"),
    "amount": Decimal("50.05"),
    "delivered": 1,
    "remaining": 1,
    "returned": 0,
    "is_closed": "A",
    "is_line_closed": "B",
}


def row_of(module, **changes) -> list:
    """Return a row in the order of the fields, with the name as value where none is given."""
    return [changes.get(name, FULL.get(name, f"a {name}")) for name in module.FIELDS]


@pytest.mark.parametrize("module", KINDS)
def test_every_kind_has_a_form_a_key_among_its_fields_and_no_key_twice(module):
    assert module.FORM
    assert module.KEY in module.FIELDS.values()
    assert len(set(module.FIELDS.values())) == len(module.FIELDS)
    assert module.read([]) == []


@pytest.mark.parametrize("module", [module for module, record in KINDS.items() if record])
def test_every_column_lands_under_its_name(module):
    [record] = module.read([row_of(module)])
    assert type(record) is KINDS[module]
    for name in module.FIELDS:
        found, given_value = getattr(record, name), FULL.get(name, f"a {name}")
        expected = {"is_cancelled": False, "is_lot_managed": True}.get(name, given_value)
        assert str(found) == str(expected), name


@pytest.mark.parametrize("module", KINDS)
def test_columns_follow_the_mapping_when_a_customer_changes_keys_or_order(module):
    name = next(iter(reversed(module.FIELDS)))
    mapping = fields.merge(module.FIELDS, {name: "F_ABC_Own"})
    assert list(mapping) == list(module.FIELDS)
    assert mapping[name] == "F_ABC_Own"
    turned = dict(reversed(mapping.items()))
    assert module.read([row_of(module)[::-1]], turned) == module.read([row_of(module)], mapping)
    with pytest.raises(ValueError, match="no such fields: nope"):
        fields.merge(module.FIELDS, {"nope": "FX"})


@pytest.mark.parametrize("module", KINDS)
def test_row_of_another_width_is_refused(module):
    with pytest.raises(BadValueError):
        module.read([row_of(module)[:-1]])


@pytest.mark.parametrize("module", KINDS)
def test_blanks_are_empty_and_masked_values_marked(module):
    keys = {"id", "entry_id"}
    blank = [f"a {name}" if name in keys else " " for name in module.FIELDS]
    stars = [f"a {name}" if name in keys else "***" for name in module.FIELDS]
    [empty], [masked] = module.read([blank]), module.read([stars])
    for name in module.FIELDS:
        if name not in keys and hasattr(empty, name):
            assert getattr(empty, name) in ("", False, Decimal(0)), name
            assert getattr(masked, name) is MASKED, name


@given(st.decimals(allow_nan=False, allow_infinity=False, min_value=-(10**15), max_value=10**15))
def test_numbers_keep_every_digit_in_every_spelling(number):
    assert values.read_number(number) == number
    if len(str(number)) <= values.DIGITS_MAX:
        assert str(values.read_number(str(number))) == str(number)


@given(st.floats(allow_nan=False, allow_infinity=False, min_value=-1e15, max_value=1e15))
def test_floats_become_the_digits_they_show(number):
    if number == 0 or abs(number) > 1e-50:
        assert values.read_number(number) == Decimal(str(number))


@pytest.mark.parametrize(
    "value", ["x", "1,5", True, {}, [], "NaN", "Infinity", "1E999999", "9" * 61, "0E+999"]
)
def test_number_is_refused_when_it_is_none(value):
    with pytest.raises(BadValueError, match="quantity"):
        values.read_number(value, "quantity")


@given(st.text())
def test_texts_can_always_be_stored(text):
    found = values.read_text(text)
    if found is not MASKED:
        assert "\x00" not in found
        assert found == found.strip()
        found.encode("utf-8")


def test_texts_lose_what_no_database_stores():
    assert values.read_text("a\x00b\ud800c") == "abc"


@pytest.mark.parametrize("value", ["maybe", "2", 7])
def test_flag_is_refused_when_it_says_neither(value):
    with pytest.raises(BadValueError):
        values.read_flag(value, "is_lot_managed")


@pytest.mark.parametrize("value", [0, "0", None, " ", Decimal("0.0")])
def test_reference_to_nothing_is_empty(value):
    assert values.read_reference(value) == ""


@pytest.mark.parametrize("value", ["soon", "15/01/2026", 7])
def test_moment_is_refused_when_it_is_none(value):
    with pytest.raises(BadValueError):
        values.read_moment(value, "date")


def test_masked_is_false_and_says_so():
    assert not MASKED
    assert repr(MASKED) == "MASKED"


@pytest.mark.parametrize(
    ("status", "forbidden", "expected"),
    [
        ("C", "A", True),
        ("C", "B", False),
        ("A", "A", False),
        ("***", "A", None),
        ("C", "***", None),
    ],
)
def test_material_is_usable_when_approved_and_not_forbidden(status, forbidden, expected):
    [found] = material.read([row_of(material, status=status, forbidden=forbidden)])
    assert found.is_usable is expected


def test_customer_model_leaves_out_what_is_empty():
    document = customer.CustomerDocument(
        number="C1", name="甲公司", organisation="100", phone="021", extra={"F_ABC_Level": "A"}
    )
    assert customer.build_model(document) == {
        "FCreateOrgId": {"FNumber": "100"},
        "FUseOrgId": {"FNumber": "100"},
        "FNumber": "C1",
        "FName": "甲公司",
        "FTEL": "021",
        "FTRADINGCURRID": {"FNumber": "PRE001"},
        "F_ABC_Level": "A",
    }
    with pytest.raises(ValueError, match="without number"):
        customer.CustomerDocument(number=" ", name="x", organisation="100")


def test_return_of_k3_cloud_stays_above_zero():
    [line] = sales_return.read([row_of(sales_return, quantity=2, base_quantity=24)])
    assert (line.quantity, line.base_quantity) == (2, 24)


WISE_ROW = {
    "FINTERID": 7,
    "fdetailid2": 71,
    "FBillNo": "XOUT1",
    "FStatus": 1,
    "FCancellation": 0,
    "FDate": "2026-01-15",
    "FSupplyID": {"FNumber": "C1", "FName": "甲"},
    "FItemID": {"FNumber": "M1"},
    "FUnitID": "Pcs",
    "Fauxqty": "2.5",
    "FQty": 30,
    "FSourceBillNo": "SO1",
    "FDCStockID1": {"FNumber": "W1"},
    "FROB": 1,
}


def test_blue_bill_of_k3_wise_is_a_delivery():
    [line], returns = wise.read_movements([WISE_ROW])
    assert returns == []
    assert (line.entry_id, line.customer, line.unit) == ("71", "C1", "Pcs")
    assert (line.quantity, line.base_quantity) == (Decimal("2.5"), 30)
    assert (line.status, line.is_cancelled, line.order_number) == ("C", False, "SO1")


@pytest.mark.parametrize("red", [-1, "-1", " -1 "])
def test_red_bill_of_k3_wise_is_a_return_above_zero(red):
    row = {**WISE_ROW, "FROB": red, "Fauxqty": "-2.5", "FQty": -30, "FStatus": 0}
    deliveries, [line] = wise.read_movements([row])
    assert deliveries == []
    assert (line.quantity, line.base_quantity, line.status) == (Decimal("2.5"), 30, "A")


def test_order_of_k3_wise_is_read_from_its_two_pages():
    header = {"FInterID": 7, "FBillNo": "N1", "FStatus": 1, "FCustID": {"FNumber": "C1"}}
    line = {"FDetailID2": 71, "FItemID": {"FNumber": "M1"}, "FUnitID": {"FNumber": "Pcs"}}
    line |= {"FAuxQty": Decimal("2.5"), "FAllAmount": "10.00", "FAuxCommitQty": 1}
    found = wise.read_order({**header, "FClosed": 1}, [line, {**line, "FDetailID2": 72}])
    assert (found.number, found.status, found.customer, found.total) == ("N1", "C", "C1", 20)
    assert (found.is_closed, found.is_cancelled, found.line_count) == (True, False, 2)
    assert (found.lines[0].remaining, found.lines[0].delivered) == (Decimal("1.5"), 1)
    assert wise.read_order(header, [{**line, "FAllAmount": "***"}]).total is MASKED


def test_records_of_k3_wise_leave_open_what_it_does_not_tell():
    [found] = wise.read_materials([{"FItemID": 1, "FNumber": "M1", "FName": "物料"}])
    assert (found.id, found.number, found.group, found.unit) == ("1", "M1", "", "")
    [buyer] = wise.read_customers([{"FItemID": 2, "FNumber": "C1", "FName": "甲"}])
    assert (buyer.id, buyer.number, buyer.name) == ("2", "C1", "甲")


def test_stock_endpoint_gives_rows_and_names_what_is_missing():
    row = {"material": "M1", "warehouse": "W1", "unit": "Pcs", "quantity": "3", "more": 1}
    assert wise.read_stock([row]) == [
        stock.StockRow(
            organisation="",
            material="M1",
            warehouse="W1",
            unit="Pcs",
            quantity=Decimal(3),
            locked=Decimal(0),
        )
    ]
    with pytest.raises(BadValueError, match="unit"):
        wise.read_stock([{**row, "unit": None}])
