"""The records that our addons bring: menus, rights, rules, crons, views, texts in all languages.

Ids differ from database to database, so references are compared by the XML ids they lead to.
"""

import re
from collections.abc import Iterator

from scripts.cluster import Cluster
from scripts.paths import addon_names

# What Odoo, the clock or a person writes; it is no part of what an addon brings.
OF_THE_DAY = {
    *("id", "create_uid", "create_date", "write_uid", "write_date", "parent_path", "parent_left"),
    *("nextcall", "lastcall", "failure_count", "first_failure_date", "number_next", "arch_prev"),
    *("arch_updated", "cron_name", "last_update", "store_fname", "access_token", "cover"),
}
ACTIONS = {
    "ir.actions.act_window": "ir_act_window",
    "ir.actions.server": "ir_act_server",
    "ir.actions.client": "ir_act_client",
    "ir.actions.act_url": "ir_act_url",
    "ir.actions.report": "ir_act_report_xml",
    "ir.actions.act_window.view": "ir_act_window_view",
}
REFERENCE = re.compile(
    r"(?:(?<=name=\")|(?<=^ir\.actions\.act_window,)|(?<=^ir\.actions\.server,)"
    r"|(?<=^ir\.actions\.client,))(\d+)(?=\"|$)"
)


class Records:
    """What the XML ids of our addons, or of some, stand for in one database."""

    def __init__(self, database: str, cluster: Cluster, addons: list[str] | None = None):
        self.addons = set(addons or addon_names())
        self.database = database
        self.cluster = cluster
        self.tables = {
            row[0]
            for row in self._sql(
                "SELECT relname FROM pg_class WHERE relkind = 'r'"
                " AND relnamespace = 'public'::regnamespace"
            )
        }
        self.names: dict[tuple[str, int], str] = {}
        self.ours: dict[str, tuple[str, int, bool]] = {}
        self._read_names()
        self.keys = self._read_keys()
        self.values = dict(self._read_values())
        self.links = set(self._read_links())

    def _sql(self, query: str) -> list[list]:
        return self.cluster.sql(query, database=self.database)

    def _read_names(self) -> None:
        for module, name, model, res_id, noupdate in self._sql(
            "SELECT module, name, model, res_id, COALESCE(noupdate, FALSE) FROM ir_model_data"
            " ORDER BY module <> ALL(ARRAY["
            + ",".join(f"'{addon}'" for addon in sorted(self.addons))
            + "]), module, name"
        ):
            table = ACTIONS.get(model, model.replace(".", "_"))
            xml_id = f"{module}.{name}"
            if module in self.addons:
                self.ours[xml_id] = (table, res_id, noupdate)
            self.names.setdefault((table, res_id), xml_id)
            if table.startswith("ir_act_"):
                self.names.setdefault(("ir_actions", res_id), xml_id)

    def _read_keys(self) -> dict[tuple[str, str], str]:
        """Return {(table, column): table referred to}."""
        rows = self._sql(
            "SELECT conrelid::regclass::text, a.attname, confrelid::regclass::text"
            "  FROM pg_constraint JOIN pg_attribute a ON a.attrelid = conrelid"
            "   AND a.attnum = conkey[1]"
            " WHERE contype = 'f' AND array_length(conkey, 1) = 1"
        )
        return {(table, column): target for table, column, target in rows}

    def _read_values(self) -> Iterator[tuple[str, dict]]:
        wanted: dict[str, dict[int, list[str]]] = {}
        for xml_id, (table, res_id, _noupdate) in self.ours.items():
            wanted.setdefault(table, {}).setdefault(res_id, []).append(xml_id)
        # One question for all tables: each would start a process of its own.
        query = " UNION ALL ".join(
            f"SELECT '{table}', id, to_jsonb(t) FROM {table} t"
            f" WHERE id IN ({','.join(map(str, by_id))})"
            for table, by_id in wanted.items()
            if table in self.tables
        )
        for table, res_id, row in self._sql(query):
            values = {
                column: self._name(table, column, value)
                for column, value in row.items()
                if column not in OF_THE_DAY
            }
            for xml_id in wanted[table][res_id]:
                yield xml_id, values

    def _name(self, table: str, column: str, value: object) -> object:
        target = self.keys.get((table, column))
        if target and value is not None:
            return self.names.get((target, value), "(no XML id)")
        return self._name_actions(value)

    def _name_actions(self, value: object) -> object:
        """Replace the ids of actions in texts: menus and buttons refer to them by number."""
        if isinstance(value, dict):
            return {key: self._name_actions(text) for key, text in value.items()}
        if not isinstance(value, str):
            return value
        return REFERENCE.sub(
            lambda found: self.names.get(("ir_actions", int(found[1])), found[0]), value
        )

    def _read_links(self) -> Iterator[tuple[str, str, str]]:
        """Yield the rows of many-to-many tables that touch a record of ours."""
        columns: dict[str, list[tuple[str, str]]] = {}
        with_id = {
            row[0]
            for row in self._sql(
                "SELECT attrelid::regclass::text FROM pg_attribute WHERE attname = 'id'"
            )
        }
        for (table, column), target in self.keys.items():
            if table not in with_id:
                columns.setdefault(table, []).append((column, target))
        pairs = {table: sorted(pair) for table, pair in columns.items() if len(pair) == 2}
        query = " UNION ALL ".join(
            f"SELECT '{table}', {left}, {right} FROM {table}"
            for table, ((left, _left), (right, _right)) in pairs.items()
        )
        ours = {(table, res_id) for table, res_id, _noupdate in self.ours.values()}
        for table, one, other in self._sql(query):
            (_one, left), (_other, right) = pairs[table]
            ends = (left, one), (right, other)
            names = [self.names.get(end) for end in ends]
            if all(names) and any(end in ours for end in ends):
                yield table, *names


def differences(old: Records, upgraded: Records, fresh: Records) -> Iterator[str]:
    """Yield what an upgraded database has otherwise than a fresh one.

    :param old: as the old version was installed: what a person has changed since may differ
    """
    for xml_id in sorted(fresh.ours.keys() - upgraded.ours.keys()):
        yield f"{xml_id}: missing"
    for xml_id in sorted(upgraded.ours.keys() - fresh.ours.keys()):
        yield f"{xml_id}: left over"
    for xml_id in sorted(upgraded.values.keys() & fresh.values.keys()):
        has, wants = upgraded.values[xml_id], fresh.values[xml_id]
        had = old.values.get(xml_id, has)
        is_kept = upgraded.ours[xml_id][2]
        if is_kept != fresh.ours[xml_id][2]:
            yield f"{xml_id}: noupdate is {is_kept}"
        for column in sorted(has.keys() & wants.keys()):
            value = has[column]
            if value != wants[column] and not (is_kept and had.get(column, value) != value):
                yield f"{xml_id}.{column}: {value!r}, not {wants[column]!r}"
    for link in sorted(fresh.links - upgraded.links):
        yield f"{' '.join(link)}: missing"
    for link in sorted((upgraded.links - fresh.links) & old.links):
        yield f"{' '.join(link)}: left over"
