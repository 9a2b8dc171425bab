"""The SQLite file: schema made from the metadata, one writer at a time, many readers."""

import queue
import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from ..meta.fields import SQL_TYPES, Entity, Field, Form
from ..meta.registry import FORMS

INDEXES = (
    ("stk_inventory", "fmaterialid, fstockid"),
    ("stk_inventory", "fstockid, fid"),
    ("bd_material", "fnumber, fuseorgid"),
    ("bd_material", "fmasterid, fuseorgid"),
    ("bd_material", "fmodifydate, fmaterialid"),
    ("bd_customer", "fnumber, fuseorgid"),
    ("bd_customer", "fmodifydate, fcustid"),
    ("sal_saleorder_fsaleorderentry", "fmaterialid"),
    ("sal_outstock_fentity", "fsoentryid"),
    ("sal_returnstock_fentity", "fsoentryid"),
)
PRAGMAS = (
    "PRAGMA journal_mode=WAL",
    "PRAGMA synchronous=OFF",
    "PRAGMA cache_size=-65536",
    "PRAGMA busy_timeout=30000",
)


class Database:
    """Connections to one file; `read()` and `write()` lend them."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self._idle: queue.LifoQueue[sqlite3.Connection] = queue.LifoQueue()
        self._writing = threading.RLock()
        with self.write() as connection:
            for statement in _schema():
                connection.execute(statement)

    def _connect(self) -> sqlite3.Connection:
        connection = sqlite3.connect(self.path, isolation_level=None, check_same_thread=False)
        for pragma in PRAGMAS:
            connection.execute(pragma)
        return connection

    @contextmanager
    def read(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection that sees one state of the data."""
        try:
            connection = self._idle.get_nowait()
        except queue.Empty:
            connection = self._connect()
        try:
            connection.execute("BEGIN")
            yield connection
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")
            self._idle.put(connection)

    @contextmanager
    def write(self) -> Iterator[sqlite3.Connection]:
        """Lend a connection whose changes are kept unless the block raises."""
        with self._writing:
            try:
                connection = self._idle.get_nowait()
            except queue.Empty:
                connection = self._connect()
            try:
                connection.execute("BEGIN IMMEDIATE")
                yield connection
                connection.execute("COMMIT")
            finally:
                if connection.in_transaction:
                    connection.execute("ROLLBACK")
                self._idle.put(connection)

    def wipe(self) -> None:
        """Empty all tables."""
        with self.write() as connection:
            names = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            for (name,) in names.fetchall():
                connection.execute(f'DELETE FROM "{name}"')

    def close(self) -> None:
        """Close the idle connections."""
        while not self._idle.empty():
            self._idle.get_nowait().close()


def next_id(tx: sqlite3.Connection, name: str = "id", count: int = 1, start: int = 100001) -> int:
    """Return the first of `count` new numbers of a sequence."""
    tx.execute("INSERT OR IGNORE INTO sim_sequence VALUES (?, ?)", (name, start))
    (value,) = tx.execute(
        "UPDATE sim_sequence SET value = value + ? WHERE name = ? RETURNING value", (count, name)
    ).fetchone()
    return value - count


def insert(tx: sqlite3.Connection, table: str, values: dict) -> None:
    """Insert one row; the keys are columns of ours, never a caller's text."""
    columns = ", ".join(values)
    marks = ", ".join("?" * len(values))
    tx.execute(f"INSERT INTO {table} ({columns}) VALUES ({marks})", tuple(values.values()))


def update(tx: sqlite3.Connection, table: str, key: tuple[str, object], values: dict) -> None:
    """Update one row."""
    if values:
        columns = ", ".join(f"{name} = ?" for name in values)
        tx.execute(f"UPDATE {table} SET {columns} WHERE {key[0]} = ?", (*values.values(), key[1]))


def fetch_dicts(tx: sqlite3.Connection, sql: str, parameters: tuple = ()) -> list[dict]:
    """Return rows as dicts by column."""
    cursor = tx.execute(sql, parameters)
    names = [item[0] for item in cursor.description]
    return [dict(zip(names, row, strict=True)) for row in cursor]


def _column(item: Field) -> str:
    return f"{item.column} {SQL_TYPES.get(item.kind, 'INTEGER')}"


def _entry_table(entity: Entity) -> str:
    columns = ["fentryid INTEGER PRIMARY KEY", "fid INTEGER NOT NULL", "fseq INTEGER NOT NULL"]
    columns += [_column(item) for item in entity.fields]
    return f"CREATE TABLE IF NOT EXISTS {entity.table} ({', '.join(columns)})"


def _form_tables(form: Form) -> Iterator[str]:
    kind = "TEXT" if form.key_kind == "text" else "INTEGER"
    columns = [f"{form.key.lower()} {kind} PRIMARY KEY"] + [_column(item) for item in form.stored]
    # Rows in the order of their key: pages by key read neighbours.
    tail = " WITHOUT ROWID" if form.key_kind == "text" else ""
    yield f"CREATE TABLE IF NOT EXISTS {form.table} ({', '.join(columns)}){tail}"
    for entity in form.entries:
        yield _entry_table(entity)
        yield f"CREATE INDEX IF NOT EXISTS {entity.table}_fid ON {entity.table} (fid, fseq)"
    if form.is_bill:
        yield f"CREATE UNIQUE INDEX IF NOT EXISTS {form.table}_no ON {form.table} (fbillno)"
        yield f"CREATE INDEX IF NOT EXISTS {form.table}_m ON {form.table} (fmodifydate, fid)"


def _schema() -> Iterator[str]:
    yield "CREATE TABLE IF NOT EXISTS sim_sequence (name TEXT PRIMARY KEY, value INTEGER)"
    yield "CREATE TABLE IF NOT EXISTS sim_setting (name TEXT PRIMARY KEY, value TEXT)"
    yield "CREATE TABLE IF NOT EXISTS sim_payload (digest TEXT PRIMARY KEY)"
    yield (
        "CREATE TABLE IF NOT EXISTS sim_reservation "
        "(entry INTEGER, inventory TEXT, quantity REAL, PRIMARY KEY (entry, inventory))"
    )
    yield "CREATE TABLE IF NOT EXISTS sim_drift (form TEXT, key)"
    yield (
        "CREATE TABLE IF NOT EXISTS sim_movement (bill INTEGER, organisation INTEGER, "
        "warehouse INTEGER, material INTEGER, lot INTEGER, status INTEGER, owner INTEGER, "
        "quantity REAL, PRIMARY KEY (bill, organisation, warehouse, material, lot, status, owner))"
    )
    for form in FORMS.values():
        yield from _form_tables(form)
    for number, (table, columns) in enumerate(INDEXES):
        yield f"CREATE INDEX IF NOT EXISTS sim_index_{number} ON {table} ({columns})"
