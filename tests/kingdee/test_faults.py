"""Every kind of fault: what the client sees, and whether the ERP did the work."""

import json
import re

import pytest
import requests

from ..kingdee_simulator.faults import AFTER, BEFORE, KINDS, READS, read_specification
from ..kingdee_simulator.refusal import AdminError
from .conftest import audited_order, order_model, status_of

BROKEN = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


def save(sdk, number: str = "F1"):
    return sdk.Save("SAL_SaleOrder", {"Model": order_model(number)})


def exists(erp, number: str = "F1") -> bool:
    return bool(erp.read("documents", form="SAL_SaleOrder", number=number)["SAL_SaleOrder"])


def order_fault(erp, kind: str, **more: object) -> None:
    erp.admin("faults", rules=[{"kind": kind, "services": ["Save"], "count": 1, **more}])


def seen_by_client(sdk, number: str = "F1") -> str:
    """Return what a Save looks like from outside."""
    try:
        answer = save(sdk, number)
    except BROKEN:
        return "broken connection"
    except RuntimeError as error:
        return f"http error {str(error)[:15]}"
    except json.JSONDecodeError:
        return "unreadable"
    if isinstance(answer, list):
        return answer[0]["actionname"]
    status = status_of(answer)
    return "ok" if status["IsSuccess"] else f"MsgCode {status['MsgCode']}"


SEEN = {
    "reset_before": "broken connection",
    "http_500_html": "http error <!DOCTYPE html>",
    "waf": "showConfirm",
    "text_body": "unreadable",
    "session_lost_before": "MsgCode 1",
    "edit_lock": "MsgCode 13",
    "lost_after_commit": "broken connection",
    "reset_mid_body": "broken connection",
    "http_502_after_commit": "http error <html>\r\n<head><",
    "truncated_json": "unreadable",
    "session_lost_after_commit": "MsgCode 1",
    "slow": "ok",
}


@pytest.mark.parametrize("kind", [*BEFORE, *AFTER])
def test_fault_of_a_write_shows_as_described_and_commits_or_not(erp, sdk, kind):
    order_fault(erp, kind, seconds=0.1)
    assert seen_by_client(sdk) == SEEN[kind]
    assert exists(erp) is (kind in AFTER)
    again = seen_by_client(sdk)
    assert again == ("ok" if kind in BEFORE else "MsgCode 11")
    assert erp.read("calls")["faults"] == {kind: 1}


def test_every_kind_is_tested_here():
    assert set(SEEN) | set(READS) == set(KINDS)


def test_lost_answer_with_seconds_keeps_the_client_waiting(erp, sdk):
    order_fault(erp, "lost_after_commit", seconds=3)
    sdk.raw.requestTimeout = 0.3
    with pytest.raises(requests.ReadTimeout):
        save(sdk)
    assert exists(erp)


def test_faults_strike_the_same_calls_when_the_seed_is_the_same(erp, sdk):
    def struck(seed: int) -> list[bool]:
        rule = {"kind": "edit_lock", "rate": 0.5, "services": ["Submit"], "seed": seed}
        erp.admin("faults", rules=[rule])
        answers = [sdk.Submit("SAL_SaleOrder", {"Numbers": ["NONE"]}) for _ in range(20)]
        return [status_of(answer)["MsgCode"] == 13 for answer in answers]

    first, again, other = struck(1), struck(1), struck(2)
    assert first == again != other and 3 < sum(first) < 17


def test_fault_is_narrowed_to_a_form_and_skips_and_counts(erp, sdk):
    rule = {"kind": "edit_lock", "services": ["Submit:SAL_OUTSTOCK"], "skip": 1, "count": 2}
    erp.admin("faults", rules=[rule])
    codes = [
        status_of(sdk.Submit(form, {"Numbers": ["NONE"]}))["MsgCode"]
        for form in ("SAL_SaleOrder", *["SAL_OUTSTOCK"] * 4)
    ]
    assert codes == [10, 10, 13, 13, 10]
    assert erp.read("state")["faults"][0]["fired"] == 2


def test_unknown_fault_is_the_tests_mistake(erp):
    with pytest.raises(AdminError, match="no such fault"):
        erp.admin("faults", rules=[{"kind": "gremlin"}])
    with pytest.raises(AdminError, match="a fault has"):
        erp.admin("faults", rules=[{"kind": "slow", "chance": 1}])


def test_specification_of_the_command_line_is_read():
    assert read_specification("slow:0.1:Save|Audit,waf") == [
        {"kind": "slow", "rate": 0.1, "services": ["Save", "Audit"]},
        {"kind": "waf", "rate": 1.0, "services": []},
    ]
    assert read_specification('[{"kind": "waf"}]') == [{"kind": "waf"}]


KEYS = "FID,FMaterialId.FNumber,FBaseQty"


def pages_by_start_row(sdk, size: int = 5) -> list:
    found, start = [], 0
    while True:
        page = sdk.query("STK_Inventory", KEYS, OrderString="FID", StartRow=start, Limit=size)
        found += page
        start += size
        if len(page) < size:
            return found


def pages_by_key(sdk, size: int = 5) -> list:
    found, last = [], ""
    while True:
        page = sdk.query("STK_Inventory", KEYS, f"FID>'{last}'", OrderString="FID", Limit=size)
        found += page
        if len(page) < size:
            return found
        last = page[-1][0]


def test_page_drift_harms_paging_by_row_and_spares_paging_by_key(erp, sdk):
    truth = pages_by_key(sdk)
    erp.admin("faults", rules=[{"kind": "page_drift", "services": ["ExecuteBillQuery"]}])
    by_row, by_key = pages_by_start_row(sdk), pages_by_key(sdk)
    assert len({row[0] for row in by_row}) < len(by_row) or len(by_row) < len(truth)
    assert [row for row in by_key if not row[0].startswith("00000000")] == truth


def test_page_drift_of_stock_changes_no_quantity(erp, sdk):
    before = erp.admin("stock_truth")["rows"]
    erp.admin("faults", rules=[{"kind": "page_drift"}])
    pages_by_start_row(sdk)
    assert erp.admin("stock_truth")["rows"] == before


@pytest.mark.parametrize("key", ["FID", "FSaleOrderEntry_FEntryID"])
def test_page_drift_shifts_bills_and_their_lines(erp, sdk, key):
    for number in range(4):
        save(sdk, f"D{number}")
    erp.admin("faults", rules=[{"kind": "page_drift", "services": ["ExecuteBillQuery"]}])
    names = []
    for start in (0, 2, 4):
        keys = f"{key},FBillNo,FDocumentStatus"
        names += sdk.query("SAL_SaleOrder", keys, OrderString=key, StartRow=start, Limit=2)
    drafts = [row for row in names if row[1].startswith("DRIFT")]
    assert drafts and all(row[0] and row[2] == "Z" for row in drafts)
    assert sorted(row[1] for row in names if row not in drafts) != ["D0", "D1", "D2", "D3"]
    erp.admin("faults", rules=[])


def test_rows_come_twice_or_in_disorder(erp, sdk):
    right = sdk.query("STK_Inventory", KEYS, OrderString="FID")
    erp.admin("faults", rules=[{"kind": "duplicate_rows"}])
    twice = sdk.query("STK_Inventory", KEYS, OrderString="FID")
    assert len(twice) == len(right) + 3 and {tuple(row) for row in twice} == {
        tuple(row) for row in right
    }
    erp.admin("faults", rules=[{"kind": "out_of_order"}])
    mixed = sdk.query("STK_Inventory", KEYS, OrderString="FID")
    assert mixed != right and sorted(mixed) == right


def test_fault_at_submit_and_audit_leaves_the_step_done(erp, sdk):
    save(sdk)
    for step, service, status in ((sdk.Submit, "Submit", "B"), (sdk.Audit, "Audit", "C")):
        erp.admin("faults", rules=[{"kind": "http_502_after_commit", "services": [service]}])
        with pytest.raises(RuntimeError, match=re.compile("502 Bad Gateway")):
            step("SAL_SaleOrder", {"Numbers": ["F1"]})
        assert sdk.query("SAL_SaleOrder", "FDocumentStatus", "FBillNo='F1'") == [[status]]


def test_session_lost_after_commit_ends_the_session(erp, sdk):
    audited_order(sdk, "F0")
    made = erp.read("state")["sessions_made"]
    order_fault(erp, "session_lost_after_commit")
    assert seen_by_client(sdk) == "MsgCode 1"
    assert exists(erp) and erp.read("state")["sessions"] == 0
    assert sdk.query("SAL_SaleOrder", "FBillNo", "FBillNo='F1'") == [["F1"]]
    assert erp.read("state")["sessions_made"] == made + 1
