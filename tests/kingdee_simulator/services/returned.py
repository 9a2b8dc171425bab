"""NeedReturnFields: values of the saved record, as Result.NeedReturnData shows them."""

import sqlite3

from ..meta.fields import Entity
from .documents import Document


def fields_of(tx: sqlite3.Connection, document: Document, keys: list) -> dict:
    """Return header values at the root and entry values in lists under the entry's key."""
    form, answer = document.form, {}
    for key in keys:
        first, _dot, rest = str(key).partition(".")
        entry = form.entry(first)
        if entry:
            answer.setdefault(entry.key, _rows(document, entry, rest or "FEntryID"))
            continue
        if first.lower() == form.key.lower():
            answer[first] = document.key
            continue
        place = form.find(first)
        if place is None:
            continue
        entity, item = place
        if not entity.table:
            answer[first] = document.head.get(item.column)
            continue
        rows = answer.setdefault(entity.key, [{} for _row in document.entries[entity.key]])
        for row, values in zip(rows, document.entries[entity.key], strict=True):
            row[first] = values.get(item.column)
    return answer


def _rows(document: Document, entry: Entity, key: str) -> list[dict]:
    column = "fentryid" if key.lower() == entry.id_key.lower() else key.lower()
    return [{key: row.get(column)} for row in document.entries.get(entry.key, [])]
