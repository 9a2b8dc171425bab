"""InventoryQueryService.GetInventoryData: stock by ids, pages counted from 1 (protocol 9)."""

from ..refusal import Refusal
from ..store.database import fetch_dicts
from .context import Context
from .parameters import read_parameters

COLUMNS = {
    "FId": "i.fid",
    "FStockOrgId": "i.fstockorgid",
    "FStockId": "i.fstockid",
    "FStockLocId": "i.fstocklocid",
    "FMaterialId": "i.fmaterialid",
    "FBaseUnitId": "i.fbaseunitid",
    "FBaseQty": "i.fbaseqty",
    "FSecUnitId": "i.fsecunitid",
    "FSecQty": "i.fsecqty",
    "FBaseAvbQty": "i.fbaseqty - i.fbaselockqty",
    "FBASELOCKQTY": "i.fbaselockqty",
}
FILTERS = {
    "fstockorgnumbers": "i.fstockorgid IN (SELECT forgid FROM org_organizations WHERE fnumber IN",
    "fmaterialnumbers": "i.fmaterialid IN (SELECT fmasterid FROM bd_material WHERE fnumber IN",
    "fstocknumbers": "i.fstockid IN (SELECT fstockid FROM bd_stock WHERE fnumber IN",
    "flotnumbers": "i.flot IN (SELECT flotid FROM bd_batchmainfile WHERE fnumber IN",
}


def inventory_data(erp: Context, data: dict) -> dict:
    """Return one page of stock rows."""
    parameters = read_parameters(data)
    try:
        page = max(1, int(parameters.get("pageindex") or 1))
        size = min(10000, int(parameters.get("pagerows") or 1000))
    except (TypeError, ValueError):
        raise Refusal(8, "分页参数不正确")
    where, values = ["1"], []
    for name, condition in FILTERS.items():
        numbers = [text.strip() for text in str(parameters.get(name) or "").split(",")]
        numbers = [text for text in numbers if text]
        if numbers:
            where.append(f"{condition} ({', '.join('?' * len(numbers))}))")
            values += numbers
    condition = " AND ".join(where)
    columns = ", ".join(f"{sql} AS {name}" for name, sql in COLUMNS.items())
    with erp.database.read() as tx:
        (count,) = tx.execute(
            f"SELECT COUNT(*) FROM stk_inventory i WHERE {condition}", values
        ).fetchone()
        rows = fetch_dicts(
            tx,
            f"SELECT {columns} FROM stk_inventory i WHERE {condition} "
            "ORDER BY i.fid LIMIT ? OFFSET ?",
            (*values, size, (page - 1) * size),
        )
    return {"rowcount": count, "success": True, "message": "", "data": rows}
