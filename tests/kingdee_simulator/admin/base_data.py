"""Actions on materials, customers and organisations."""

import sqlite3

from ..effects.on_save import complete_base_data
from ..meta.registry import FORMS
from ..refusal import AdminError
from ..seed import add_small
from ..services.context import Context
from ..services.documents import Document, empty_head, remove, store
from ..store.database import fetch_dicts, insert, next_id, update
from . import lookup


def _add(erp: Context, form_id: str, number: str, name: str, values: dict) -> dict:
    form = FORMS[form_id.lower()]
    document = Document(form, None, empty_head(form))
    now = erp.clock.now()
    with erp.database.write() as tx:
        document.head |= _columns(tx, form_id, {"FNumber": number, "FName": name, **values})
        document.head["fcreateorgid"] = document.head["fcreateorgid"] or 1
        complete_base_data(tx, document)
        document.head |= {
            "fdocumentstatus": "C",
            "fcreatedate": now,
            "fmodifydate": now,
            "fapprovedate": now,
        }
        if form_id == "BD_Customer":
            document.head["ftradingcurrid"] = document.head["ftradingcurrid"] or 1
        store(tx, document)
    return {"id": document.key}


def _columns(tx: sqlite3.Connection, form_id: str, values: dict) -> dict:
    """Return columns for field keys; references are given by number."""
    form, found = FORMS[form_id.lower()], {}
    for key, value in values.items():
        place = form.index.get(key.lower())
        item = place[1] if place else None
        if key == "list_price":
            found["f_listprice"] = float(value)
        elif item is None or item.key == form.key:
            raise AdminError(f"{form_id} has no field {key}")
        elif item.kind == "ref":
            found[item.column] = lookup.small(tx, item.target, value)
        else:
            found[item.column] = float(value) if item.kind == "number" else value
    return found


def _change(erp: Context, form_id: str, number: str, values: dict) -> dict:
    form = FORMS[form_id.lower()]
    with erp.database.write() as tx:
        lookup.document(tx, form_id, number)
        columns = _columns(tx, form_id, values) | {"fmodifydate": erp.clock.now()}
        update(tx, form.table, ("fnumber", number), columns)
    return {}


def _delete(erp: Context, form_id: str, number: str) -> dict:
    form = FORMS[form_id.lower()]
    with erp.database.write() as tx:
        lookup.document(tx, form_id, number)
        keys = tx.execute(
            f"SELECT {form.key} FROM {form.table} WHERE fnumber = ?", (number,)
        ).fetchall()
        if form_id == "BD_MATERIAL":
            tx.execute(
                "DELETE FROM stk_inventory WHERE fmaterialid IN "
                "(SELECT fmasterid FROM bd_material WHERE fnumber = ?)",
                (number,),
            )
        for (key,) in keys:
            remove(tx, form, key)
    return {"deleted": len(keys)}


def _actions(form_id: str, word: str) -> dict:
    """Return add, change, forbid, enable and delete of a form."""

    def add(erp: Context, number: str, name: str = "", **values: object) -> dict:
        return _add(erp, form_id, number, name or number, values)

    def change(erp: Context, number: str, **values: object) -> dict:
        return _change(erp, form_id, number, values)

    def forbid(erp: Context, number: str) -> dict:
        return _change(erp, form_id, number, {"FForbidStatus": "B"})

    def enable(erp: Context, number: str) -> dict:
        return _change(erp, form_id, number, {"FForbidStatus": "A"})

    def delete(erp: Context, number: str) -> dict:
        return _delete(erp, form_id, number)

    made = (add, change, forbid, enable, delete)
    return {f"{word}_{action.__name__}": action for action in made}


def organisation_add(
    erp: Context, number: str, name: str = "", materials: list[str] | None = None
) -> dict:
    """Add an organisation that uses materials (all, unless named) and all customers: each
    gets a record of its own, with the same number and master, and another id.
    """
    with erp.database.write() as tx:
        now = erp.clock.now()
        key = add_small(tx, "ORG_Organizations", number, name or number, now=now)
        shared = 0
        for form_id in ("BD_MATERIAL", "BD_Customer"):
            form = FORMS[form_id.lower()]
            rows = fetch_dicts(tx, f"SELECT * FROM {form.table} WHERE fuseorgid = fcreateorgid")
            if form_id == "BD_MATERIAL" and materials is not None:
                rows = [row for row in rows if row["fnumber"] in materials]
            first = next_id(tx, count=max(1, len(rows)))
            for offset, row in enumerate(rows):
                row |= {form.key.lower(): first + offset, "fuseorgid": key, "fmodifydate": now}
                insert(tx, form.table, row)
            shared += len(rows)
    return {"id": key, "shared": shared}


def record_add(erp: Context, form: str, number: str, name: str = "") -> dict:
    """Add a record to a small list: a unit, a group of materials, a salesman."""
    known = FORMS.get(form.lower())
    if known is None or known.is_bill:
        raise AdminError(f"no list {form}")
    with erp.database.write() as tx:
        now = erp.clock.now()
        return {"id": add_small(tx, known.id, number, name or number, now=now)}


ACTIONS = {
    **_actions("BD_MATERIAL", "material"),
    **_actions("BD_Customer", "customer"),
    "organisation_add": organisation_add,
    "record_add": record_add,
}
