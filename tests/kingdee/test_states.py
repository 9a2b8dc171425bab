"""The state machine of bills, and the operations beside it."""

import pytest

from .conftest import audited_order, entries, line, order_model, save, status_of


def state(sdk, number: str) -> str:
    return sdk.query("SAL_SaleOrder", "FDocumentStatus", f"FBillNo='{number}'")[0][0]


def test_state_machine_goes_round(sdk):
    save(sdk, order_model("S1"))
    for method, expected in (
        (sdk.Submit, "B"),
        (sdk.CancelAssign, "A"),
        (sdk.Submit, "B"),
        (sdk.Audit, "C"),
        (sdk.UnAudit, "D"),
        (sdk.Submit, "B"),
    ):
        assert status_of(method("SAL_SaleOrder", {"Numbers": ["S1"]}))["IsSuccess"]
        assert state(sdk, "S1") == expected


@pytest.mark.parametrize(
    ("start", "method", "fragment"),
    [
        ("A", "Audit", "不能审核"),
        ("B", "Submit", "单据已经提交"),
        ("C", "Audit", "单据编号为“S1”的销售订单，单据已经审核！"),
        ("A", "UnAudit", "不能反审核"),
        ("B", "Delete", "只能删除创建，暂存，重新审核状态的数据!"),
        ("C", "Delete", "只能删除创建，暂存，重新审核状态的数据!"),
        ("C", "CancelAssign", "不能撤销"),
    ],
)
def test_steps_from_the_wrong_state_are_refused(sdk, start, method, fragment):
    save(sdk, order_model("S1"))
    for step in {"A": [], "B": ["Submit"], "C": ["Submit", "Audit"]}[start]:
        getattr(sdk, step)("SAL_SaleOrder", {"Numbers": ["S1"]})
    status = status_of(getattr(sdk, method)("SAL_SaleOrder", {"Numbers": ["S1"]}))
    assert status["MsgCode"] == 11 and fragment in status["Errors"][0]["Message"]
    assert state(sdk, "S1") == start


def test_answers_of_steps_name_the_bills(sdk):
    key = save(sdk, order_model("S1"))["Result"]["Id"]
    submitted = status_of(sdk.Submit("SAL_SaleOrder", {"Ids": str(key)}))
    assert submitted["SuccessEntitys"] == [{"Id": str(key), "Number": "S1", "DIndex": 0}]
    status = status_of(sdk.Audit("SAL_SaleOrder", {"Numbers": ["NONE", "S1"]}))
    assert status["IsSuccess"] is False and status["Errors"][0]["DIndex"] == 0
    assert status["SuccessEntitys"] == [{"Id": key, "Number": "S1", "DIndex": 1}]
    assert status["SuccessMessages"] == [
        {
            "FieldName": None,
            "Message": "单据编号为“S1”的销售订单，审核成功！",
            "DIndex": 1,
        }
    ]
    assert status_of(sdk.Audit("SAL_SaleOrder", {}))["MsgCode"] == 8


def test_deleted_order_vanishes_and_its_number_is_free(sdk):
    save(sdk, order_model("S1"))
    assert status_of(sdk.Delete("SAL_SaleOrder", {"Numbers": ["S1"]}))["IsSuccess"]
    assert status_of(sdk.View("SAL_SaleOrder", {"Number": "S1"}))["IsSuccess"] is False
    assert status_of(save(sdk, order_model("S1")))["IsSuccess"]


def test_locked_bill_is_msgcode_13_for_a_while(erp, sdk):
    key = save(sdk, order_model("S1"))["Result"]["Id"]
    erp.admin("lock_bill", number="S1", seconds=60)
    for answer in (
        sdk.Submit("SAL_SaleOrder", {"Numbers": ["S1"]}),
        save(sdk, {"FID": key, "FNote": "x"}),
    ):
        status = status_of(answer)
        assert status["MsgCode"] == 13 and "请稍候再使用" in status["Errors"][0]["Message"]
    erp.admin("lock_bill", number="S1", seconds=0)
    assert status_of(sdk.Submit("SAL_SaleOrder", {"Numbers": ["S1"]}))["IsSuccess"]


def test_workflow_takes_submit_and_audit_away(erp, sdk):
    save(sdk, order_model("S1"))
    sdk.Submit("SAL_SaleOrder", {"Numbers": ["S1"]})
    erp.admin("switches", workflow_forms=["SAL_SaleOrder"])
    refused_status = status_of(sdk.Audit("SAL_SaleOrder", {"Numbers": ["S1"]}))
    assert "已关联工作流实例" in refused_status["Errors"][0]["Message"]
    asked = {"FormId": "SAL_SaleOrder", "Numbers": ["S1"], "ApprovalType": 1}
    assert status_of(sdk.WorkflowAudit(asked))["IsSuccess"]
    assert state(sdk, "S1") == "C"


def test_operations_void_close_and_forbid(sdk):
    save(sdk, order_model("S1"))
    for name, expected in (("Cancel", "B"), ("UnCancel", "A")):
        done = sdk.ExcuteOperation("SAL_SaleOrder", name, {"Numbers": ["S1"]})
        assert status_of(done)["IsSuccess"]
        assert sdk.query("SAL_SaleOrder", "FCancelStatus", "FBillNo='S1'") == [[expected]]
    audited_order(sdk, "S2")
    assert status_of(sdk.ExcuteOperation("SAL_SaleOrder", "Cancel", {"Numbers": ["S2"]}))[
        "MsgCode"
    ] == (11)
    sdk.ExcuteOperation("SAL_SaleOrder", "BillClose", {"Numbers": ["S2"]})
    keys = "FCloseStatus,FMrpCloseStatus,FRemainOutQty"
    assert sdk.query("SAL_SaleOrder", keys, "FBillNo='S2'") == [["B", "B", 23.0]]
    sdk.ExcuteOperation("SAL_SaleOrder", "BillUnClose", {"Numbers": ["S2"]})
    assert sdk.query("SAL_SaleOrder", keys, "FBillNo='S2'") == [["A", "A", 23.0]]
    sdk.ExcuteOperation("BD_MATERIAL", "Forbid", {"Numbers": ["M0001"]})
    assert sdk.query("BD_MATERIAL", "FForbidStatus", "FNumber='M0001'") == [["B"]]
    unknown = sdk.ExcuteOperation("BD_MATERIAL", "Dance", {"Numbers": ["M0001"]})
    assert status_of(unknown)["MsgCode"] == 4


def test_one_line_is_closed_by_its_id(sdk):
    lines = [line("M0001", 5), line("M0002", 5)]
    key = audited_order(sdk, "S1", FSaleOrderEntry=lines)["Result"]["Id"]
    entry = entries(sdk, "S1")[0][0]
    pairs = [{"Id": str(key), "EntryIds": str(entry)}]
    sdk.ExcuteOperation("SAL_SaleOrder", "MRPClose", {"PkEntryIds": pairs})
    found = sdk.query(
        "SAL_SaleOrder", "FMrpCloseStatus,FCloseStatus", OrderString="FSaleOrderEntry_FSeq"
    )
    assert found == [["B", "A"], ["A", "A"]]
