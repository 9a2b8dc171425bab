"""The services by their name in the URL."""

import uuid

from .. import tenant
from ..auth.logins import LOGINS
from ..auth.sessions import Session
from ..meta.registry import FORMS
from ..query.bill_query import read_query, restore_long_decimals
from ..refusal import Refusal
from . import business_info, operations, pushing, real_time_stock, saving, states, viewing
from .context import Context
from .parameters import read_parameters

FORM_SERVICE = "kingdee.bos.webapi.servicesstub.dynamicformservice"
AUTH_SERVICE = "kingdee.bos.webapi.servicesstub.authservice"
ACCOUNT_SERVICE = "kingdee.bos.servicefacade.servicesstub.account.accountservice"
STOCK_SERVICE = "kingdee.k3.scm.webapi.servicesstub.inventoryqueryservice"


def _data(arguments: dict) -> dict:
    return read_parameters(arguments.get("data"))


def _form(erp: Context, arguments: dict):
    return erp.registry.form(arguments.get("formid"))


def execute_bill_query(erp: Context, arguments: dict, _session: Session) -> list:
    """ExecuteBillQuery: rows as lists."""
    with erp.database.read() as tx:
        return erp.query.rows(tx, read_query(_data(arguments)))


def bill_query(erp: Context, arguments: dict, _session: Session) -> list:
    """BillQuery: rows as objects keyed by FieldKeys as they were spelt."""
    query = read_query(_data(arguments))
    with erp.database.read() as tx:
        rows = erp.query.rows(tx, query)
    return [dict(zip(query.keys, row, strict=True)) for row in rows]


def _save(erp: Context, arguments: dict, _session: Session) -> dict:
    return saving.save(erp, _form(erp, arguments), _data(arguments))


def _draft(erp: Context, arguments: dict, _session: Session) -> dict:
    return saving.draft(erp, _form(erp, arguments), _data(arguments))


def _batch_save(erp: Context, arguments: dict, _session: Session) -> dict:
    result = saving.batch_save(erp, _form(erp, arguments), _data(arguments))
    if str(arguments.get("beginmethod") or "") != "BeginQueryImpl":
        return result
    polls = int(erp.switches["async_polls"])
    if not polls:
        return {"Status": 2, "TaskId": str(uuid.uuid4()), "Result": result}
    task = str(uuid.uuid4())
    erp.tasks[task] = {"left": polls, "result": result}
    return {"Status": 0, "TaskId": task, "Result": None}


def _async_result(erp: Context, arguments: dict, _session: Session) -> dict:
    info = read_parameters(arguments.get("queryinfo"))
    key = str(info.get("taskid") or "")
    task = erp.tasks.get(key)
    if task is None:
        raise Refusal(10, f"任务“{key}”不存在")
    task["left"] -= 1
    if task["left"] > 0:
        return {"Status": 1, "TaskId": key, "Result": None}
    return {"Status": 2, "TaskId": key, "Result": task["result"]}


def _stepper(operation: str):
    def call(erp: Context, arguments: dict, _session: Session) -> dict:
        return states.change_state(erp, _form(erp, arguments), operation, _data(arguments))

    return call


def _operation(erp: Context, arguments: dict, _session: Session) -> dict:
    name = str(arguments.get("opnumber") or "")
    return operations.execute(erp, _form(erp, arguments), name, _data(arguments))


def _workflow(erp: Context, arguments: dict, _session: Session) -> dict:
    return operations.workflow_audit(erp, _data(arguments))


def _view(erp: Context, arguments: dict, _session: Session) -> dict:
    return viewing.view(erp, _form(erp, arguments), _data(arguments))


def _info(erp: Context, arguments: dict, _session: Session) -> dict:
    return business_info.describe(erp, _data(arguments))


def _push(erp: Context, arguments: dict, _session: Session) -> dict:
    return pushing.push(erp, _form(erp, arguments), _data(arguments))


def _switch_organisation(erp: Context, arguments: dict, session: Session) -> dict:
    return operations.switch_organisation(erp, session, _data(arguments))


def _stock(erp: Context, arguments: dict, _session: Session) -> dict:
    return real_time_stock.inventory_data(erp, _data(arguments))


def _logout(erp: Context, _arguments: dict, session: Session) -> bool:
    return erp.sessions.end(session.sid)


def _data_centers(_erp: Context, _arguments: dict) -> list[dict]:
    centre = {"Id": tenant.DCID, "Number": tenant.DATA_CENTER_NUMBER}
    return [{**centre, "Name": tenant.DATA_CENTER_NAME}]


OPEN = {"GetDataCenterList": _data_centers}
SERVICES = {
    "ExecuteBillQuery": execute_bill_query,
    "BillQuery": bill_query,
    "Save": _save,
    "Draft": _draft,
    "BatchSave": _batch_save,
    "QueryAsyncResult": _async_result,
    "ExcuteOperation": _operation,
    "ExecuteOperation": _operation,
    "WorkflowAudit": _workflow,
    "View": _view,
    "QueryBusinessInfo": _info,
    "Push": _push,
    "SwitchOrg": _switch_organisation,
    "GetInventoryData": _stock,
    "Logout": _logout,
    **{name: _stepper(name) for name in states.STEPS},
}
HOMES = {"GetDataCenterList": ACCOUNT_SERVICE, "GetInventoryData": STOCK_SERVICE}


def is_known(erp: Context, service: str, name: str) -> bool:
    """Return whether the server has this service."""
    home = service.split(",")[0].rpartition(".")[0].lower()
    if name in LOGINS or name == "Logout":
        return home == AUTH_SERVICE
    if name == "BillQuery" and erp.switches["old_server"]:
        return False
    return (name in SERVICES or name in OPEN) and home == HOMES.get(name, FORM_SERVICE)


def numbers_of(arguments: dict) -> list[str]:
    """Return the numbers a call is about, for the log."""
    data = arguments.get("data")
    if not isinstance(data, dict):
        return []
    given = {str(key).lower(): value for key, value in data.items()}
    numbers = given.get("numbers") or []
    models = given.get("model") or []
    for model in models if isinstance(models, list) else [models]:
        if isinstance(model, dict):
            lowered = {str(key).lower(): value for key, value in model.items()}
            numbers = [*numbers, lowered.get("fbillno") or lowered.get("fnumber") or ""]
    return [str(number) for number in numbers] if isinstance(numbers, list) else [str(numbers)]


def form_or_order(form_id: str):
    """Return the form, or the sales order when it is unknown (for texts of faults)."""
    return FORMS.get(form_id.lower()) or FORMS["sal_saleorder"]


def restore(answer) -> None:
    """Write long decimals as numbers."""
    answer.body = restore_long_decimals(answer.body.decode()).encode()
