"""One simulator process for a test file, and the official SDK on it."""

import json
import os

import pytest

from ..kingdee_simulator import tenant
from ..kingdee_simulator.process import Simulator

os.environ["NO_PROXY"] = os.environ["no_proxy"] = "127.0.0.1"  # the SDK obeys the environment


EXECUTION = "FQty,FStockOutQty,FRemainOutQty,FReturnQty,FMrpCloseStatus,FCloseStatus"
ENTRY = "FSaleOrderEntry_FEntryID,FSaleOrderEntry_FSeq,FMaterialId.FNumber,FQty"


class Sdk:
    """The official SDK, answers decoded."""

    def __init__(self, erp: Simulator, **changed: object) -> None:
        from k3cloud_webapi_sdk.main import K3CloudApiSdk

        self.raw = K3CloudApiSdk(erp.cloud, 20)
        given = {
            "acct_id": tenant.DCID,
            "user_name": tenant.USER,
            "app_id": tenant.APP_ID,
            "app_secret": tenant.APP_SECRET,
            "server_url": erp.cloud,
            **changed,
        }
        self.raw.InitConfig(**given)

    def __getattr__(self, name: str):
        method = getattr(self.raw, name)
        return lambda *words: json.loads(method(*words))

    def query(self, form: str, keys: str, where: object = "", **more: object) -> list:
        """ExecuteBillQuery with the usual parameters."""
        data = {"FormId": form, "FieldKeys": keys, "FilterString": where, "OrderString": ""}
        data |= {"TopRowCount": 0, "StartRow": 0, "Limit": 2000, **more}
        return self.ExecuteBillQuery(data)


@pytest.fixture(scope="module")
def process():
    """One process for all tests of a file."""
    with Simulator() as running:
        yield running
        assert not running.errors(), running.errors()


@pytest.fixture
def erp(process):
    """Return the simulator with 20 materials, 2 warehouses and 5 customers, and nothing else."""
    process.admin("reset")
    process.admin("seed", materials=20, warehouses=2, customers=5)
    return process


@pytest.fixture
def sdk(erp):
    """Return the official SDK with the right credentials."""
    return Sdk(erp)


def order_model(number: str = "ODOO-S00042", quantity: float = 23, **changed: object) -> dict:
    """Return the smallest order seen working against a live system (protocol 11)."""
    line = {"FMaterialId": {"FNumber": "M0001"}, "FQty": quantity, "FTaxPrice": 3222.0}
    line |= {"FDeliveryDate": "2026-01-20", "FSettleOrgIds": {"FNumber": "100"}}
    return {
        "FBillTypeID": {"FNUMBER": "XSDD01_SYS"},
        "FBillNo": number,
        "FDate": "2026-01-15",
        "FSaleOrgId": {"FNumber": "100"},
        "FCustId": {"FNumber": "CUST0001"},
        "FSalerId": {"FNumber": "0001"},
        "FSaleOrderFinance": {"FSettleCurrId": {"FNumber": "PRE001"}},
        "FSaleOrderPlan": [{"FNeedRecAdvance": "false"}],
        "FSaleOrderEntry": [{**line, "FOrderEntryPlan": [{"FPlanQty": quantity}]}],
        **changed,
    }


def audited_order(sdk: Sdk, number: str, **changed: object) -> dict:
    """Save, submit and audit an order; return Save's answer."""
    saved = sdk.Save("SAL_SaleOrder", {"Model": order_model(number, **changed)})
    assert saved["Result"]["ResponseStatus"]["IsSuccess"], saved
    for step in (sdk.Submit, sdk.Audit):
        done = step("SAL_SaleOrder", {"Numbers": [number]})
        assert done["Result"]["ResponseStatus"]["IsSuccess"], done
    return saved


def status_of(answer: object) -> dict:
    """Return ResponseStatus wherever it is."""
    while isinstance(answer, list):
        answer = answer[0]
    return answer["Result"]["ResponseStatus"]


def save(sdk, model: dict, **parameters: object) -> dict:
    return sdk.Save("SAL_SaleOrder", {"Model": model, **parameters})


def refused(answer: dict) -> tuple[int, str]:
    status = status_of(answer)
    assert status["IsSuccess"] is False and status["ErrorCode"] == 500
    assert answer["Result"].get("Id", "") == ""
    return status["MsgCode"], status["Errors"][0]["FieldName"]


def line(material: str = "M0001", quantity: float = 1, **more: object) -> dict:
    return {
        "FMaterialId": {"FNumber": material},
        "FQty": quantity,
        "FTaxPrice": 10,
        "FDeliveryDate": "2026-01-20",
        **more,
    }


def entries(sdk, number: str = "U1") -> list[list]:
    where = f"FBillNo='{number}'"
    return sdk.query("SAL_SaleOrder", ENTRY, where, OrderString="FSaleOrderEntry_FSeq")


def execution(sdk, number: str) -> list:
    return sdk.query(
        "SAL_SaleOrder", EXECUTION, f"FBillNo='{number}'", OrderString="FSaleOrderEntry_FSeq"
    )


def stock_of(erp, material: str = "M0001") -> dict:
    rows = erp.admin("stock_truth")["rows"]
    return {row[1]: (row[2], row[3]) for row in rows if row[0] == material}


def fill(erp, quantity: float = 100) -> None:
    for warehouse in ("CK001", "CK002"):
        erp.admin("stock_set", material="M0001", warehouse=warehouse, quantity=quantity)


@pytest.fixture
def order(erp, sdk):
    fill(erp)
    return audited_order(sdk, "S1")["Result"]
