"""Save, BatchSave, Draft: what is refused, what is ignored, what is kept."""

from concurrent.futures import ThreadPoolExecutor

import pytest

from .conftest import Sdk, audited_order, entries, line, order_model, refused, save, status_of

HEAD = "FBillNo,FDocumentStatus,FCustId.FNumber,FBillAllAmount"


@pytest.mark.parametrize("key", ["FBillTypeID", "FDate", "FSaleOrgId", "FCustId", "FSalerId"])
def test_required_fields_are_named(sdk, key):
    model = order_model()
    del model[key]
    assert refused(save(sdk, model)) == (11, key)
    assert sdk.query("SAL_SaleOrder", "FID") == []


@pytest.mark.parametrize("key", ["FMaterialId", "FDeliveryDate"])
def test_required_fields_of_lines_are_named(sdk, key):
    model = order_model()
    del model["FSaleOrderEntry"][0][key]
    assert refused(save(sdk, model)) == (11, key)


def test_order_without_lines_or_quantity_is_refused(sdk):
    assert refused(save(sdk, order_model(FSaleOrderEntry=[]))) == (11, "FSaleOrderEntry")
    for quantity in (0, -1, "nan", "1e999", "many", None):
        assert refused(save(sdk, order_model(quantity=quantity))) == (11, "FQty")


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("FCustId", {"FNumber": "NOBODY"}),
        ("FSalerId", {"FNumber": "9999"}),
        ("FSaleOrgId", {"FNumber": "999"}),
        ("FCustId", "CUST0001"),
        ("FDate", "the other day"),
    ],
)
def test_unknown_base_data_and_bad_values_are_refused(sdk, key, value):
    assert refused(save(sdk, order_model(**{key: value}))) == (11, key)


def test_forbidden_material_and_customer_are_refused(erp, sdk):
    erp.admin("material_forbid", number="M0001")
    assert refused(save(sdk, order_model())) == (11, "FMaterialId")
    erp.admin("material_enable", number="M0001")
    erp.admin("customer_forbid", number="CUST0001")
    assert refused(save(sdk, order_model())) == (11, "FCustId")
    erp.admin("customer_enable", number="CUST0001")
    assert status_of(save(sdk, order_model()))["IsSuccess"]


def test_material_of_another_organisation_is_refused(erp, sdk):
    erp.admin("organisation_add", number="102", materials=["M0002"])
    assert refused(save(sdk, order_model(FSaleOrgId={"FNumber": "102"}))) == (11, "FMaterialId")


def test_unknown_keys_and_keys_without_f_are_ignored(sdk):
    model = order_model(BillNo="X", FNoSuch=1, Note="lost", FBillHead={"FNote": "lost"})
    assert status_of(save(sdk, model))["IsSuccess"]
    assert sdk.query("SAL_SaleOrder", "FBillNo,FNote") == [["ODOO-S00042", " "]]


def test_header_in_a_wrapper_is_dropped(sdk):
    model = order_model()
    model["FBillHead"] = {"FCustId": model.pop("FCustId")}
    assert refused(save(sdk, model)) == (11, "FCustId")


def test_key_at_the_wrong_level_is_refused_by_switch(erp, sdk):
    model = order_model(FQty=5)
    assert refused(save(sdk, model)) == (4, "FQty")
    erp.admin("switches", wrong_level_refused=False)
    assert status_of(save(sdk, model))["IsSuccess"]


def test_keys_of_a_model_are_not_case_sensitive(sdk):
    model = {key.upper(): value for key, value in order_model().items()}
    model["FCUSTID"] = {"FNUMBER": "CUST0002"}
    assert status_of(save(sdk, model))["IsSuccess"]
    assert sdk.query("SAL_SaleOrder", HEAD) == [["ODOO-S00042", "A", "CUST0002", 74106.0]]


def test_numbers_are_given_by_the_rule_when_none_is_sent(sdk):
    model = order_model()
    del model["FBillNo"]
    numbers = [save(sdk, model)["Result"]["Number"] for _ in range(2)]
    assert numbers == ["XSDD000001", "XSDD000002"]


def test_rule_may_override_the_callers_number(erp, sdk):
    erp.admin("switches", manual_numbers=False)
    assert save(sdk, order_model("MINE"))["Result"]["Number"] == "XSDD000001"


def test_return_fields_are_filled_in(sdk):
    fields = ["FBillNo", "FBillAllAmount", "FSaleOrderEntry.FEntryID"]
    answer = save(sdk, order_model("N1"), NeedReturnFields=fields)["Result"]
    ((entry,),) = sdk.query("SAL_SaleOrder", "FSaleOrderEntry_FEntryID")
    assert answer["NeedReturnData"] == [
        {
            "FBillNo": "N1",
            "FBillAllAmount": 74106.0,
            "FSaleOrderEntry": [{"FEntryID": entry}],
        }
    ]
    assert save(sdk, order_model("N2"))["Result"]["NeedReturnData"] == [{}]


def test_amounts_units_and_taxes_are_computed(sdk):
    lines = [
        line("M0001", 3, FTaxPrice=11.3),
        line("M0005", 2, FUnitID={"FNumber": "Carton"}, FTaxPrice=100, FEntryTaxRate=0),
        line("M0002", 1, FTaxPrice=50, FIsFree=True),
        line("M0003", 2, FTaxPrice=100, FDiscountRate=10),
    ]
    save(sdk, order_model(FSaleOrderEntry=lines))
    keys = "FPrice,FAmount,FEntryTaxAmount,FAllAmount,FBaseUnitQty"
    rows = sdk.query("SAL_SaleOrder", keys, OrderString="FSaleOrderEntry_FSeq")
    assert rows == [
        [10.0, 30.0, 3.9, 33.9, 3.0],
        [100.0, 200.0, 0.0, 200.0, 24.0],
        [0.0, 0.0, 0.0, 0.0, 1.0],
        [88.495575, 159.29, 20.71, 180.0, 2.0],
    ]
    totals = sdk.query("SAL_SaleOrder", "FBillAmount,FBillTaxAmount,FBillAllAmount")
    assert totals == [[389.29, 24.61, 413.9]]


def test_unit_a_material_does_not_have_is_refused(sdk):
    model = order_model(FSaleOrderEntry=[line("M0001", 1, FUnitID={"FNumber": "Carton"})])
    assert refused(save(sdk, model)) == (11, "FUnitID")


def test_price_before_quantity_is_recomputed_from_the_list(erp, sdk):
    erp.admin("material_change", number="M0001", list_price=77)
    early = {"FTaxPrice": 10, **line()}
    save(sdk, order_model("E1", FSaleOrderEntry=[early]))
    assert sdk.query("SAL_SaleOrder", "FTaxPrice", "FBillNo='E1'") == [[77.0]]
    save(sdk, order_model("E2", FSaleOrderEntry=[early]), IsAutoAdjustField="true")
    assert sdk.query("SAL_SaleOrder", "FTaxPrice", "FBillNo='E2'") == [[10.0]]
    model = order_model("E3", FSaleOrderEntry=[line()])
    model["FCustId"] = model.pop("FCustId")  # the customer after the lines
    save(sdk, model)
    assert sdk.query("SAL_SaleOrder", "FTaxPrice", "FBillNo='E3'") == [[77.0]]
    erp.admin("switches", field_order_matters=False)
    save(sdk, order_model("E4", FSaleOrderEntry=[early]))
    assert sdk.query("SAL_SaleOrder", "FTaxPrice", "FBillNo='E4'") == [[10.0]]


def three_lines(sdk, number: str = "U1") -> tuple[int, list[list]]:
    lines = [line(f"M000{n}", n) for n in (1, 2, 3)]
    key = save(sdk, order_model(number, FSaleOrderEntry=lines))["Result"]["Id"]
    return key, entries(sdk, number)


def test_update_deletes_lines_that_are_not_sent(sdk):
    key, before = three_lines(sdk)
    change = {"FID": key, "FSaleOrderEntry": [{"FEntryID": before[1][0], "FQty": 20}]}
    assert save(sdk, change)["Result"]["Number"] == "U1"
    assert entries(sdk) == [[before[1][0], 1, "M0002", 20.0]]


def test_update_keeps_lines_when_told_so(sdk):
    key, before = three_lines(sdk)
    rows = [{"FEntryID": before[0][0]}, line("M0004", 4)]
    save(sdk, {"FID": key, "FSaleOrderEntry": rows}, IsDeleteEntry="false")
    assert [row[2] for row in entries(sdk)] == ["M0002", "M0003", "M0001", "M0004"]
    assert {row[0] for row in before} < {row[0] for row in entries(sdk)}


def test_empty_list_clears_nothing(sdk):
    key, before = three_lines(sdk)
    save(sdk, {"FID": key, "FSaleOrderEntry": []})
    assert entries(sdk) == before
    cleared = save(sdk, {"FID": key, "FSaleOrderEntry": [{}]})
    assert refused(cleared) == (11, "FSaleOrderEntry")
    save(sdk, {"FID": key, "FSaleOrderPlan": [{}]})
    assert sdk.query("SAL_SaleOrder", "FSaleOrderPlan_FEntryID", "FBillNo='U1'") == [[None]]


def test_update_of_named_fields_only(sdk):
    key, _before = three_lines(sdk)
    change = {"FID": key, "FNote": "kept", "FLinkMan": "dropped"}
    save(sdk, change, NeedUpDateFields=["FNote"])
    keys = "FNote,FLinkMan"
    assert sdk.query("SAL_SaleOrder", keys, "FBillNo='U1'") == [["kept", " "]]


def test_audited_order_is_not_changed(sdk):
    key = audited_order(sdk, "A1")["Result"]["Id"]
    assert refused(save(sdk, {"FID": key, "FNote": "x"}))[0] == 11
    assert refused(save(sdk, {"FID": 1, "FNote": "x"}))[0] == 10


def test_identical_json_is_refused_when_asked_for(sdk):
    model = order_model()
    del model["FBillNo"]
    first = save(sdk, model, ValidateRepeatJson="true")
    assert status_of(first)["IsSuccess"]
    assert refused(save(sdk, model, ValidateRepeatJson="true"))[0] == 11
    assert status_of(save(sdk, model))["IsSuccess"]


def test_validation_may_be_switched_off_and_drafts_are_z(sdk):
    model = order_model("W1")
    del model["FSalerId"]
    assert status_of(save(sdk, model, ValidateFlag="false"))["IsSuccess"]
    draft = sdk.Draft("SAL_SaleOrder", {"Model": {**model, "FBillNo": "W2"}})
    assert status_of(draft)["IsSuccess"]
    keys = "FBillNo,FDocumentStatus"
    assert sdk.query("SAL_SaleOrder", keys, OrderString="FBillNo") == [["W1", "A"], ["W2", "Z"]]
    assert status_of(sdk.Submit("SAL_SaleOrder", {"Numbers": ["W2"]}))["IsSuccess"]


def test_batch_keeps_the_good_ones_and_counts_from_zero(sdk):
    bad = order_model("B2", FCustId={"FNumber": "NOBODY"})
    models = [order_model("B1"), bad, order_model("B3")]
    status = status_of(sdk.BatchSave("SAL_SaleOrder", {"Model": models}))
    assert status["IsSuccess"] is False and [e["DIndex"] for e in status["Errors"]] == [1]
    assert [(e["Number"], e["DIndex"]) for e in status["SuccessEntitys"]] == [("B1", 0), ("B3", 2)]
    assert len(sdk.query("SAL_SaleOrder", "FID")) == 2


def test_index_counts_inside_a_batch_with_batch_count(sdk):
    models = [order_model(f"B{n}") for n in range(4)]
    status = status_of(sdk.BatchSave("SAL_SaleOrder", {"Model": models, "BatchCount": 2}))
    assert [entity["DIndex"] for entity in status["SuccessEntitys"]] == [0, 1, 0, 1]


def test_batch_save_query_is_polled(erp, sdk):
    answer = sdk.BatchSaveQuery("SAL_SaleOrder", {"Model": [order_model("Q1")]})
    assert status_of(answer)["SuccessEntitys"][0]["Number"] == "Q1"
    erp.admin("switches", async_polls=0)
    answer = sdk.BatchSaveQuery("SAL_SaleOrder", {"Model": [order_model("Q1")]})
    assert status_of(answer)["MsgCode"] == 11


def test_any_text_may_refuse_and_words_about_sessions_mean_nothing(erp, sdk):
    erp.admin("switches", refusal_text="会话冲突：session 已被占用")
    answer = save(sdk, order_model())
    assert refused(answer) == (11, "") and "session" in status_of(answer)["Errors"][0]["Message"]


def test_policies_refuse_with_msgcode_11(erp, sdk):
    erp.admin("switches", credit_limit=100)
    assert refused(save(sdk, order_model())) == (11, "FCustId")
    erp.admin("switches", credit_limit=0, price_floor=5000)
    assert refused(save(sdk, order_model())) == (11, "FTaxPrice")


def test_customer_is_saved_submitted_and_audited_before_use(sdk):
    model = {"FNumber": "NEW1", "FName": "新客户", "FCreateOrgId": {"FNumber": "100"}}
    assert status_of(sdk.Save("BD_Customer", {"Model": model}))["IsSuccess"]
    assert refused(save(sdk, order_model(FCustId={"FNumber": "NEW1"}))) == (11, "FCustId")
    for step in (sdk.Submit, sdk.Audit):
        assert status_of(step("BD_Customer", {"Numbers": ["NEW1"]}))["IsSuccess"]
    assert status_of(save(sdk, order_model(FCustId={"FNumber": "NEW1"})))["IsSuccess"]
    again = status_of(sdk.Save("BD_Customer", {"Model": model}))
    assert again["MsgCode"] == 11 and again["Errors"][0]["FieldName"] == "FNumber"


def test_stock_and_unknown_forms_are_not_saved(sdk):
    assert refused(sdk.Save("STK_Inventory", {"Model": {"FBaseQty": 5}}))[0] == 12
    assert refused(sdk.Save("X", {"Model": {}}))[0] == 4
    assert refused(sdk.Save("", {"Model": {}}))[0] == 5
    assert refused(sdk.Save("SAL_SaleOrder", {}))[0] == 8


def test_parallel_saves_of_one_number_make_one_order(erp):
    with ThreadPoolExecutor(4) as pool:
        answers = list(pool.map(lambda _n: save(Sdk(erp), order_model("P1")), range(8)))
    assert sum(status_of(answer)["IsSuccess"] for answer in answers) == 1
    assert len(Sdk(erp).query("SAL_SaleOrder", "FID", "FBillNo='P1'")) == 1
