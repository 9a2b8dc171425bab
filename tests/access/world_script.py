"""Runs in an Odoo shell: makes the world of the access tables, gives every role a key, and prints
what there is to probe, as JSON: see `answer` below.
"""

import datetime
import inspect
import itertools
import json
from importlib import import_module
from unittest.mock import patch

from odoo.addons.base.models import res_users
from odoo.addons.distribution_commission.tests.common import CommissionCommon
from odoo.addons.distribution_member.models.encrypted_field import Encrypted
from odoo.addons.distribution_member.tests.access_table import model_of, read_rights
from odoo.addons.distribution_member.tests.access_world import AccessWorld
from odoo.models import BaseModel
from odoo.tests import TransactionCase
from odoo.tools import json_default

from tests.access.numbers_world import write_numbers
from tests.access.portal_world import describe_portal

# Of a hundred people, each with a password: strength was a third of the time of this script.
res_users.MIN_ROUNDS = 1
PASSWORD = "rpc probe 2026"  # noqa: S105 - of a database that is dropped afterwards
STRANGER = "somebody else"  # who made a wizard
OURS = "odoo.addons.distribution_"
numbers = itertools.count(1)


class World(AccessWorld, CommissionCommon):
    """The world of the tests, outside of a test."""

    env = env(context={**env.context, "lang": "en_US", "no_reset_password": True})  # noqa: F821, PLW0127


def load_cases():
    """Return {addon: its access_cases} of every addon of ours that is installed."""
    domain = [("state", "=", "installed"), ("name", "=like", "distribution_%")]
    return {
        name: import_module(f"odoo.addons.{name}.tests.access_cases")
        for name in sorted(World.env["ir.module.module"].search(domain).mapped("name"))
    }


def find_text_field(model):
    """Return a plain text that a writer could change, or None."""
    for name, field in sorted(model._fields.items()):
        is_plain = field.type == "char" and field.store and not field.compute and not field.related
        if is_plain and not field.groups and not field.readonly and type(field).__name__ == "Char":
            return name
    return None


def find_values(record):
    """Return values from which a record like this one can be made, or None."""
    try:
        with World.env.cr.savepoint(flush=True) as savepoint:
            fields = record._fields
            values = {
                name: value
                for name, value in record.copy_data()[0].items()
                if not fields[name].groups
            }
            record.create(values)
            World.env.flush_all()
            savepoint.rollback()
    except Exception:  # noqa: BLE001 - whatever it is that stands against it
        World.env.invalidate_all()
        return None
    World.env.invalidate_all()
    return values


def make_spares(make, rights):
    """Return {role: a record to delete, of a member made for it} for the roles that may."""
    spares = {}
    for role, cells in rights.items():
        relation = next((name for name, cell in cells.items() if "unlink" in cell), None)
        if relation:
            like = World.members[relation]
            with World._acting_in(like.company_id):
                member = World._create_member(
                    f"SPARE-{next(numbers)}",
                    rank=3,
                    region=like.region_id.with_env(World.env),
                    company_id=like.company_id.id,
                )
                spares[role] = make(World, member).id
    return spares


def find_public_methods(model):
    """Return what RPC clients may call of ours: {name: {whether it takes ids, its parameters}}."""
    return {
        name: {
            "takes_ids": not hasattr(method, "_api_model"),
            "parameters": [
                parameter.name
                for parameter in list(inspect.signature(method).parameters.values())[1:]
                if parameter.kind is not inspect.Parameter.VAR_KEYWORD
            ],
        }
        for name, method in inspect.getmembers(type(model), inspect.isfunction)
        if not name.startswith("_")
        and not hasattr(BaseModel, name)
        and not getattr(method, "_api_private", False)
        and any(
            name in vars(source) and source.__module__.startswith(OURS)
            for source in type(model).__mro__
        )
    }


def describe(cases, key, rows, records):
    """Return what the probes need to know of a model."""
    model, rights = World.env[model_of(key)], read_rights(rows)
    ids = {relation: record.id for relation, record in records.items()}
    make = cases.FACTORIES.get(key)
    return {
        "transient": model._transient,
        "field": find_text_field(model),
        "records": ids,
        "values": {name: find_values(record) for name, record in records.items()}
        if not model._transient
        else {},
        "spares": make_spares(make, rights) if make and not model._transient else {},
        "rights": {
            role: {relation: sorted(cell) for relation, cell in cells.items()}
            for role, cells in rights.items()
        },
    }


with patch.object(TransactionCase, "setUpClass", classmethod(lambda cls: None)):
    World.setUpClass()
# Outside of tests Odoo leaves it to people to give a further company its warehouse.
foreign = World.members["foreign"].company_id
if not World.env["stock.warehouse"].search([("company_id", "=", foreign.id)]):
    World.env["stock.warehouse"].create(
        {"name": foreign.name, "code": "X", "company_id": foreign.id}
    )
tomorrow = datetime.datetime.now(datetime.UTC).replace(tzinfo=None) + datetime.timedelta(days=1)
answer = {"password": PASSWORD, "roles": {}, "models": {}, "methods": {}, "listed": {}}
answer["numbers"] = {}
answer["members"] = {relation: member.id for relation, member in World.members.items()}
for role, user in World.users.items():
    if role != "public":
        user.sudo().write({"password": PASSWORD, "lang": "en_US"})
        keys_sudo = World.env["res.users.apikeys"].with_user(user).sudo()
        answer["roles"][role] = {
            "uid": user.id,
            "login": user.login,
            "key": keys_sudo._generate("rpc", "probe", tomorrow),
        }
all_records = {}
for cases in load_cases().values():
    world_env = World.env
    records = World.make_records(cases.FACTORIES)
    World.env = world_env
    wizards = World.make_wizards(cases.CASES)
    for key, rows in cases.CASES.items():
        found = {STRANGER: wizards[key]} if key in wizards else records[key]
        answer["models"][key] = describe(cases, key, rows, found)
        World.env = world_env
    all_records.update(records)
    for key in records:
        if written := write_numbers(World, records[key]):
            answer["numbers"][key] = written
    for name, methods in cases.PUBLIC_METHODS.items():
        answer["listed"].setdefault(name, []).extend(sorted(methods))
for name, model in World.env.registry.items():
    if not model._abstract and (methods := find_public_methods(World.env[name])):
        answer["methods"][name] = methods
answer["encrypted"] = {
    name: sorted(names)
    for name, model in World.env.registry.items()
    if not model._abstract
    and (names := [field.name for field in model._fields.values() if isinstance(field, Encrypted)])
}
answer["own_models"] = sorted(
    name
    for name, model in World.env.registry.items()
    if model._original_module.startswith("distribution_") and not model._abstract
)
answer["portal"] = describe_portal(World, all_records, answer["numbers"], PASSWORD)
env.cr.commit()  # noqa: F821
print(json.dumps(answer, default=json_default))
