"""A Model of Save read into columns: keys in any case, unknown ones ignored."""

import math
import sqlite3
from dataclasses import dataclass, field

from ..meta.fields import Entity, Field, Form
from ..meta.registry import Registry
from ..refusal import Refusal
from ..store.clock import read_moment
from ..store.switches import Switches
from . import references

ORGANISATIONS = ("fsaleorgid", "fsettleorgid", "fcreateorgid")


@dataclass(slots=True)
class Line:
    """One row of an entry as the caller gave it; `order` is the sequence of its keys."""

    values: dict
    entry_id: int = 0
    order: list[str] = field(default_factory=list)
    nested: dict = field(default_factory=dict)


@dataclass(slots=True)
class Given:
    """What a Model says."""

    key: object = None
    head: dict = field(default_factory=dict)
    entries: dict[str, list[Line]] = field(default_factory=dict)
    order: list[str] = field(default_factory=list)


class ModelReader:
    """Reads the Models of one form."""

    def __init__(
        self, form: Form, registry: Registry, switches: Switches, tx: sqlite3.Connection
    ) -> None:
        self.form = form
        self.registry = registry
        self.switches = switches
        self.tx = tx
        self.organisation = 0
        self.contact = ""
        self.subheads = {item.key.lower(): item for item in form.subheads}

    def read(self, model: object) -> Given:
        """Return what the Model says; refuses references and values that are wrong."""
        if not isinstance(model, dict):
            raise Refusal(8, "data数据包中的参数Model的值不正确。")
        given = Given()
        self._find_context(model)
        for key, value in model.items():
            self._read_key(given, str(key), value)
        return given

    def _find_context(self, model: dict) -> None:
        lowered = {str(key).lower(): value for key, value in model.items()}
        for name in ORGANISATIONS:
            found = self.form.find(name)
            if found and lowered.get(name):
                self.organisation = references.resolve(self.tx, found[1], lowered[name], 0)
                break
        contact = str(lowered.get("fcontactunittype") or "").lower()
        self.contact = contact if contact in references.CONTACT_FORMS else "bd_customer"

    def _read_key(self, given: Given, key: str, value: object) -> None:
        name = key.lower()
        given.order.append(name)
        if name == self.form.key.lower():
            given.key = self._key(value)
        elif name in self.subheads:
            rows = value if isinstance(value, list) else [value]
            for row in rows[:1]:
                given.head |= self._fields(self.subheads[name], row)
        elif self.form.entry(name):
            entity = self.form.entry(name)
            given.entries[entity.key] = [self._line(entity, row) for row in _rows(value)]
        else:
            given.head |= self._fields(self.form.head, {key: value})

    @staticmethod
    def _key(value: object) -> int | None:
        text = str(value or "").strip()
        return int(text) if text.isdigit() and int(text) else None

    def _line(self, entity: Entity, row: dict) -> Line:
        line = Line(self._fields(entity, row), order=[str(key).lower() for key in row])
        for key, value in row.items():
            if str(key).lower() in ("fentryid", entity.id_key.lower()):
                line.entry_id = self._key(value) or 0
            elif isinstance(value, list):
                line.nested[str(key).lower()] = value
        return line

    def _fields(self, entity: Entity, values: object) -> dict:
        if not isinstance(values, dict):
            return {}
        found, known = {}, entity.by_key
        for key, value in values.items():
            item = known.get(str(key).lower())
            if item is None:
                item = self._elsewhere(entity, str(key))
            if item and not item.computed and not item.internal:
                found[item.column] = self._value(item, value)
        return found

    def _elsewhere(self, entity: Entity, key: str) -> Field | None:
        added = self.registry.added.get((self.form.id.lower(), key.lower()))
        if added and added[0].key == entity.key:
            return added[1]
        place = self.form.find(key)
        if place and place[0] is not entity and self.switches["wrong_level_refused"]:
            raise Refusal(
                4,
                f"ResolveFiled_InnerEx解析字段(Key:{key})失败，实体不存在此属性！"
                f"[EntityType：{entity.key.removeprefix('F')}]",
                key,
            )
        return None

    def _value(self, item: Field, value: object) -> object:
        if item.kind == "ref":
            target = self.contact if item.target == "*" else ""
            return references.resolve(self.tx, item, value, self.organisation, target)
        if value is None or value == "":
            return item.empty
        return _plain(item, value)


def _plain(item: Field, value: object) -> object:
    if item.kind == "bool":
        return int(str(value).strip().lower() in ("true", "1"))
    try:
        if item.kind == "number":
            return _finite(float(str(value)))
        if item.kind == "int":
            return int(str(value))
        if item.kind == "date":
            return read_moment(value)
    except (ValueError, Refusal):
        raise Refusal(11, f"字段“{item.caption}”的值“{value}”不正确", item.key)
    return str(value) if str(value).strip() else " "


def _finite(value: float) -> float:
    if not math.isfinite(value):
        raise ValueError(value)
    return value


def _rows(value: object) -> list[dict]:
    rows = value if isinstance(value, list) else [value]
    return [row for row in rows if isinstance(row, dict)]
