"""Runs in an Odoo shell: makes the users of the chapter on integration, with the roles it names.

Prints JSON: {name: {"login", "key"}}, "statement": one with money, and of the names in the
chapter's tables: "names", how many, "unknown", those that do not exist.
"""

import json
import os
import re
from datetime import timedelta

from odoo.fields import Command, Datetime

GROUPS = {
    "orders": "distribution_member.group_distribution_manager",
    "finance": "distribution_member.group_distribution_finance",
}
PORTAL_LOGIN = "d401"
IN_BRACKETS = re.compile(r"（[^）]*）")
NAME = re.compile(r"`([a-z_0-9]+)(?:`|\()")
MODEL = re.compile(r"`([a-z]+(?:\.[a-z]+)+)`")


def make_users():
    """Return the users by name; the one for orders looks after the whole channel."""
    users = {
        name: env["res.users"].create(  # noqa: F821 - the shell gives `env`
            {
                "name": f"Integration: {name}",
                "login": f"integration.{name}",
                "group_ids": [
                    Command.set([env.ref("base.group_user").id, env.ref(group).id])  # noqa: F821
                ],
            }
        )
        for name, group in GROUPS.items()
    }
    top = env["distribution.region"].search([("parent_id", "=", False)])  # noqa: F821
    top.manager_ids += users["orders"]
    users["portal"] = env["res.users"].search([("login", "=", PORTAL_LOGIN)])  # noqa: F821
    return users


def make_key(user):
    """Return what a client needs to sign in as this user."""
    keys = env["res.users.apikeys"].with_user(user)  # noqa: F821
    day_after = Datetime.now() + timedelta(days=1)
    return {"login": user.login, "key": keys._generate("rpc", "manual", day_after)}


def read_names(tables):
    """Return (how many names the tables have, those that no model, field or method has)."""
    count, unknown = 0, []
    for line in tables.splitlines():
        cells = [IN_BRACKETS.sub("", cell) for cell in line.strip("| ").split(" | ")]
        models = MODEL.findall(cells[0]) if line.startswith("| `") else []
        for name in (name for cell in cells[1:] for name in NAME.findall(cell)):
            count += 1
            owners = MODEL.findall(cells[-1]) or models
            if not any(_has(owner, name) for owner in owners):
                unknown.append(f"{models}: {name}")
        unknown += [model for model in models if model not in env]  # noqa: F821
    return count, unknown


def _has(model, name):
    record = env[model]  # noqa: F821
    return name in record._fields or (
        not name.startswith("_") and callable(getattr(record, name, None))
    )


facts = {name: make_key(user) for name, user in make_users().items()}
published = [("state", "!=", "draft"), ("payable", ">", 0)]
facts["statement"] = env["distribution.statement"].search(published, limit=1).id  # noqa: F821
facts["names"], facts["unknown"] = read_names(os.environ["TABLES"])
env.cr.commit()  # noqa: F821
print(json.dumps(facts))
