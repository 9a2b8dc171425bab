"""Field keys turned into columns: joins of entries and of base data, made as keys are met."""

from dataclasses import dataclass

from ..meta.fields import Entity, Field, Form
from ..meta.registry import FORMS, Registry
from ..refusal import Refusal
from ..store.switches import Switches

ANY_UNIT = "BD_Customer"  # what FCONTACTUNIT may point to is decided per row; queries join this


@dataclass(frozen=True, slots=True, kw_only=True)
class Column:
    """A queryable value: its SQL, its kind, and how it is reached."""

    sql: str
    kind: str
    key: str
    through: str = ""  # the SQL of the reference one hop earlier
    target: Form | None = None  # the form of that reference
    target_key: str = ""  # the column of that form which the reference holds
    target_field: str = ""
    masked: bool = False


class Columns:
    """Resolves keys of one query; afterwards `joins` holds what FROM needs."""

    def __init__(self, form: Form, registry: Registry, switches: Switches) -> None:
        self.form = form
        self.registry = registry
        self.switches = switches
        self.joins: dict[str, str] = {}
        self.base_data: set[str] = set()
        self.entries: list[Entity] = []

    def resolve(self, key: str) -> Column:
        """Return the column of a key, or refuse with MsgCode 9."""
        first, *hops = key.strip().split(".")
        if first.lower() == "fupdatetime" and not self.switches["inventory_update_time"]:
            raise Refusal(9, f"元数据中标识为{key}的字段不存在", key)
        entity, item = self.registry.find(self.form, first)
        alias = self._alias(entity)
        column = Column(sql=f"{alias}.{item.column}", kind=item.kind, key=key)
        if len(hops) > 1 and self.form.key_kind == "text" and self.switches["stock_two_hops_fail"]:
            raise Refusal(9, f"元数据中标识为{key}的字段不存在", key)
        for hop in hops:
            item, column = self._hop(item, column, hop)
        masked = self.registry.is_masked(self.form, key)
        if masked or item.kind == "ref":
            column = Column(
                sql=column.sql,
                kind="id" if item.kind == "ref" else column.kind,
                key=key,
                through=column.through,
                target=column.target,
                target_key=column.target_key,
                target_field=column.target_field,
                masked=masked,
            )
        return column

    def _alias(self, entity: Entity) -> str:
        if not entity.table:
            return "h"
        alias = f"e_{entity.key.lower()}"
        if alias not in self.joins:
            self.joins[alias] = (
                f"LEFT JOIN {entity.table} {alias} ON {alias}.fid = h.{self.form.key.lower()}"
            )
            self.entries.append(entity)
        return alias

    def _hop(self, item: Field, column: Column, hop: str) -> tuple[Field, Column]:
        if item.kind != "ref":
            raise Refusal(9, f"元数据中标识为{column.key}的字段不存在", column.key)
        target = FORMS[(ANY_UNIT if item.target == "*" else item.target).lower()]
        entity, found = self.registry.find(target, hop, column.key)
        if entity.table:
            raise Refusal(9, f"元数据中标识为{column.key}的字段不存在", column.key)
        holds = "fmasterid" if item.master else target.key.lower()
        alias = f"b_{column.sql.replace('.', '_')}"
        if alias not in self.joins:
            # A stock row names the master record; its creating organisation's record stands for it.
            own = f" AND {alias}.fuseorgid = {alias}.fcreateorgid" if item.master else ""
            self.joins[alias] = (
                f"LEFT JOIN {target.table} {alias} ON {alias}.{holds} = {column.sql}{own}"
            )
        self.base_data.add(column.key)
        if len(self.base_data) > self.switches["base_data_columns"]:
            raise Refusal(4, "查询的基础资料字段过多，请减少查询字段")
        return found, Column(
            sql=f"{alias}.{found.column}",
            kind=found.kind,
            key=column.key,
            through=column.sql,
            target=target,
            target_key=holds,
            target_field=found.column,
        )

    @property
    def from_clause(self) -> str:
        """Return FROM with all joins."""
        return " ".join([f"FROM {self.form.table} h", *self.joins.values()])
