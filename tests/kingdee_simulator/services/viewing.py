"""View: a record as a tree of ORM properties (protocol 5)."""

import sqlite3

from ..meta.fields import Entity, Field, Form
from ..meta.registry import FORMS
from ..refusal import Refusal
from .context import Context
from .documents import Document, find_key, load
from .envelope import Outcome, failure
from .parameters import read_parameters


def view(erp: Context, form: Form, data: dict) -> dict:
    """Return the record, or an envelope that says it is not there."""
    parameters = read_parameters(data)
    number = str(parameters.get("number") or "").strip()
    key: object = str(parameters.get("id") or "").strip()
    if not number and not key:
        raise Refusal(8, "编码值或内码值必须传其一")
    with erp.database.read() as tx:
        if number and form.number:
            organisation = int(parameters.get("createorgid") or 0)
            key = find_key(tx, form, number, organisation)
        document = load(tx, form, key) if key not in (None, "") else None
        if document is None:
            missing = Refusal(10, f"“{number or key}”的{form.caption}不存在或已被删除")
            return failure(missing)
        tree = _tree(tx, document)
    status = None if erp.switches["old_server"] else Outcome().status()
    return {"Result": {"ResponseStatus": status, "Result": tree}}


def _tree(tx: sqlite3.Connection, document: Document) -> dict:
    form = document.form
    tree: dict = {"Id": document.key, "FFormId": form.id}
    tree |= _properties(tx, form.head, document.head)
    for subhead in form.subheads:
        values = _properties(tx, subhead, document.head)
        tree[_entity_name(subhead)] = [{"Id": document.key, **values}]
    for entity in form.entries:
        tree[_entity_name(entity)] = [
            {"Id": row["fentryid"], "Seq": row["fseq"], **_properties(tx, entity, row)}
            for row in document.entries[entity.key]
        ]
    return tree


def _entity_name(entity: Entity) -> str:
    return entity.orm or entity.key


def _properties(tx: sqlite3.Connection, entity: Entity, row: dict) -> dict:
    found: dict = {}
    for item in entity.fields:
        if item.internal:
            continue
        value = row.get(item.column)
        if item.kind == "ref":
            found[f"{item.orm}_Id"] = value or 0
            found[item.orm] = _reference(tx, item, value)
            if item.target == "BD_BatchMainFile":
                found[f"{item.orm}_Text"] = (found[item.orm] or {}).get("Number", " ")
        elif item.kind == "bool":
            found[item.orm] = bool(value)
        elif item.key == "FName":
            found["MultiLanguageText"] = [{"PkId": 1, "LocaleId": 2052, "Name": value}]
            found["Name"] = [{"Key": 2052, "Value": value}]
        else:
            found[item.orm] = value
    return found


def _reference(tx: sqlite3.Connection, item: Field, value: object) -> dict | None:
    if not value:
        return None
    target = FORMS[("BD_Customer" if item.target == "*" else item.target).lower()]
    key = "fmasterid" if item.master else target.key.lower()
    row = tx.execute(
        f"SELECT {target.key}, fnumber, fname FROM {target.table} WHERE {key} = ? LIMIT 1", (value,)
    ).fetchone()
    if row is None:
        return None
    if target.id == "SEC_User":
        return {"Id": row[0], "Name": row[2], "UserAccount": ""}
    return {
        "Id": row[0],
        "msterID": row[0],
        "MultiLanguageText": [{"PkId": 1, "LocaleId": 2052, "Name": row[2]}],
        "Name": [{"Key": 2052, "Value": row[2]}],
        "Number": row[1],
    }
