"""ExecuteBillQuery and BillQuery: columns, pages, orders, errors, formats."""

from datetime import UTC, datetime

import pytest

from ..kingdee_simulator.store.clock import show
from .conftest import audited_order, order_model, status_of

FORMS = [
    "BD_MATERIAL",
    "BD_Customer",
    "BD_STOCK",
    "BD_UNIT",
    "SAL_SaleOrder",
    "SAL_OUTSTOCK",
    "SAL_RETURNSTOCK",
    "STK_Inventory",
    "AR_receivable",
    "AP_OtherPayable",
]
STOCK = "FID,FMaterialId.FNumber,FBaseQty"


def code(answer: object) -> int:
    return status_of(answer)["MsgCode"]


def test_errors_have_their_codes_and_come_nested(sdk):
    for code_expected, form, keys, where in (
        (4, "BD_NOTHING", "FNumber", ""),
        (8, "", "FNumber", ""),
        (8, "BD_MATERIAL", "", ""),
        (9, "BD_MATERIAL", "FNumber,FNoSuch", ""),
        (9, "STK_Inventory", "FModifyDate", ""),
        (9, "BD_Customer", "FID", ""),
        (4, "BD_MATERIAL", "FNumber", "FNumber='"),
        (6, "SAL_SaleOrder", "FBillNo", "FCustId='abc'"),
    ):
        answer = sdk.query(form, keys, where)
        assert isinstance(answer[0], list) and code(answer) == code_expected, (form, keys)
    assert "FNoSuch" in status_of(sdk.query("BD_MATERIAL", "FNoSuch"))["Errors"][0]["Message"]
    assert "标识为“X”的业务对象不存在" in status_of(sdk.query("X", "F"))["Errors"][0]["Message"]
    flat = sdk.BillQuery({"FormId": "BD_MATERIAL", "FieldKeys": "FNoSuch"})
    assert isinstance(flat, dict) and code(flat) == 9


def test_error_is_flat_by_switch(erp, sdk):
    erp.admin("switches", query_error_flat=True)
    answer = sdk.query("BD_MATERIAL", "FNoSuch")
    assert isinstance(answer[0], dict) and code(answer) == 9


def test_bare_reference_is_an_id_and_text_by_hops(sdk):
    keys = "FMATERIALID,FMaterialGroup,FMaterialGroup.FNumber,FMaterialGroup.FName,FBaseUnitId"
    (row,) = sdk.query("BD_MATERIAL", keys, "FNumber='M0003'")
    assert row[1:] == [601, "G01", "护肤", 10101]


def test_keys_are_not_case_sensitive_and_objects_keep_the_spelling(sdk):
    data = {
        "FormId": "bd_material",
        "FieldKeys": "fnumber,FNAME",
        "FilterString": "FNUMBER='M0001'",
    }
    assert sdk.BillQuery(data) == [{"fnumber": "M0001", "FNAME": "物料1"}]


def test_old_server_has_no_bill_query_and_views_without_status(erp, sdk):
    erp.admin("switches", old_server=True)
    with pytest.raises(ValueError):
        sdk.BillQuery({"FormId": "BD_MATERIAL", "FieldKeys": "FNumber"})
    assert status_of(sdk.View("BD_MATERIAL", {"Number": "M0001"})) is None


def test_rows_are_one_per_entry_and_pages_count_rows(sdk):
    model = order_model("L1")
    model["FSaleOrderEntry"] *= 3
    sdk.Save("SAL_SaleOrder", {"Model": model})
    keys = "FID,FBillNo,FSaleOrderEntry_FEntryID,FSaleOrderEntry_FSeq,FBillAllAmount,FAllAmount"
    rows = sdk.query("SAL_SaleOrder", keys, OrderString="FSaleOrderEntry_FEntryID ASC")
    assert [row[3] for row in rows] == [1, 2, 3] and len({row[0] for row in rows}) == 1
    assert rows[0][4] == 3 * rows[0][5] == 3 * 23 * 3222.0
    page = sdk.query("SAL_SaleOrder", keys, OrderString="FSaleOrderEntry_FEntryID", Limit=2)
    assert page == rows[:2]
    assert len(sdk.query("SAL_SaleOrder", "FID,FBillNo")) == 1


def test_top_row_count_is_the_end_not_the_size(erp, sdk):
    def rows(**paging: int) -> int:
        return len(sdk.query("STK_Inventory", STOCK, OrderString="FID", **paging))

    assert rows(Limit=10, TopRowCount=10) == 10
    assert rows(StartRow=10, Limit=10, TopRowCount=10) == 0
    assert rows(StartRow=10, Limit=10, TopRowCount=15) == 5
    assert rows(StartRow=35, Limit=10, TopRowCount=0) == 5
    assert rows(Limit=0) == 40
    erp.admin("switches", top_row_is_end=False)
    assert rows(StartRow=10, Limit=10, TopRowCount=10) == 10


def test_limit_above_the_maximum_is_capped_in_silence(erp, sdk):
    erp.admin("switches", page_limit=15)
    assert len(sdk.query("STK_Inventory", STOCK, Limit=10000)) == 15
    assert len(sdk.query("STK_Inventory", STOCK, Limit=0)) == 15


def test_order_is_unsteady_without_order_string(erp, sdk):
    seen = {tuple(row[0] for row in sdk.query("STK_Inventory", STOCK)) for _ in range(5)}
    assert len(seen) > 1 and len({frozenset(ids) for ids in seen}) == 1
    erp.admin("switches", shuffle_unordered=False)
    seen = {tuple(row[0] for row in sdk.query("STK_Inventory", STOCK)) for _ in range(5)}
    assert len(seen) == 1


def test_order_string_takes_several_keys_and_refuses_nonsense(sdk):
    rows = sdk.query(
        "STK_Inventory", "FStockId.FNumber,FBaseQty", OrderString="FStockId.FNumber DESC,FBaseQty"
    )
    assert rows == sorted(rows, key=lambda row: (-int(row[0][2:]), row[1]))
    assert code(sdk.query("STK_Inventory", STOCK, OrderString="FID sideways")) == 4


def test_empty_masked_and_odd_values(erp, sdk):
    keys = "FLot,FLot.FNumber,FMtoNo,FProduceDate,FBaseQty"
    (row, *_rest) = sdk.query("STK_Inventory", keys, Limit=1)
    assert row[:4] == [0, " ", " ", None] and isinstance(row[4], float)
    erp.admin("switches", null_texts=True, long_decimals=True, booleans_as_text=True)
    (row, *_rest) = sdk.query("STK_Inventory", keys, Limit=1)
    assert row[:4] == [0, None, None, None]
    raw = sdk.raw.ExecuteBillQuery(
        {
            "FormId": "BD_MATERIAL",
            "FieldKeys": "FStoreURNum,FIsSale",
            "FilterString": "FNumber='M0005'",
        }
    )
    assert raw == '[[12.0000000000,"1"]]'
    erp.admin("field_mask", form="BD_MATERIAL", key="FName")
    assert sdk.query("BD_MATERIAL", "FName", "FNumber='M0001'") == [["***"]]


def test_booleans_are_json_booleans(sdk):
    keys = "FIsBatchManage,FIsSale"
    assert sdk.query("BD_MATERIAL", keys, "FNumber='M0007'") == [[True, True]]
    assert sdk.query("BD_MATERIAL", keys, "FNumber='M0001'") == [[False, True]]
    assert sdk.query("BD_MATERIAL", "FNumber", "FIsBatchManage='1'", OrderString="FNumber") == [
        ["M0007"],
        ["M0014"],
    ]


def test_hidden_rows_are_missing_in_silence(erp, sdk):
    erp.admin("hide_rows", form="STK_Inventory", where="FStockId.FNumber='CK001'")
    assert len(sdk.query("STK_Inventory", STOCK)) == 20
    assert sdk.query("STK_Inventory", STOCK, "FStockId.FNumber='CK001'") == []
    erp.admin("hide_rows", form="STK_Inventory")
    assert len(sdk.query("STK_Inventory", STOCK)) == 40


def test_fields_are_removed_and_added(erp, sdk):
    erp.admin("field_remove", form="STK_Inventory", key="FMtoNo")
    assert code(sdk.query("STK_Inventory", "FMtoNo")) == 9
    erp.admin("field_restore", form="STK_Inventory", key="FMtoNo")
    assert len(sdk.query("STK_Inventory", "FMtoNo")) == 40
    erp.admin("field_add", form="SAL_SaleOrder", key="F_ABC_ExtNo")
    sdk.Save("SAL_SaleOrder", {"Model": order_model("C1", F_ABC_ExtNo="E-1")})
    assert sdk.query("SAL_SaleOrder", "FBillNo", "F_ABC_ExtNo='E-1'") == [["C1"]]
    info = sdk.QueryBusinessInfo({"FormId": "SAL_SaleOrder"})["Result"]["NeedReturnData"]
    keys = {field["Key"] for entity in info["Entrys"] for field in entity["Fields"]}
    assert {"F_ABC_ExtNo", "FSaleOrderEntry_FEntryID", "FID", "FCustId"} <= keys


def test_update_time_is_unknown_by_switch_and_two_hops_fail_on_stock(erp, sdk):
    assert len(sdk.query("STK_Inventory", "FUpdateTime")) == 40
    erp.admin("switches", inventory_update_time=False)
    assert code(sdk.query("STK_Inventory", "FUpdateTime")) == 9
    assert code(sdk.query("STK_Inventory", "FMaterialId.FMaterialGroup.FName")) == 9
    erp.admin("switches", stock_two_hops_fail=False)
    assert len(sdk.query("STK_Inventory", "FMaterialId.FMaterialGroup.FName")) == 40


def test_too_many_columns_of_base_data_are_refused(erp, sdk):
    erp.admin("switches", base_data_columns=2)
    assert len(sdk.query("STK_Inventory", "FStockId.FNumber,FMaterialId.FNumber")) == 40
    keys = "FStockId.FNumber,FMaterialId.FNumber,FMaterialId.FName"
    assert code(sdk.query("STK_Inventory", keys)) == 4


def test_modify_date_is_local_with_milliseconds_and_moves(erp, sdk):
    audited_order(sdk, "T1")
    ((first,),) = sdk.query("SAL_SaleOrder", "FModifyDate")
    assert first[:10] == erp.read("state")["now"][:10] and "+" not in first and "Z" not in first
    sdk.UnAudit("SAL_SaleOrder", {"Numbers": ["T1"]})
    ((second,),) = sdk.query("SAL_SaleOrder", "FModifyDate")
    assert second > first
    assert sdk.query("SAL_SaleOrder", "FBillNo", f"FModifyDate>='{second}'") == [["T1"]]
    assert sdk.query("SAL_SaleOrder", "FBillNo", f"FModifyDate<'{second}'") == []


def test_moments_have_no_zeros_at_the_end():
    moment = datetime(2026, 1, 2, 3, 4, 5, tzinfo=UTC)
    spelt = [show(moment.replace(microsecond=part)) for part in (0, 50000, 53000, 999)]
    start = "2026-01-02T03:04:05"
    assert spelt == [start, f"{start}.05", f"{start}.053", start]


def test_view_shows_properties_not_keys(sdk):
    audited_order(sdk, "V1")
    tree = sdk.View("SAL_SaleOrder", {"Number": "V1"})["Result"]["Result"]
    assert {"BillNo", "MOdifyDate", "CustId_Id", "SaleOrderEntry", "BillTypeId"} <= set(tree)
    assert tree["CustId"]["Number"] == "CUST0001" and tree["FFormId"] == "SAL_SaleOrder"
    (line,) = tree["SaleOrderEntry"]
    assert line["Qty"] == 23 and line["TaxRate"] == 13 and line["MaterialId"]["Number"] == "M0001"
    assert isinstance(tree["SaleOrderFinance"], list)
    by_id = sdk.View("SAL_SaleOrder", {"Id": str(tree["Id"])})["Result"]["Result"]
    assert by_id == tree
    assert code(sdk.View("SAL_SaleOrder", {})) == 8


def test_real_time_stock_service_answers_ids(erp, sdk):
    name = "Kingdee.K3.SCM.WebApi.ServicesStub.InventoryQueryService.GetInventoryData"
    asked = '{"fstockorgnumbers":"100","fmaterialnumbers":"M0001,M0002","pageindex":1,"pagerows":3}'
    answer = sdk.Execute(name, {"parameters": [asked]})
    assert answer["success"] and answer["rowcount"] == 4 and len(answer["data"]) == 3
    assert {"FMaterialId", "FBaseQty", "FBASELOCKQTY"} <= set(answer["data"][0])


def test_every_key_of_every_form_can_be_queried(sdk):
    """The metadata and the tables agree, references by number included."""
    for form in FORMS:
        info = sdk.QueryBusinessInfo({"FormId": form})["Result"]["NeedReturnData"]
        fields = [field for entity in info["Entrys"] for field in entity["Fields"]]
        keys = [field["Key"] for field in fields]
        assert isinstance(sdk.query(form, ",".join(keys)), list)
        assert not isinstance((sdk.query(form, ",".join(keys)) or [[0]])[0][0], dict), form
        references = [
            f"{field['Key']}.FNumber" for field in fields if "LookUpObjectFormId" in field
        ]
        for start in range(0, len(references), 25):
            rows = sdk.query(form, ",".join(references[start : start + 25])) or [[0]]
            assert not isinstance(rows[0][0], dict), rows
