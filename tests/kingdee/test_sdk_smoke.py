"""The official SDK against the simulator: what an integrator does first."""

from .conftest import audited_order, order_model, status_of


def test_sdk_reads_all_pages_of_stock(erp, sdk):
    found, start = [], 0
    while True:
        page = sdk.query(
            "STK_Inventory",
            "FID,FMaterialId.FNumber,FStockId.FNumber,FBaseQty",
            "FStockOrgId.FNumber='100'",
            OrderString="FID ASC",
            StartRow=start,
            Limit=7,
        )
        found += page
        start += 7
        if len(page) < 7:
            break
    truth = erp.admin("stock_truth")["rows"]
    assert len(found) == 40 and len({row[0] for row in found}) == 40
    assert sorted(row[1:] for row in found) == [row[:3] for row in truth]


def test_sdk_saves_submits_and_audits_an_order(erp, sdk):
    saved = audited_order(sdk, "ODOO-S1")["Result"]
    assert (
        saved["Number"] == "ODOO-S1"
        and saved["Id"] == saved["ResponseStatus"]["SuccessEntitys"][0]["Id"]
    )
    assert "ErrorCode" not in saved["ResponseStatus"]
    keys = "FID,FBillNo,FDocumentStatus,FCustId.FNumber,FBillAllAmount,FSaleOrderEntry_FEntryID"
    (row,) = sdk.query("SAL_SaleOrder", keys, "FBillNo='ODOO-S1'")
    assert row[:5] == [saved["Id"], "ODOO-S1", "C", "CUST0001", 23 * 3222.0]


def test_sdk_views_a_material_and_misses_another(sdk):
    record = sdk.View("BD_MATERIAL", {"CreateOrgId": 0, "Number": "M0001", "Id": ""})
    assert record["Result"]["Result"]["Number"] == "M0001"
    missing = sdk.View("BD_MATERIAL", {"CreateOrgId": 0, "Number": "NONE", "Id": ""})
    assert status_of(missing)["IsSuccess"] is False


def test_second_save_of_a_number_is_refused(sdk):
    assert status_of(sdk.Save("SAL_SaleOrder", {"Model": order_model("X1")}))["IsSuccess"]
    status = status_of(sdk.Save("SAL_SaleOrder", {"Model": order_model("X1")}))
    assert status["ErrorCode"] == 500 and status["MsgCode"] == 11
    (error,) = status["Errors"]
    assert error["FieldName"] == "FBillNo"
    assert error["Message"] == "违反字段唯一性要求：编码唯一。[X1]在当前系统中已经被使用。"
