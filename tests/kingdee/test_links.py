"""Deliveries and returns made through the API: pushed, or saved with their source link."""

from .conftest import execution, fill, status_of, stock_of


def test_pushed_delivery_is_audited_through_the_api(erp, sdk, order):
    answer = sdk.Push("SAL_SaleOrder", {"Numbers": ["S1"], "RuleId": "SaleOrder-OutStock"})
    (made,) = status_of(answer)["SuccessEntitys"]
    for step in (sdk.Submit, sdk.Audit):
        assert status_of(step("SAL_OUTSTOCK", {"Numbers": [made["Number"]]}))["IsSuccess"]
    assert execution(sdk, "S1")[0][:3] == [23, 23, 0]
    again = sdk.Push("SAL_SaleOrder", {"Numbers": ["S1"], "RuleId": "SaleOrder-OutStock"})
    assert again["Result"]["ConvertResponseStatus"]["IsSuccess"] is False


def movement(customer: str, **line: object) -> dict:
    """Return a delivery (or return) of two pieces as integrations save it."""
    kind = "XSCKD01_SYS" if customer == "FCustomerID" else "XSTHD01_SYS"
    row = {"FMaterialId": {"FNumber": "M0001"}, "FRealQty": 2, "FStockId": {"FNumber": "CK001"}}
    return {
        "FBillTypeID": {"FNumber": kind},
        "FDate": "2026-01-20",
        "FSaleOrgId": {"FNumber": "100"},
        "FStockOrgId": {"FNumber": "100"},
        customer: {"FNumber": "CUST0001"},
        "FEntity": [{**row, **line}],
    }


def audit(sdk, form: str, model: dict) -> str:
    saved = sdk.Save(form, {"Model": model})
    assert status_of(saved)["IsSuccess"], saved
    number = saved["Result"]["Number"]
    for step in (sdk.Submit, sdk.Audit):
        assert status_of(step(form, {"Numbers": [number]}))["IsSuccess"]
    return number


def test_saved_delivery_moves_the_order_only_with_its_source_link(sdk, order):
    entry = sdk.query("SAL_SaleOrder", "FSaleOrderEntry_FEntryID", "FBillNo='S1'")[0][0]
    link = {"FEntity_Link_FSTableName": "T_SAL_ORDERENTRY", "FEntity_Link_FSId": entry}
    audit(sdk, "SAL_OUTSTOCK", movement("FCustomerID", FSOEntryId=entry, FSoorDerno="S1"))
    assert execution(sdk, "S1")[0][1] == 0
    number = audit(sdk, "SAL_OUTSTOCK", movement("FCustomerID", FEntity_Link=[link]))
    assert execution(sdk, "S1")[0][1] == 2
    keys = "FEntity_FENTRYID,FSoorDerno,FSOEntryId"
    ((line, told, linked),) = sdk.query("SAL_OUTSTOCK", keys, f"FBillNo='{number}'")
    assert (told, linked) == ("S1", entry)
    back = {"FEntity_Link_FSTableName": "T_SAL_OUTSTOCKENTRY", "FEntity_Link_FSId": line}
    audit(sdk, "SAL_RETURNSTOCK", movement("FRetcustId", FEntity_Link=[back]))
    assert execution(sdk, "S1")[0][3] == 2
    assert sdk.query("SAL_RETURNSTOCK", "FOrderNo,FSOEntryId") == [["S1", entry]]


def test_negative_stock_stops_the_audit_unless_flagged(erp, sdk, order):
    fill(erp, 5)
    sdk.Push("SAL_SaleOrder", {"Numbers": ["S1"], "RuleId": "SaleOrder-OutStock"})
    ((number,),) = sdk.query("SAL_OUTSTOCK", "FBillNo")
    sdk.Submit("SAL_OUTSTOCK", {"Numbers": [number]})
    refused = status_of(sdk.Audit("SAL_OUTSTOCK", {"Numbers": [number]}))
    assert "更新库存时出现可以忽略的异常数据" in refused["Errors"][0]["Message"]
    assert sdk.query("SAL_OUTSTOCK", "FDocumentStatus") == [["B"]]
    flagged = {"Numbers": [number], "InterationFlags": "STK_InvCheckResult"}
    assert status_of(sdk.Audit("SAL_OUTSTOCK", flagged))["IsSuccess"]
    assert min(pair[0] for pair in stock_of(erp).values()) == -18


def test_deleted_delivery_gives_back_what_it_took_at_save(erp, sdk, order):
    erp.admin("switches", stock_update_at="save")
    before = stock_of(erp)
    pushed = sdk.Push("SAL_SaleOrder", {"Numbers": ["S1"], "RuleId": "SaleOrder-OutStock"})
    saved = sdk.Save("SAL_OUTSTOCK", {"Model": movement("FCustomerID")})
    numbers = [status_of(answer)["SuccessEntitys"][0]["Number"] for answer in (pushed, saved)]
    assert stock_of(erp)["CK001"][0] == before["CK001"][0] - 23 - 2
    assert status_of(sdk.Delete("SAL_OUTSTOCK", {"Numbers": numbers}))["IsSuccess"]
    assert stock_of(erp) == before
