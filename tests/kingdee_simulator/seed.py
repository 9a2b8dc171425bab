"""Records to begin with: the basics every tenant has, and trade of any size."""

import hashlib
import sqlite3

from . import tenant
from .effects.movements import PIECE, USABLE
from .meta.registry import FORMS
from .store.database import insert, next_id

CARTON = 10102
BASICS = {
    "ORG_Organizations": [(1, tenant.ORGANISATION, "总部")],
    "BD_UNIT": [(PIECE, "Pcs", "个"), (CARTON, "Carton", "箱")],
    "BD_Currency": [(1, "PRE001", "人民币"), (7, "PRE007", "美元")],
    "BD_RateType": [(1, "HLTX01_SYS", "固定汇率")],
    "BD_StockStatus": [
        (USABLE, "KCZT01_SYS", "可用"),
        (10001, "KCZT02_SYS", "待检"),
        (10002, "KCZT03_SYS", "冻结"),
        (10006, "KCZT08_SYS", "不良"),
    ],
    "BD_Saler": [(301, "0001", "销售一"), (302, "0002", "销售二")],
    "BD_Department": [(401, "BM001", "销售部"), (402, "BM002", "仓储部")],
    "BD_Empinfo": [(451, "EMP001", "张三")],
    "BD_Supplier": [(461, "VEN001", "供应商一"), (462, "SF", "顺丰速运")],
    "BD_Expense": [(471, "FYXM01", "佣金"), (472, "FYXM02", "其他费用")],
    "BD_SETTLETYPE": [(1, "JSFS01_SYS", "现金"), (4, "JSFS04_SYS", "电汇")],
    "BD_RecCondition": [(1, "SKTJ01_SYS", "月结30天")],
    "BD_TaxRate": [(1, "SL02_SYS", "13%增值税")],
    "BD_CustomerGroup": [(501, "A", "经销商"), (502, "B", "零售")],
    "BD_MATERIALGROUP": [(601, "G01", "护肤"), (602, "G02", "彩妆"), (603, "G03", "食品")],
    "BD_MATERIALCATEGORY": [(701, "CHLB05_SYS", "产成品")],
    "STK_LogisticsCompany": [(801, "SF", "顺丰速运"), (802, "ZTO", "中通快递")],
    "SEC_User": [(tenant.USER_ID, tenant.USER, tenant.USER), (16394, "zhangsan", "张三")],
    "BOS_ASSISTANTDATA": [
        (901, "THYY01_SYS", "质量问题"),
        (902, "THLX01_SYS", "退货"),
        (903, "THLX02_SYS", "退货补货"),
        (904, "KHLB001_SYS", "普通销售客户"),
    ],
    "BOS_BillType": [
        (1001, "XSDD01_SYS", "标准销售订单"),
        (1002, "XSDD02_SYS", "寄售销售订单"),
        (1003, "XSDD05_SYS", "退货订单"),
        (1004, "XSCKD01_SYS", "标准销售出库单"),
        (1005, "XSTHD01_SYS", "标准销售退货单"),
        (1006, "YSD01_SYS", "标准应收单"),
        (1007, "QTYFD01_SYS", "其他应付单"),
    ],
}


def ensure_basics(tx: sqlite3.Connection, now: str) -> None:
    """Insert the small lists unless they are there."""
    if tx.execute("SELECT 1 FROM org_organizations").fetchone():
        return
    for form_id, rows in BASICS.items():
        for key, number, name in rows:
            add_small(tx, form_id, number, name, key=key, now=now)


def add_small(tx: sqlite3.Connection, form_id: str, number: str, name: str, **more: object) -> int:
    """Insert one record of a small list; return its id."""
    form, now = FORMS[form_id.lower()], more.pop("now")
    key = more.pop("key", None) or next_id(tx)
    values = {item.column: item.empty for item in form.stored}
    values |= {"fnumber": number, "fname": name, "fcreatedate": now, "fmodifydate": now}
    values |= {"fcreateorgid": 1, "fuseorgid": 1, **more}
    insert(tx, form.table, {form.key.lower(): key, **values})
    return key


def seed(erp, sizes: dict) -> dict:
    """Fill the tenant set-wise: materials, warehouses, customers and a stock row for each pair.

    `fragments` splits the stock of every n-th material into several rows (lots, statuses,
    consigned goods, and one negative row).
    """
    number = int(sizes.get("seed") or 0)
    counts = {
        name: int(sizes.get(name, default))
        for name, default in (("materials", 20), ("warehouses", 2), ("customers", 5))
    }
    fragments = int(sizes.get("fragments", 0))
    now = erp.clock.now()
    with erp.database.write() as tx:
        tx.create_function("sim_guid", 2, _guid, deterministic=True)
        tx.create_function("sim_draw", 3, _draw, deterministic=True)
        for place in range(1, counts["warehouses"] + 1):
            if not tx.execute(
                "SELECT 1 FROM bd_stock WHERE fnumber = ?", (f"CK{place:03d}",)
            ).fetchone():
                add_small(tx, "BD_STOCK", f"CK{place:03d}", f"仓库{place}", now=now)
        _materials(tx, counts["materials"], number, now)
        _customers(tx, counts["customers"], now)
        _stock(tx, number, now)
        if fragments:
            _fragments(tx, number, fragments)
        tx.execute("ANALYZE")
        (rows,) = tx.execute("SELECT COUNT(*) FROM stk_inventory").fetchone()
    return {**counts, "stock_rows": rows}


def _guid(seed_number: int, text: str) -> str:
    """Return a GUID that depends on nothing but its arguments."""
    digest = hashlib.md5(f"{seed_number}/{text}".encode(), usedforsecurity=False).hexdigest()
    return f"{digest[:8]}-{digest[8:12]}-{digest[12:16]}-{digest[16:20]}-{digest[20:]}"


def _draw(seed_number: int, text: str, most: int) -> int:
    """Return a number below `most` that depends on nothing but its arguments."""
    digest = hashlib.blake2b(f"{seed_number}|{text}".encode(), digest_size=6).digest()
    return int.from_bytes(digest) % most


def _template(form_id: str, values: dict) -> tuple[str, list]:
    """Return the column list, and the expressions and constants that fill it."""
    form = FORMS[form_id.lower()]
    columns = {item.column: item.empty for item in form.stored} | values
    expressions, constants = [], []
    for value in columns.values():
        if isinstance(value, str) and value.startswith("sql:"):
            expressions.append(value[4:])
        else:
            expressions.append("?")
            constants.append(value)
    names = ", ".join([form.key.lower(), *columns])
    return f"INSERT INTO {form.table} ({names}) SELECT {{key}}, {', '.join(expressions)}", constants


def _series(tx: sqlite3.Connection, form_id: str, count: int, values: dict) -> None:
    """Insert records 1..count that are not there yet."""
    form = FORMS[form_id.lower()]
    first = next_id(tx, count=count)
    sql, constants = _template(form_id, {**values, "fmasterid": f"sql:{first} + n - 1"})
    tx.execute(
        "WITH RECURSIVE s(n) AS (SELECT 1 UNION ALL SELECT n + 1 FROM s WHERE n < ?) "
        + sql.format(key=f"{first} + n - 1")
        + f" FROM s WHERE {values['fnumber'][4:]} NOT IN (SELECT fnumber FROM {form.table})",
        (count, *constants),
    )


def _materials(tx: sqlite3.Connection, count: int, number: int, now: str) -> None:
    if not count:
        return
    values = {
        "fnumber": "sql:printf('M%04d', n)",
        "fname": "sql:'物料' || n",
        "fspecification": "sql:(n % 9 + 1) * 50 || 'ml'",
        "fmaterialgroup": "sql:601 + n % 3",
        "fcreateorgid": 1,
        "fuseorgid": 1,
        "fcreatedate": now,
        "fmodifydate": now,
        "fapprovedate": now,
        "fbarcode": "sql:printf('690%010d', n)",
        "fcategoryid": 701,
        "ftaxrateid": 1,
        "fbaseunitid": PIECE,
        "fsaleunitid": PIECE,
        # Every fifth is stored in cartons of twelve.
        "fstoreunitid": f"sql:CASE WHEN n % 5 = 0 THEN {CARTON} ELSE {PIECE} END",
        "fstoreurnum": "sql:CASE WHEN n % 5 = 0 THEN 12.0 ELSE 1.0 END",
        "fisbatchmanage": "sql:n % 7 = 0",
        "f_listprice": f"sql:10.0 + sim_draw({number}, 'price' || n, 9000) / 100.0",
    }
    _series(tx, "BD_MATERIAL", count, values)


def _customers(tx: sqlite3.Connection, count: int, now: str) -> None:
    if not count:
        return
    values = {
        "fnumber": "sql:printf('CUST%04d', n)",
        "fname": "sql:'客户' || n || '有限公司'",
        "fshortname": "sql:'客户' || n",
        "fcreateorgid": 1,
        "fuseorgid": 1,
        "fgroup": "sql:501 + n % 2",
        "fcusttypeid": 904,
        "fseller": 301,
        "fsaldeptid": 401,
        "ftradingcurrid": 1,
        "ftaxrate": 1,
        "fcreatedate": now,
        "fmodifydate": now,
        "fapprovedate": now,
    }
    _series(tx, "BD_Customer", count, values)


def _stock(tx: sqlite3.Connection, number: int, now: str) -> None:
    """One usable row for each material and warehouse that has none."""
    quantity = f"CAST(sim_draw({number}, m.fnumber || s.fnumber, 2000) AS REAL)"
    factor = "(m.fstoreurnum / m.fstoreurnom)"
    values = {
        "fstockorgid": 1,
        "fstockid": "sql:s.fstockid",
        "fstockname": "sql:s.fname",
        "fmaterialid": "sql:m.fmasterid",
        "fmaterialname": "sql:m.fname",
        "fmodel": "sql:m.fspecification",
        "fstockstatusid": USABLE,
        "fownerid": 1,
        "fownername": "总部",
        "fkeeperid": 1,
        "fkeepername": "总部",
        "fbaseunitid": "sql:m.fbaseunitid",
        "fstockunitid": "sql:m.fstoreunitid",
        "fstoreurnum": "sql:m.fstoreurnum",
        "fstoreurnom": "sql:m.fstoreurnom",
        "fbaseqty": f"sql:{quantity}",
        "fqty": f"sql:ROUND({quantity} / {factor}, 10)",
        "fupdatetime": now,
    }
    sql, constants = _template("STK_Inventory", values)
    tx.execute(
        sql.format(key=f"sim_guid({number}, m.fnumber || '/' || s.fnumber)")
        + " FROM bd_material m CROSS JOIN bd_stock s WHERE m.fuseorgid = m.fcreateorgid "
        "AND NOT EXISTS (SELECT 1 FROM stk_inventory i "
        "WHERE i.fmaterialid = m.fmasterid AND i.fstockid = s.fstockid) ORDER BY 1",
        constants,
    )


def _fragments(tx: sqlite3.Connection, number: int, every: int) -> None:
    """Split stock: a lot, a frozen part, consigned goods of another owner, a negative row."""
    columns = [item.column for item in FORMS["stk_inventory"].stored]
    lot = add_small(tx, "BD_BatchMainFile", "L20260101", "L20260101", now="2026-01-01T00:00:00")
    for label, changed in (
        ("lot", {"flot": lot, "fbaseqty": 7.5, "fqty": 7.5}),
        ("frozen", {"fstockstatusid": 10002, "fbaseqty": 3.0, "fqty": 3.0}),
        ("consigned", {"fownerid": 2, "fownername": "'寄售'", "fbaseqty": 11.0, "fqty": 11.0}),
        ("negative", {"fmtono": "'MTO1'", "fbaseqty": -2.0, "fqty": -2.0}),
    ):
        chosen = ", ".join(str(changed.get(name, name)) for name in columns)
        tx.execute(
            f"INSERT INTO stk_inventory (fid, {', '.join(columns)}) "
            f"SELECT sim_guid({number}, fid || '{label}'), {chosen} FROM stk_inventory "
            "WHERE fmaterialid % ? = 0 AND flot = 0 AND fstockstatusid = 10000 AND fownerid = 1 "
            "AND TRIM(fmtono) = ''",
            (every,),
        )
