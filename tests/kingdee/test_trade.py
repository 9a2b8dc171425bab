"""What the ERP's people do: deliveries, returns, voids, deletions, and what follows from them."""

import pytest

from ..kingdee_simulator.refusal import AdminError
from .conftest import audited_order, execution, fill, order_model, status_of, stock_of


def test_audit_of_an_order_reserves_and_deletion_frees(erp, sdk, order):
    assert stock_of(erp) == {"CK001": (100, 23), "CK002": (100, 0)}
    (row,) = sdk.query("STK_Inventory", "FBaseLockQty,FBaseAVBQty", "FBaseLockQty>0")
    assert row == [23.0, 0.0]
    sdk.UnAudit("SAL_SaleOrder", {"Numbers": ["S1"]})
    assert stock_of(erp) == {"CK001": (100, 0), "CK002": (100, 0)}
    assert status_of(sdk.Delete("SAL_SaleOrder", {"Numbers": ["S1"]}))["IsSuccess"]
    assert sdk.query("SAL_SaleOrder", "FID", "FBillNo='S1'") == []


def test_reservation_is_off_by_switch(erp, sdk):
    fill(erp)
    erp.admin("switches", reserve_on_audit=False)
    audited_order(sdk, "S1")
    assert stock_of(erp)["CK001"] == (100, 0)


def test_reservation_takes_only_what_is_free(erp, sdk):
    fill(erp, 10)
    audited_order(sdk, "S1")
    assert stock_of(erp) == {"CK001": (10, 10), "CK002": (10, 10)}
    audited_order(sdk, "S2")
    assert stock_of(erp) == {"CK001": (10, 10), "CK002": (10, 10)}


def test_partial_delivery_writes_back_and_the_last_one_closes(erp, sdk, order):
    line = {"quantity": 8, "warehouse": "CK001"}
    first = erp.admin("order_deliver", number="S1", lines=[line], tracking="SF1", carrier="SF")
    assert execution(sdk, "S1") == [[23, 8, 15, 0, "A", "A"]]
    assert stock_of(erp)["CK001"] == (92, 15)
    erp.admin("order_deliver", number="S1", lines=[{**line, "quantity": 15}])
    assert execution(sdk, "S1") == [[23, 23, 0, 0, "B", "B"]]
    assert stock_of(erp)["CK001"] == (77, 0)
    keys = "FBillNo,FDocumentStatus,FCustomerID.FNumber,FCarriageNO,FCarrierID.FName"
    keys += ",FSoorDerno,FSOEntryId,FRealQty,FOutStockTrace_FSeq,FCarryBillNo"
    (row,) = sdk.query("SAL_OUTSTOCK", keys, f"FBillNo='{first['number']}'")
    entry = sdk.query("SAL_SaleOrder", "FSaleOrderEntry_FEntryID", "FBillNo='S1'")[0][0]
    assert row == [first["number"], "C", "CUST0001", "SF1", "顺丰速运", "S1", entry, 8, 1, "SF1"]


def test_over_delivery_shows_more_than_ordered(erp, sdk, order):
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 30, "warehouse": "CK001"}])
    assert execution(sdk, "S1") == [[23, 30, 0, 0, "B", "B"]]


def test_one_delivery_for_two_orders(erp, sdk, order):
    audited_order(sdk, "S2")
    lines = [{"number": "S1", "quantity": 3}, {"number": "S2", "quantity": 4}]
    made = erp.admin("delivery_make", lines=lines)
    found = sdk.query("SAL_OUTSTOCK", "FSoorDerno,FRealQty", OrderString="FEntity_FENTRYID")
    assert found == [["S1", 3.0], ["S2", 4.0]] and len(made["entries"]) == 2
    assert execution(sdk, "S2")[0][1:3] == [4, 19]


def test_unaudited_delivery_takes_everything_back(erp, sdk, order):
    made = erp.admin("order_deliver", number="S1", lines=[{"quantity": 23, "warehouse": "CK001"}])
    erp.admin("delivery_unaudit", number=made["number"])
    assert execution(sdk, "S1") == [[23, 0, 23, 0, "A", "A"]]
    assert stock_of(erp)["CK001"] == (100, 23)
    erp.admin("bill_change_line", form="SAL_OUTSTOCK", number=made["number"], quantity=5, seq=1)
    for step in ("submit", "audit"):
        erp.admin(f"delivery_{step}", number=made["number"])
    assert execution(sdk, "S1") == [[23, 5, 18, 0, "A", "A"]]
    assert stock_of(erp)["CK001"] == (95, 18)


@pytest.mark.parametrize("action", ["delivery_void", "delivery_delete"])
def test_voided_or_deleted_delivery_takes_everything_back(erp, sdk, order, action):
    made = erp.admin("order_deliver", number="S1", lines=[{"quantity": 23, "warehouse": "CK001"}])
    erp.admin(action, number=made["number"])
    assert execution(sdk, "S1") == [[23, 0, 23, 0, "A", "A"]]
    assert stock_of(erp)["CK001"] == (100, 23)
    left = sdk.query("SAL_OUTSTOCK", "FDocumentStatus,FCancelStatus")
    assert left == ([["C", "B"]] if action == "delivery_void" else [])


def test_short_closed_line_keeps_what_was_not_delivered(erp, sdk, order):
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 8, "warehouse": "CK001"}])
    erp.admin("order_close_line", number="S1", seq=1)
    assert execution(sdk, "S1") == [[23, 8, 15, 0, "B", "B"]]
    assert stock_of(erp)["CK001"] == (92, 0)
    erp.admin("order_close_line", number="S1", seq=1, closed=False)
    assert execution(sdk, "S1") == [[23, 8, 15, 0, "A", "A"]]
    assert sum(pair[1] for pair in stock_of(erp).values()) == 15


@pytest.mark.parametrize("linked", ["entry", "number", "none"])
def test_return_brings_stock_back_and_says_of_what(erp, sdk, order, linked):
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 23, "warehouse": "CK001"}])
    line = {"quantity": 2, "warehouse": "CK002"}
    erp.admin("order_return", number="S1", lines=[line], linked=linked)
    keys = "FRetcustId.FNumber,FOrderNo,FSOEntryId,FRealQty,FBaseunitQty,FDocumentStatus"
    (row,) = sdk.query("SAL_RETURNSTOCK", keys)
    assert row[1].strip() == ("" if linked == "none" else "S1")
    assert bool(row[2]) is (linked == "entry")
    assert [row[0], *row[3:]] == ["CUST0001", 2.0, 2.0, "C"]
    assert execution(sdk, "S1")[0][3] == (2 if linked == "entry" else 0)
    assert stock_of(erp)["CK002"] == (102, 0)
    if linked == "entry":
        assert sdk.query("SAL_OUTSTOCK", "FReturnQty,FSumRetStockQty") == [[2.0, 2.0]]


def test_return_to_be_replenished_opens_the_order_again(erp, sdk, order):
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 23, "warehouse": "CK001"}])
    erp.admin("order_return", number="S1", lines=[{"quantity": 2}], replenish=True)
    assert execution(sdk, "S1") == [[23, 23, 2, 2, "A", "A"]]


def test_voided_return_takes_stock_out_again(erp, sdk, order):
    line = {"quantity": 2, "warehouse": "CK002"}
    made = erp.admin("order_return", number="S1", lines=[line])
    erp.admin("return_void", number=made["number"])
    assert stock_of(erp)["CK002"] == (100, 0) and execution(sdk, "S1")[0][3] == 0


def test_delivery_moves_the_order_only_by_switch(erp, sdk, order):
    def modified() -> str:
        return sdk.query("SAL_SaleOrder", "FModifyDate", "FBillNo='S1'")[0][0]

    before = modified()
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 1}])
    assert modified() == before
    erp.admin("switches", delivery_bumps_order=True)
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 1}])
    assert modified() > before


def test_order_that_was_delivered_is_not_unaudited(erp, sdk, order):
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 1}])
    assert status_of(sdk.UnAudit("SAL_SaleOrder", {"Numbers": ["S1"]}))["MsgCode"] == 11
    assert sdk.query("SAL_SaleOrder", "FDocumentStatus", "FBillNo='S1'") == [["C"]]


def test_rejected_order_is_d_and_voided_one_keeps_its_status(erp, sdk):
    sdk.Save("SAL_SaleOrder", {"Model": order_model("R1")})
    sdk.Submit("SAL_SaleOrder", {"Numbers": ["R1"]})
    erp.admin("order_reject", number="R1")
    keys = "FDocumentStatus,FApproverId,FCancelStatus"
    assert sdk.query("SAL_SaleOrder", keys, "FBillNo='R1'") == [["D", 0, "A"]]
    audited_order(sdk, "V1")
    erp.admin("order_void", number="V1")
    assert sdk.query("SAL_SaleOrder", keys, "FBillNo='V1'")[0][::2] == ["C", "B"]


def test_stock_moves_at_save_by_switch(erp, sdk, order):
    erp.admin("switches", stock_update_at="save")
    before = stock_of(erp)
    lines = [{"quantity": 4, "warehouse": "CK002"}]
    made = erp.admin("order_deliver", number="S1", lines=lines, audit=False)
    assert stock_of(erp)["CK002"][0] == before["CK002"][0] - 4
    erp.admin("delivery_delete", number=made["number"])
    assert stock_of(erp)["CK002"][0] == before["CK002"][0]


def test_closed_period_shifts_or_refuses(erp, sdk, order):
    erp.admin("close_period", until="2026-12-31")
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 1}], date="2026-12-15")
    assert sdk.query("SAL_OUTSTOCK", "FDate") == [["2027-01-01T00:00:00"]]
    payable = {
        "FBillTypeID": {"FNumber": "QTYFD01_SYS"},
        "FDATE": "2026-12-15",
        "FCONTACTUNITTYPE": "BD_Customer",
        "FCONTACTUNIT": {"FNumber": "CUST0001"},
        "FCURRENCYID": {"FNumber": "PRE001"},
        "FSETTLEORGID": {"FNumber": "100"},
        "FPAYORGID": {"FNumber": "100"},
        "FEntity": [{"FCOSTID": {"FNumber": "FYXM01"}, "FTOTALAMOUNTFOR": "12.30"}],
    }
    refused = status_of(sdk.Save("AP_OtherPayable", {"Model": payable}))
    assert refused["Errors"][0]["FieldName"] == "FDate"
    erp.admin("close_period", until="")
    assert status_of(sdk.Save("AP_OtherPayable", {"Model": payable}))["IsSuccess"]
    erp.admin("switches", expense_management=True)
    refused = status_of(sdk.Save("AP_OtherPayable", {"Model": payable}))
    assert refused["Errors"][0]["Message"] == "费用管理已启用，不能手工新增"


def test_late_commit_shows_up_with_an_older_date(erp, sdk, order):
    now = erp.read("state")["now"]
    told = erp.admin("late_commit", form="SAL_SaleOrder", number="S1", seconds=90)["modified"]
    assert told < now
    assert sdk.query("SAL_SaleOrder", "FModifyDate", "FBillNo='S1'") == [[told]]
    erp.admin("order_deliver", number="S1", lines=[{"quantity": 1}], late=60)
    ((delivered, approved),) = sdk.query("SAL_OUTSTOCK", "FModifyDate,FApproveDate")
    assert delivered < now < approved


def test_clock_is_china_and_may_be_wrong(erp):
    from datetime import UTC, datetime, timedelta

    told = datetime.fromisoformat(erp.admin("clock_skew", seconds=0)["now"])
    utc = datetime.now(UTC).replace(tzinfo=None)
    assert abs(told - utc - timedelta(hours=8)) < timedelta(seconds=5)
    skewed = datetime.fromisoformat(erp.admin("clock_skew", seconds=-3600)["now"])
    assert abs(skewed - utc - timedelta(hours=7)) < timedelta(seconds=5)


def test_second_organisation_has_records_of_its_own(erp, sdk):
    erp.admin("organisation_add", number="102", materials=["M0001"])
    keys = "FMATERIALID,FMASTERID,FUseOrgId.FNumber"
    rows = sdk.query("BD_MATERIAL", keys, "FNumber='M0001'", OrderString="FMATERIALID")
    assert [row[2] for row in rows] == ["100", "102"]
    assert rows[0][0] == rows[0][1] == rows[1][1] != rows[1][0]
    erp.admin("stock_set", material="M0001", warehouse="CK001", quantity=4, organisation="102")
    where = "FStockOrgId.FNumber='102'"
    found = sdk.query("STK_Inventory", "FMaterialId,FMaterialId.FNumber,FBaseQty", where)
    assert found == [[rows[0][1], "M0001", 4.0]]
    model = order_model("O102", FSaleOrgId={"FNumber": "102"})
    assert status_of(sdk.Save("SAL_SaleOrder", {"Model": model}))["IsSuccess"]
    found = sdk.query("SAL_SaleOrder", "FMaterialId", "FBillNo='O102'")
    assert found == [[rows[1][0]]]


def test_zero_rows_stay_or_vanish(erp, sdk):
    where = "FMaterialId.FNumber='M0001' and FStockId.FNumber='CK001'"
    erp.admin("stock_set", material="M0001", warehouse="CK001", quantity=0)
    assert sdk.query("STK_Inventory", "FBaseQty", where) == [[0.0]]
    erp.admin("switches", zero_rows_vanish=True)
    erp.admin("stock_set", material="M0001", warehouse="CK001", quantity=5)
    erp.admin("stock_change", material="M0001", warehouse="CK001", delta=-5)
    assert sdk.query("STK_Inventory", "FBaseQty", where) == []


def test_stock_is_told_apart_by_lot_status_and_owner(erp, sdk):
    place = {"material": "M0001", "warehouse": "CK001"}
    erp.admin("stock_set", **place, quantity=1, lot="L1")
    erp.admin("stock_set", **place, quantity=2, status="KCZT03_SYS")
    keys = "FLot.FNumber,FStockStatusId.FNumber,FBaseQty,FLot"
    where = "FMaterialId.FNumber='M0001' and FStockId.FNumber='CK001' and FBaseQty<3"
    rows = sdk.query("STK_Inventory", keys, where, OrderString="FBaseQty")
    assert [row[:3] for row in rows] == [["L1", "KCZT01_SYS", 1.0], [" ", "KCZT03_SYS", 2.0]]
    assert rows[0][3] > 0 and rows[1][3] == 0


def test_mistakes_of_tests_are_told(erp):
    for action, values in (
        ("dance", {}),
        ("stock_set", {"material": "NONE", "warehouse": "CK001", "quantity": 1}),
        ("stock_set", {"material": "M0001"}),
        ("switches", {"nonsense": 1}),
        ("order_deliver", {"number": "NONE"}),
    ):
        with pytest.raises(AdminError):
            erp.admin(action, **values)
