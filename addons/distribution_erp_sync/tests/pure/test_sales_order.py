from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ...clients.json_post import encode
from ...mappers import wise
from ...mappers.sales_order import (
    FIELDS,
    OrderDocument,
    OrderLine,
    build_model,
    compare,
    read,
)
from ...mappers.values import MASKED, BadValueError

LINE = OrderLine(
    material="M1",
    unit="Pcs",
    quantity=Decimal("23"),
    tax_price=Decimal("3222.10"),
    tax_percent=Decimal("13"),
)
DOCUMENT = OrderDocument(
    number="ODOO-S00042",
    date="2026-01-15",
    organisation="100",
    customer="CUST0001",
    lines=(LINE, replace(LINE, material="M2", quantity=Decimal("2.5"))),
    total=Decimal("82163.55"),
    note="备注",
)
TOTALS = ("FBillAmount", "FBillTaxAmount", "FBillAllAmount", "FAmount", "FAllAmount", "FPrice")


def position(model: dict, key: str) -> int:
    """Return where a key stands."""
    return list(model).index(key)


def keys_of(tree) -> set[str]:
    """Return all keys of a payload."""
    if isinstance(tree, list):
        return set().union(*map(keys_of, tree))
    if isinstance(tree, dict):
        return set(tree).union(*map(keys_of, tree.values()))
    return set()


def test_header_and_finance_stand_before_lines_and_the_customer_first():
    model = build_model(DOCUMENT)
    assert list(model)[-2:] == ["FSaleOrderFinance", "FSaleOrderEntry"]
    assert position(model, "FCustId") < position(model, "FSaleOrderFinance")
    assert model["FBillNo"] == "ODOO-S00042"
    assert model["FSaleOrderFinance"] == {
        "FSettleCurrId": {"FNumber": "PRE001"},
        "FIsIncludedTax": True,
    }


def test_quantity_stands_before_the_price_which_is_one_and_with_tax():
    model = build_model(DOCUMENT)
    for line in model["FSaleOrderEntry"]:
        assert position(line, "FQty") < position(line, "FTaxPrice")
        assert position(line, "FPriceUnitQty") < position(line, "FTaxPrice")
        assert position(line, "FEntryTaxRate") < position(line, "FTaxPrice")
    assert not keys_of(model) & set(TOTALS)


def test_keys_of_lines_are_those_of_save_and_start_with_f():
    assert all(key.startswith("F") for key in keys_of(build_model(DOCUMENT)))


def test_numbers_are_sent_exactly():
    sent = encode(build_model(DOCUMENT))
    assert b'"FTaxPrice": 3222.1,' in sent
    assert b'"FQty": 23,' in sent


def test_empty_values_are_left_to_the_erp_and_own_fields_added():
    model = build_model(
        replace(
            DOCUMENT,
            note="",
            extra={"F_ABC_Source": "Odoo"},
            lines=(replace(LINE, tax_percent=None, is_free=True, extra={"F_ABC_L": 1}),),
        )
    )
    assert "FNote" not in model
    assert "FSalerId" not in model
    assert model["F_ABC_Source"] == "Odoo"
    [line] = model["FSaleOrderEntry"]
    assert "FEntryTaxRate" not in line
    assert (line["FIsFree"], line["F_ABC_L"]) == (True, 1)
    assert line["FDeliveryDate"] == DOCUMENT.date


@pytest.mark.parametrize(
    ("changes", "words"),
    [
        ({"number": " "}, "without number"),
        ({"customer": ""}, "without customer"),
        ({"lines": ()}, "without lines"),
    ],
)
def test_order_is_refused_when_something_is_missing(changes, words):
    with pytest.raises(ValueError, match=words):
        replace(DOCUMENT, **changes)


@pytest.mark.parametrize(
    "changes",
    [
        {"material": ""},
        {"quantity": Decimal(0)},
        {"quantity": Decimal(-1)},
        {"quantity": 1.5},
        {"tax_price": Decimal("-0.01")},
        {"tax_price": Decimal("NaN")},
    ],
)
def test_line_is_refused_when_no_order_can_have_it(changes):
    with pytest.raises(ValueError):
        replace(LINE, **changes)


def rows_of(document: OrderDocument, order_id: int = 7, **changes) -> list[list]:
    """Return what a query answers after the document was saved."""
    rows = []
    for place, line in enumerate(document.lines):
        row = {
            "entry_id": order_id * 100 + place,
            "id": order_id,
            "number": document.number,
            "status": "A",
            "customer": document.customer,
            "is_closed": "A",
            "is_cancelled": "A",
            "total": document.total,
            "modified": "2026-01-15T10:00:00.053",
            "material": line.material,
            "unit": line.unit,
            "quantity": line.quantity,
            "amount": line.quantity * line.tax_price,
            "delivered": 0,
            "remaining": line.quantity,
            "returned": 0,
            "is_line_closed": "A",
        }
        rows.append([{**row, **changes}[name] for name in FIELDS])
    return rows


def test_facts_count_the_header_once():
    [facts] = read(rows_of(DOCUMENT))
    assert (facts.id, facts.number, facts.status) == ("7", "ODOO-S00042", "A")
    assert (facts.line_count, facts.quantity, facts.total) == (2, Decimal("25.5"), DOCUMENT.total)
    assert (facts.is_closed, facts.is_cancelled) == (False, False)
    assert [line.entry_id for line in facts.lines] == ["700", "701"]


def test_facts_of_several_orders_are_kept_apart_and_doubled_rows_count_once():
    rows = rows_of(DOCUMENT, 7) + rows_of(DOCUMENT, 8)
    assert read(rows[::2] + rows[1::2] + rows[:1])[0].line_count == 2
    assert {facts.id: facts.line_count for facts in read(rows)} == {"7": 2, "8": 2}


def test_short_close_shows_in_the_line():
    [facts] = read(rows_of(DOCUMENT, is_line_closed="B", is_closed="B", is_cancelled="B"))
    assert facts.lines[0].is_closed and facts.lines[0].remaining > 0
    assert (facts.is_closed, facts.is_cancelled) == (True, True)


def test_order_without_an_id_is_refused():
    with pytest.raises(BadValueError):
        read(rows_of(DOCUMENT, 0))


@given(
    st.lists(
        st.tuples(
            st.sampled_from(["M1", "M2", "M3"]),
            st.decimals("0.0000000001", 10**6, places=10),
            st.decimals(0, 10**6, places=4),
        ),
        min_size=1,
        max_size=6,
    )
)
def test_nothing_differs_when_the_erp_keeps_what_was_sent(parts):
    lines = tuple(
        replace(LINE, material=name, quantity=quantity, tax_price=price)
        for name, quantity, price in parts
    )
    total = sum(quantity * price for _name, quantity, price in parts)
    document = replace(DOCUMENT, lines=lines, total=total)
    [facts] = read(rows_of(document))
    assert compare(document, facts) == ()


DIFFERENT = {
    "number": {"number": "OTHER"},
    "customer": {"customer": "CUST0002"},
    "total": {"total": Decimal("82163.57")},
    "material M1": {"material": "M2"},
    "material M2": {"quantity": Decimal("2.4")},
}


@pytest.mark.parametrize("what", DIFFERENT)
def test_difference_is_named(what):
    [facts] = read(rows_of(DOCUMENT, **DIFFERENT[what]))
    assert what in [difference.what for difference in compare(DOCUMENT, facts)]


def test_lost_line_shows_in_count_and_material():
    [facts] = read(rows_of(DOCUMENT)[:1])
    found = {(d.what, d.expected, d.found) for d in compare(DOCUMENT, facts)}
    assert found == {("lines", "2", "1"), ("material M2", "2.5", "0")}


def test_total_within_the_tolerance_is_equal_and_a_masked_one_is_not():
    [facts] = read(rows_of(DOCUMENT, total=Decimal("82163.56")))
    assert compare(DOCUMENT, facts) == ()
    assert compare(DOCUMENT, facts, Decimal("0.005"))[0].what == "total"
    [facts] = read(rows_of(DOCUMENT, total="***", quantity="***"))
    assert facts.total is MASKED and facts.quantity is MASKED
    found = [(d.what, d.found) for d in compare(DOCUMENT, facts)]
    assert found == [("total", "***"), ("material M1", "***"), ("material M2", "***")]


def test_order_for_k3_wise_has_a_header_and_lines():
    model = wise.build_order(DOCUMENT)
    [header] = model["Page1"]
    assert (header["FBillNo"], header["FCustID"]) == ("ODOO-S00042", {"FNumber": "CUST0001"})
    assert [line["FAuxQty"] for line in model["Page2"]] == [Decimal(23), Decimal("2.5")]
