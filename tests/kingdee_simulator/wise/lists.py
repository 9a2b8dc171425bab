"""GetList, GetDetail, GetTemplate."""

import re
import sqlite3

from ..meta.registry import FORMS
from ..query.columns import Column
from ..query.filter_parser import parse_filter
from ..query.filter_sql import FilterCompiler
from ..refusal import Refusal
from ..store.database import fetch_dicts
from ..store.switches import Switches
from .objects import Item, WiseObject

BRACKETS = re.compile(r"('(?:[^']|'')*')|\[(\w+)\]")
ORDER = re.compile(r"^\s*\[?(\w+)\]?(?:\s+(asc|desc))?\s*$", re.IGNORECASE)
EMPTY = {"int": 0, "number": 0.0, "bool": False, "date": "", "text": ""}


class WiseColumns:
    """Resolves keys of Filter and OrderBy, as `FilterCompiler` asks for them."""

    def __init__(self, items: tuple[Item, ...], switches: Switches) -> None:
        self.items = {item.key.lower(): item for item in items}
        self.switches = switches

    def resolve(self, key: str) -> Column:
        """Return the column, or refuse in the words of SQL Server."""
        first, _dot, rest = key.partition(".")
        item = self.items.get(first.lower())
        if item is None or rest.lower() not in ("", "fnumber", "fname"):
            raise Refusal(500, f"列名 '{key}' 无效。", key)
        if item.kind in ("ref", "group"):
            return Column(sql=_looked_up(item, rest or "fnumber"), kind="text", key=key)
        return Column(sql=item.sql, kind=item.kind, key=key)


def _looked_up(item: Item, column: str) -> str:
    form = FORMS[(item.target or "BD_UNIT").lower()]
    return f"(SELECT {column} FROM {form.table} WHERE {form.key.lower()}={item.sql})"


def _whole(value: object, default: int) -> int:
    try:
        return int(str(value).strip() or default) if value is not None else default
    except ValueError:
        raise Refusal(500, f"参数“{value}”不是整数")


def get_list(erp, tx: sqlite3.Connection, thing: WiseObject, data: dict) -> dict:
    """Return one page, in the container of bills or of base data."""
    with_lines = thing.is_bill and _whole(data.get("selectpage"), 1) == 2
    items = thing.head + (thing.lines if with_lines else ())
    columns = WiseColumns(items, erp.switches)
    source = thing.source
    if with_lines:
        source += f" JOIN {thing.line_source} ON e.fid = h.fid"
    text = BRACKETS.sub(lambda found: found[1] or found[2], str(data.get("filter") or ""))
    where, values = FilterCompiler(columns, tx).compile(parse_filter(text))
    size = _whole(data.get("pagesize"), 0) or 100
    page = max(1, _whole(data.get("pageindex"), 1))
    top = _whole(data.get("top"), 0)
    (count,) = tx.execute(f"SELECT COUNT(*) FROM {source} WHERE {where}", values).fetchone()
    end = min(page * size, top) if top else page * size
    sql = f"SELECT {_selected(_chosen(items, data, columns))} FROM {source} WHERE {where} "
    sql += f"{_order(data, columns)} LIMIT ? OFFSET ?"
    start = (page - 1) * size
    found = fetch_dicts(tx, sql, (*values, max(0, end - start), start))
    rows = [shown(erp, items, row) for row in found]
    return _container(erp, thing, min(count, top) if top else count, size, page, rows)


def _chosen(items: tuple[Item, ...], data: dict, columns: WiseColumns) -> list[Item]:
    names = [name.strip() for name in str(data.get("fields") or "").split(",") if name.strip()]
    for name in names:
        columns.resolve(name)
    wanted = {name.lower() for name in names}
    return [item for item in items if not wanted or item.key.lower() in wanted]


def _selected(items: list[Item] | tuple[Item, ...]) -> str:
    parts = []
    for item in items:
        if item.kind in ("ref", "group"):
            parts.append(f"{_looked_up(item, 'fnumber')} AS {item.key}_number")
            parts.append(f"{_looked_up(item, 'fname')} AS {item.key}_name")
        else:
            parts.append(f"{item.sql} AS {item.key}")
    return ", ".join(parts)


def _order(data: dict, columns: WiseColumns) -> str:
    text = str(data.get("orderby") or "").strip()
    if not text:
        return ""
    parts = []
    for piece in text.split(","):
        match = ORDER.match(piece)
        if match is None:
            raise Refusal(500, f"“{text[:100]}”附近有语法错误。")
        parts.append(f"{columns.resolve(match[1]).sql} {match[2] or 'asc'}")
    return "ORDER BY " + ", ".join(parts)


def shown(erp, items: tuple[Item, ...], row: dict) -> dict:
    """Return a row as answers show it: references are objects."""
    result = {}
    for item in items:
        if item.kind in ("ref", "group"):
            if f"{item.key}_number" not in row:
                continue
            number, name = row[f"{item.key}_number"] or "", row[f"{item.key}_name"] or ""
            value: object = {"FNumber": number, "FName": name}
            if item.kind == "group":
                value = {"FName": name}  # seen so on a real 15.1
            elif erp.switches["wise_flat_lists"]:
                value = number
            result[item.key] = value
        elif item.key in row:
            value = row[item.key]
            result[item.key] = bool(value) if item.kind == "bool" else value
    return result


def _container(erp, thing: WiseObject, count: int, size: int, page: int, rows: list) -> dict:
    key = erp.switches["wise_bill_key" if thing.is_bill else "wise_base_key"]
    if thing.is_bill:
        return {"ROWCOUNT": count, "PAGESIZE": size, "PAGEINDEX": page, key: rows}
    return {"RowCount": count, "PageSize": size, "PageIndex": page, key: rows}


def get_detail(erp, tx: sqlite3.Connection, thing: WiseObject, data: dict) -> object:
    """Return Page1 and Page2 of a bill, or `[{"Data": record}]` of base data."""
    key = "FBillNo" if thing.is_bill else "FNumber"
    number = str(data.get(key.lower()) or "")
    item = next(item for item in thing.head if item.key == key)
    sql = f"SELECT {_selected(thing.head)} FROM {thing.source} WHERE {item.sql} = ?"
    heads = fetch_dicts(tx, sql, (number,))
    if not heads:
        raise Refusal(500, f"“{number}”不存在")
    head = shown(erp, thing.head, heads[0])
    if not thing.is_bill:
        return [{"Data": head}]
    lines = fetch_dicts(
        tx,
        f"SELECT {_selected(thing.lines)} FROM {thing.source} JOIN {thing.line_source} "
        "ON e.fid = h.fid WHERE h.fid = ? ORDER BY e.fseq",
        (head["FInterID"],),
    )
    return {"Page1": [head], "Page2": [shown(erp, thing.lines, line) for line in lines]}


def get_template(thing: WiseObject) -> object:
    """Return an empty record in the layout of Save."""
    head = {item.key: _empty(item) for item in thing.head}
    if not thing.is_bill:
        return head
    return {"Page1": [head], "Page2": [{item.key: _empty(item) for item in thing.lines}]}


def _empty(item: Item) -> object:
    if item.kind in ("ref", "group"):
        return {"FNumber": "", "FName": ""}
    return EMPTY[item.kind]
