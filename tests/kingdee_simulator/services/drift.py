"""Faults of reading: rows that come and go between pages, come twice, come in disorder."""

import random

from ..effects import inventory
from ..faults import Rule
from ..meta.registry import FORMS
from ..store.database import fetch_dicts, insert
from .context import Context
from .documents import empty_head, empty_line, remove

LOW = 1000  # ids below those of records: a page by StartRow shifts
ROWS = 3


def drift(erp: Context, form_id: str, rule: Rule) -> None:
    """Insert rows that mean nothing, and delete them the next time: zero stock, unsaved drafts."""
    form = FORMS.get(form_id.lower())
    if form is None:
        return
    with erp.database.write() as tx:
        gone = tx.execute(
            "DELETE FROM sim_drift WHERE form = ? RETURNING key", (form.id,)
        ).fetchall()
        for (key,) in gone:
            remove(tx, form, key)
        if gone:
            return
        for number in range(ROWS):
            key = _stock_row(erp, tx, rule, number) if form.key_kind == "text" else None
            if key is None and form.key_kind == "int":
                key = LOW + rule.fired * ROWS + number
                head = empty_head(form) | {"fdocumentstatus": "Z", "fmodifydate": erp.clock.now()}
                head[form.number.lower()] = f"DRIFT-{form.prefix}-{key}"
                insert(tx, form.table, {form.key.lower(): key, **head})
                for entity in form.entries[:1]:
                    line = {"fentryid": key, "fid": key, "fseq": 1, **empty_line(entity)}
                    insert(tx, entity.table, line)
            if key is not None:
                tx.execute("INSERT INTO sim_drift VALUES (?, ?)", (form.id, key))


def _stock_row(erp: Context, tx, rule: Rule, number: int) -> str | None:
    rows = fetch_dicts(
        tx,
        "SELECT fstockorgid, fstockid, fmaterialid, fstockstatusid, fownerid FROM stk_inventory "
        "ORDER BY fid LIMIT 1 OFFSET ?",
        (number,),
    )
    if not rows:
        return None
    row = rows[0]
    place = inventory.Place(
        row["fstockorgid"], row["fstockid"], row["fmaterialid"], 0, row["fstockstatusid"], 1
    )
    # A GUID before all others, so that every later page by StartRow is shifted.
    key = f"00000000-0000-0000-{rule.fired % 10000:04d}-{number:012d}"
    return inventory.create(erp, tx, place, 0.0, fid=key, fmtono=f"DRIFT{number}")


def disturb(rows: list, rule: Rule) -> list:
    """Repeat or shuffle rows of an answer, the same way for the same seed."""
    source = random.Random(f"{rule.seed}:{rule.fired}")
    if rule.kind == "duplicate_rows" and rows:
        again = source.sample(rows, min(len(rows), 3))
        return [*rows, *again]
    if rule.kind == "out_of_order":
        return source.sample(rows, len(rows))
    return rows
