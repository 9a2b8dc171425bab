"""QueryBusinessInfo: the metadata of a form."""

from ..meta.fields import Entity, Form
from ..meta.registry import Registry
from .context import Context
from .envelope import Outcome
from .parameters import read_parameters

ENUMS = {
    "fdocumentstatus": "Z:暂存,A:创建,B:审核中,C:已审核,D:重新审核",
    "fcancelstatus": "A:未作废,B:已作废",
    "fclosestatus": "A:未关闭,B:已关闭",
    "fforbidstatus": "A:否,B:是",
    "fmrpclosestatus": "A:正常,B:业务关闭",
}
TYPES = {"text": 1, "number": 2, "date": 61, "bool": 5, "enum": 9, "ref": 13, "int": 3}


def describe(erp: Context, data: dict) -> dict:
    """Return what the form consists of; keys that were removed are absent."""
    form = erp.registry.form(read_parameters(data).get("formid"))
    operations = ["Save", "Submit", "Audit", "UnAudit", "Delete", "Forbid", "Enable"]
    info = {
        "Id": form.id,
        "Name": _name(form.caption),
        "Entrys": [_entity(erp.registry, form, entity) for entity in _entities(form)],
        "Operations": [{"OperationNumber": name} for name in operations],
    }
    return {"Result": {"ResponseStatus": Outcome().status(), "NeedReturnData": info}}


def _entities(form: Form) -> tuple[Entity, ...]:
    return (form.head, *form.subheads, *form.entries)


def _name(text: str) -> list[dict]:
    return [{"Key": 2052, "Value": text}]


def _entity(registry: Registry, form: Form, entity: Entity) -> dict:
    fields = []
    if entity is form.head:
        fields.append(_field(form.key, "内码", 3, False))
    if entity.table:
        fields.append(_field(entity.id_key, "分录内码", 3, False))
    added = [item for place, item in registry.added.values() if place is entity]
    for item in (*entity.fields, *added):
        if item.internal or (form.id.lower(), item.key.lower()) in registry.removed:
            continue
        fields.append(_field(item.key, item.caption, TYPES.get(item.kind, 1), item.required))
        if item.column in ENUMS:
            pairs = [pair.split(":") for pair in ENUMS[item.column].split(",")]
            fields[-1]["Extends"] = [
                {"Value": code, "Caption": _name(text)} for code, text in pairs
            ]
        if item.kind == "ref":
            fields[-1]["LookUpObjectFormId"] = item.target
    return {"Key": entity.key, "EntryName": entity.caption, "Fields": fields}


def _field(key: str, caption: str, kind: int, required: bool) -> dict:
    return {
        "Key": key,
        "Name": _name(caption),
        "FieldType": kind,
        "MustInput": int(required),
        "IsViewVisible": True,
    }
