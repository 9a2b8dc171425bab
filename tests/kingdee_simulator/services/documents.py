"""Reading and writing whole records: header, sub-headers, entries."""

import sqlite3
from dataclasses import dataclass, field

from ..meta.fields import Entity, Form
from ..store.database import fetch_dicts, insert, next_id, update


@dataclass(slots=True)
class Document:
    """A record in the making: columns of the header, and rows by entry key."""

    form: Form
    key: object = None
    head: dict = field(default_factory=dict)
    entries: dict[str, list[dict]] = field(default_factory=dict)

    @property
    def number(self) -> str:
        """Return its number, "" before it has one."""
        return str(self.head.get(self.form.number.lower()) or "").strip()

    @property
    def status(self) -> str:
        """Return FDocumentStatus."""
        return self.head.get("fdocumentstatus") or ""

    def lines(self) -> list[dict]:
        """Return the rows of the first entry, the bill's lines."""
        return self.entries.get(self.form.entries[0].key, []) if self.form.entries else []


def load(tx: sqlite3.Connection, form: Form, key: object) -> Document | None:
    """Return the record of an internal id, or None."""
    rows = fetch_dicts(tx, f"SELECT * FROM {form.table} WHERE {form.key.lower()} = ?", (key,))
    if not rows:
        return None
    head = rows[0]
    document = Document(form, head.pop(form.key.lower()), head)
    for entity in form.entries:
        document.entries[entity.key] = fetch_dicts(
            tx, f"SELECT * FROM {entity.table} WHERE fid = ? ORDER BY fseq, fentryid", (key,)
        )
    return document


def find_key(
    tx: sqlite3.Connection, form: Form, number: str, organisation: int = 0
) -> object | None:
    """Return the internal id of a number; base data may exist once per using organisation."""
    order = "" if form.is_bill else "ORDER BY fuseorgid <> ?, fuseorgid <> fcreateorgid"
    row = tx.execute(
        f"SELECT {form.key.lower()} FROM {form.table} WHERE {form.number.lower()} = ? {order}",
        (number,) if form.is_bill else (number, organisation),
    ).fetchone()
    return row[0] if row else None


def taken(tx: sqlite3.Connection, document: Document) -> bool:
    """Return whether another record has this number (base data: in the same organisation)."""
    form = document.form
    sql = f"SELECT 1 FROM {form.table} WHERE {form.number.lower()} = ? AND {form.key.lower()} <> ?"
    values: list = [document.number, document.key or 0]
    if not form.is_bill:
        sql += " AND fuseorgid = ?"
        values.append(document.head.get("fuseorgid") or 0)
    return tx.execute(sql, values).fetchone() is not None


def empty_head(form: Form) -> dict:
    """Return the columns of a new header."""
    return {item.column: item.empty for item in form.stored}


def empty_line(entity: Entity) -> dict:
    """Return the columns of a new row of an entry."""
    return {item.column: item.empty for item in entity.fields}


def store(tx: sqlite3.Connection, document: Document) -> None:
    """Write a record, new or changed; rows that are gone are deleted."""
    form = document.form
    if document.key is None:
        document.key = next_id(tx)
        if "fmasterid" in document.head and not document.head["fmasterid"]:
            document.head["fmasterid"] = document.key
        insert(tx, form.table, {form.key.lower(): document.key, **document.head})
    else:
        update(tx, form.table, (form.key.lower(), document.key), document.head)
    for entity in form.entries:
        _store_lines(tx, document, entity)


def _store_lines(tx: sqlite3.Connection, document: Document, entity: Entity) -> None:
    rows = document.entries.get(entity.key, [])
    kept = [row["fentryid"] for row in rows if row.get("fentryid")]
    marks = ", ".join("?" * len(kept))
    tx.execute(
        f"DELETE FROM {entity.table} WHERE fid = ? AND fentryid NOT IN ({marks})",
        (document.key, *kept),
    )
    for number, row in enumerate(rows, start=1):
        row["fid"], row["fseq"] = document.key, number
        if row.get("fentryid"):
            values = {name: value for name, value in row.items() if name != "fentryid"}
            update(tx, entity.table, ("fentryid", row["fentryid"]), values)
        else:
            row["fentryid"] = next_id(tx, "entry", start=200001)
            insert(tx, entity.table, row)


def remove(tx: sqlite3.Connection, form: Form, key: object) -> None:
    """Delete a record: afterwards nothing tells that it was there."""
    for entity in form.entries:
        tx.execute(f"DELETE FROM {entity.table} WHERE fid = ?", (key,))
    tx.execute(f"DELETE FROM {form.table} WHERE {form.key.lower()} = ?", (key,))
