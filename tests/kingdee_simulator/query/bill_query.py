"""ExecuteBillQuery and BillQuery: parameters in, rows out."""

import re
import sqlite3
from dataclasses import dataclass

from ..meta.fields import Form
from ..meta.registry import Registry
from ..refusal import Refusal
from ..store.switches import Switches
from .columns import Column, Columns
from .filter_parser import parse_filter
from .filter_sql import FilterCompiler
from .order import order_clause

LONG = re.compile(r'"\\u0001(-?\d+\.\d+)"')


@dataclass(frozen=True, slots=True, kw_only=True)
class Query:
    """The parameters of a query, by the names of the protocol."""

    form_id: str
    keys: tuple[str, ...]
    where: object
    order: object
    start: int
    limit: int
    top: int


def read_query(data: dict) -> Query:
    """Read the parameters; keys in any case. Refuses with MsgCode 8 what is missing."""
    given = {str(key).lower(): value for key, value in data.items()}
    if not str(given.get("formid") or "").strip():
        raise Refusal(8, "data数据包中的参数FormId必传。")
    keys = given.get("fieldkeys") or ""
    names = keys if isinstance(keys, list) else str(keys).split(",")
    clean = tuple(str(name).strip() for name in names if str(name).strip())
    if not clean:
        raise Refusal(8, "data数据包中的参数FieldKeys的值不能为空。")
    return Query(
        form_id=str(given["formid"]),
        keys=clean,
        where=given.get("filterstring"),
        order=given.get("orderstring"),
        start=_whole(given.get("startrow"), "StartRow"),
        limit=_whole(given.get("limit"), "Limit"),
        top=_whole(given.get("toprowcount"), "TopRowCount"),
    )


def _whole(value: object, name: str) -> int:
    try:
        return max(0, int(value or 0))
    except (TypeError, ValueError):
        raise Refusal(8, f"data数据包中的参数{name}的值不正确。")


class BillQuery:
    """Runs queries against one tenant's data."""

    def __init__(
        self, registry: Registry, switches: Switches, hidden: dict[str, str] | None = None
    ) -> None:
        self.registry = registry
        self.switches = switches
        self.hidden = hidden or {}  # form -> filter of the rows the user may not see

    def rows(self, tx: sqlite3.Connection, query: Query) -> list[list]:
        """Return the rows of one page."""
        form = self.registry.form(query.form_id)
        columns = Columns(form, self.registry, self.switches)
        selected = [columns.resolve(key) for key in query.keys]
        compiler = FilterCompiler(columns, tx)
        where, values = compiler.compile(parse_filter(query.where))
        seen, more = self._permitted(form, compiler)
        order = order_clause(query.order, columns)
        limit = self._limit(query)
        if limit <= 0:
            return []
        sql = (
            f"SELECT {', '.join(item.sql for item in selected)} {columns.from_clause} "
            f"WHERE {where} AND {seen} {order} LIMIT ? OFFSET ?"
        )
        found = tx.execute(sql, [*values, *more, limit, query.start]).fetchall()
        return self._shown(found, selected)

    def _permitted(self, form: Form, compiler: FilterCompiler) -> tuple[str, list]:
        rule = self.hidden.get(form.id.lower())
        if not rule:
            return "1", []
        sql, values = compiler.compile(parse_filter(rule))
        return f"NOT COALESCE({sql}, 0)", values

    def _limit(self, query: Query) -> int:
        most = int(self.switches["page_limit"])
        limit = min(query.limit or most, most)
        if not query.top:
            return limit
        if self.switches["top_row_is_end"]:
            return min(limit, query.top - query.start)
        return min(limit, query.top)

    def _shown(self, found: list[tuple], columns: list[Column]) -> list[list]:
        """Bring values into the types of the protocol; untouched columns cost nothing."""
        changes = []
        for number, column in enumerate(columns):
            change = self._change(column)
            if change:
                changes.append((number, change))
        if not changes:
            return found
        rows = [list(row) for row in found]
        for number, change in changes:
            for row in rows:
                row[number] = change(row[number])
        return rows

    def _change(self, column: Column):
        if column.masked:
            return _mask
        if column.kind == "bool":
            return _text_boolean if self.switches["booleans_as_text"] else _boolean
        if column.kind == "number" and self.switches["long_decimals"]:
            return _long
        if column.kind in ("text", "enum"):
            if self.switches["null_texts"]:
                return _null_if_blank
            # A reference to nothing has no number; lots show one blank.
            return _blank if column.through else None
        return None


def restore_long_decimals(text: str) -> str:
    """Take the quotes off numbers that keep their ten decimals."""
    return LONG.sub(r"\1", text)


def _mask(_value: object) -> str:
    return "***"


def _boolean(value: object) -> bool | None:
    return None if value is None else bool(int(value))


def _text_boolean(value: object) -> str | None:
    return None if value is None else str(int(value))


def _long(value: object) -> object:
    return None if value is None else f"\x01{value:.10f}"


def _null_if_blank(value: object) -> object:
    return value if value is not None and str(value).strip() else None


def _blank(value: object) -> object:
    return " " if value is None or value == "" else value
