"""K/3 WISE as modelled: tokens, lists, details, writing, the stock endpoint, faults."""

import base64

import pytest
import requests
from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from ..kingdee_simulator import tenant


class Wise:
    """A client of K3API with a token."""

    def __init__(self, erp) -> None:
        self.erp = erp
        self.token = ""

    def ask(self, path: str, body: object = None, **asked: str) -> dict:
        """Call, and return the answer."""
        with requests.Session() as session:
            session.trust_env = False
            url = f"{self.erp.url}/K3API/{path}"
            if body is None:
                return session.get(url, params=asked, timeout=10).json()
            words = {"Token": self.token, **asked}
            return session.post(url, params=words, json={"Data": body}, timeout=10).json()

    def log_in(self, code: str = tenant.WISE_CODE) -> dict:
        """Fetch a token."""
        answer = self.ask("Token/Create", authorityCode=code)
        self.token = (answer["Data"] or {}).get("Token", "")
        return answer

    def rows(self, name: str, **more: object) -> list[dict]:
        """Return the rows of GetList."""
        answer = self.ask(f"{name}/GetList", {"Top": "0", "PageSize": "100", **more})
        assert answer["StatusCode"] == 200, answer
        return answer["Data"].get("DATA") or answer["Data"].get("Data") or []


@pytest.fixture
def wise(erp):
    client = Wise(erp)
    client.log_in()
    return client


def order(number: str = "SEORD1", quantity: float = 5, **changed: object) -> dict:
    head = {"FBillNo": number, "FDate": "2026-01-15", "FCustID": {"FNumber": "CUST0001"}}
    line = {"FItemID": {"FNumber": "M0001"}, "FUnitID": {"FNumber": "Pcs"}, "FAuxQty": quantity}
    line |= {"FAuxTaxPrice": 11.3, "FCess": 13, "FDate": "2026-01-20"}
    return {"Page1": [{**head, **changed}], "Page2": [line]}


def test_token_is_made_for_the_code_and_ends(erp):
    client = Wise(erp)
    refused = client.log_in("wrong")
    assert refused["StatusCode"] == 401 and refused["Data"] == {"Code": "N"}
    made = client.log_in()
    assert made["StatusCode"] == 200 and made["Data"]["Validity"] == 3600
    assert len(client.rows("Material")) == 20
    erp.admin("expire_sessions")
    assert client.ask("Material/GetList", {})["StatusCode"] == 401
    erp.admin("switches", wise_validity=0)
    client.log_in()
    assert client.ask("Material/GetList", {})["StatusCode"] == 401


def test_new_token_ends_the_old_one_by_switch(erp):
    erp.admin("switches", wise_one_token=True)
    first, second = Wise(erp), Wise(erp)
    first.log_in()
    second.log_in()
    assert first.ask("Material/GetList", {})["StatusCode"] == 401
    assert second.ask("Material/GetList", {})["StatusCode"] == 200


def test_lists_page_filter_and_order(wise):
    answer = wise.ask(
        "Material/GetList",
        {
            "PageSize": "3",
            "PageIndex": 2,
            "Fields": "FNumber,FUnitID",
            "Filter": "[FNumber] like 'M00%' and [FDeleted]=0",
            "OrderBy": "[FNumber] desc",
        },
    )
    assert answer["Data"]["RowCount"] == 20 and answer["Data"]["PageIndex"] == 2
    assert answer["Data"]["Data"] == [
        {"FNumber": f"M00{n}", "FUnitID": {"FNumber": "Pcs", "FName": "个"}} for n in (17, 16, 15)
    ]
    assert len(wise.rows("Material", Top="7")) == 7
    assert len(wise.rows("Material", PageSize="5", PageIndex="2", Top="7")) == 2
    (stored,) = wise.rows("Material", Filter="FStoreUnitID.FNumber='Carton' and FNumber='M0005'")
    assert stored["FStoreUnitID"]["FNumber"] == "Carton"


def test_wrong_filters_and_keys_are_status_500(wise):
    for data in ({"Filter": "[FNoSuch]='x'"}, {"Fields": "FNoSuch"}, {"OrderBy": "a b c"}):
        assert wise.ask("Material/GetList", data)["StatusCode"] == 500
    assert wise.ask("Material/GetDetail", {"FNumber": "NONE"})["StatusCode"] == 500


def test_containers_are_spelt_by_switch(erp, wise):
    wise.ask("SO/Save", order())
    assert "DATA" in wise.ask("SO/GetList", {})["Data"]
    assert "Data" in wise.ask("Customer/GetList", {})["Data"]
    erp.admin("switches", wise_bill_key="Data", wise_base_key="DATA", wise_flat_lists=True)
    assert "Data" in wise.ask("SO/GetList", {})["Data"]
    assert wise.ask("SO/GetList", {})["Data"]["Data"][0]["FCustID"] == "CUST0001"
    assert "DATA" in wise.ask("Customer/GetList", {})["Data"]


def test_details_have_pages_for_bills_and_a_row_for_base_data(wise):
    record = wise.ask("Material/GetDetail", {"FNumber": "M0001"})["Data"]
    assert (
        record[0]["Data"]["FName"] == "物料1" and "FNumber" not in record[0]["Data"]["FUnitGroupID"]
    )
    wise.ask("SO/Save", order())
    bill = wise.ask("SO/GetDetail", {"FBillNo": "SEORD1"})["Data"]
    assert bill["Page1"][0]["FCustID"] == {"FNumber": "CUST0001", "FName": "客户1有限公司"}
    assert bill["Page2"][0]["FAuxQty"] == 5 and bill["Page2"][0]["FAllAmount"] == 56.5
    template = wise.ask("SO/GetTemplate", {})["Data"]
    assert {"FBillNo", "FCustID"} <= set(template["Page1"][0])


def test_order_is_saved_once_and_checked(wise):
    saved = wise.ask("SO/Save", order())
    assert saved["StatusCode"] == 200 and saved["Message"] == "SEORD1"
    again = wise.ask("SO/Save", order())
    assert again["StatusCode"] == 500 and "已经被使用" in again["Message"]
    assert wise.ask("SO/Save", order("S2", FCustID={"FNumber": "NONE"}))["StatusCode"] == 500
    check = {"FBillNo": "SEORD1", "FChecker": "manager", "FCheckDirection": "1"}
    for direction, status in (("1", 0), ("4", 0), ("2", 1)):
        answer = wise.ask("SO/CheckBill", {**check, "FCheckDirection": direction})
        assert answer["StatusCode"] == 200, answer
        assert wise.rows("SO")[0]["FStatus"] == status
    assert wise.ask("SO/CheckBill", {**check, "FCheckDirection": "2"})["StatusCode"] == 500


def test_red_bills_are_negative_in_one_list_with_deliveries(erp, wise):
    wise.ask("SO/Save", order())
    wise.ask("SO/CheckBill", {"FBillNo": "SEORD1", "FChecker": "m", "FCheckDirection": "2"})
    erp.admin("order_deliver", number="SEORD1", lines=[{"quantity": 5}], tracking="SF9")
    erp.admin("order_return", number="SEORD1", lines=[{"quantity": 2}])
    rows = wise.rows("Sales_Delivery", SelectPage="2", OrderBy="[FDetailID2]")
    assert [(row["FROB"], row["Fauxqty"], row["FQty"]) for row in rows] == [
        (1, 5.0, 5.0),
        (-1, -2.0, -2.0),
    ]
    assert {row["FSourceBillNo"] for row in rows} == {"SEORD1"} and rows[0]["FWayBill"] == "SF9"
    assert wise.rows("SO", SelectPage="2")[0]["FAuxCommitQty"] == 5


def test_delivery_is_saved_red_and_blue(erp, wise):
    wise.ask("SO/Save", order())
    wise.ask("SO/CheckBill", {"FBillNo": "SEORD1", "FChecker": "m", "FCheckDirection": "2"})
    for rob, number in ((1, "OUT1"), (-1, "RED1")):
        head = {"FBillNo": number, "FDate": "2026-01-16", "FROB": rob}
        head["FSupplyID"] = {"FNumber": "CUST0001"}
        line = {"FItemID": {"FNumber": "M0001"}, "Fauxqty": rob * 2, "FSourceBillNo": "SEORD1"}
        line["FDCStockID1"] = {"FNumber": "CK001"}
        saved = wise.ask("Sales_Delivery/Save", {"Page1": [head], "Page2": [line]})
        assert (saved["StatusCode"], saved["Message"]) == (200, number)
        check = {"FBillNo": number, "FChecker": "m", "FCheckDirection": "2"}
        assert wise.ask("Sales_Delivery/CheckBill", check)["StatusCode"] == 200
    (line,) = erp.read("documents", form="SAL_SaleOrder")["SAL_SaleOrder"][0]["lines"]
    assert (line["fstockoutqty"], line["freturnqty"]) == (2, 2)


def test_base_data_fails_in_a_row_inside_a_success(wise):
    values = {"FNumber": "NEW1", "FName": "新物料", "FUnitID": {"FNumber": "Pcs"}}
    saved = wise.ask("Material/Save", values)
    assert saved["Data"][0]["FStatus"] is True and saved["Data"][0]["FItemID"] > 0
    again = wise.ask("Material/Save", values)
    assert again["StatusCode"] == 200 and again["Data"][0]["FStatus"] is False
    assert "已经被使用" in again["Data"][0]["FMessage"]
    changed = wise.ask("Material/Update", {"FNumber": "NEW1", "Data": {"FName": "改名"}})
    assert changed["Data"][0]["FStatus"] is True
    (row,) = wise.rows("Material", Filter="FNumber='NEW1'")
    assert row["FName"] == "改名"
    assert wise.ask("Material/Delete", {"FNumber": "NEW1", "FDelete": "5"})["StatusCode"] == 200
    assert wise.rows("Material", Filter="FNumber='NEW1'") == []


def test_answers_may_be_encrypted(erp, wise):
    erp.admin("switches", wise_des=True)
    text = wise.ask("Material/GetDetail", {"FNumber": "M0001"})["Data"]
    key = tenant.WISE_DES_PASSWORD.encode()
    decryptor = Cipher(algorithms.TripleDES(key), modes.ECB()).decryptor()
    plain = decryptor.update(base64.b64decode(text)) + decryptor.finalize()
    assert '"M0001"' in plain[: -plain[-1]].decode()


def test_stock_endpoint_wants_its_token(erp):
    url, headers = f"{erp.url}/stock/rows", {"Authorization": f"Bearer {tenant.WISE_STOCK_TOKEN}"}
    assert requests.get(url, timeout=10).status_code == 401
    rows = requests.get(url, headers=headers, timeout=10).json()
    truth = erp.admin("stock_truth")["rows"]
    found = [[row["material"], row["warehouse"], row["quantity"], row["locked"]] for row in rows]
    assert sorted(found) == sorted(truth)
    assert {"unit", "lot", "status", "owner", "organisation"} <= set(rows[0])
    erp.admin("switches", wise_stock_endpoint=False)
    assert requests.get(url, headers=headers, timeout=10).status_code == 404


def test_objects_nobody_has_seen_are_absent(erp, wise):
    for path in ("Inventory/GetList", "ICInventory/GetList", "SO/Submit", "Health"):
        answer = requests.post(f"{erp.url}/K3API/{path}?token={wise.token}", json={}, timeout=10)
        assert answer.status_code == 404


def test_faults_strike_wise_too(erp, wise):
    rule = {"kind": "lost_after_commit", "services": ["Save:SO"], "count": 1}
    erp.admin("faults", rules=[rule])
    with pytest.raises(requests.ConnectionError):
        wise.ask("SO/Save", order())
    assert "已经被使用" in wise.ask("SO/Save", order())["Message"]
    erp.admin("faults", rules=[{"kind": "session_lost_after_commit", "services": ["Save:SO"]}])
    assert wise.ask("SO/Save", order("S2"))["StatusCode"] == 401
    erp.admin("faults", rules=[])
    wise.log_in()
    assert {row["FBillNo"] for row in wise.rows("SO")} == {"SEORD1", "S2"}
    erp.admin("faults", rules=[{"kind": "duplicate_rows", "services": ["GetList:SO"]}])
    assert len(wise.rows("SO")) == 4
