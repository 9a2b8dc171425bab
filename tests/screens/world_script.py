"""Runs in an Odoo shell: poisons a copy of the demo company and prints what to look at."""

import json
import os

from tests.screens.mail_list import list_mails
from tests.screens.poisoning import poison
from tests.screens.screen_list import list_screens
from tests.screens.seeds import plant_seeds

env = env(context={**env.context, "lang": "zh_CN"})  # noqa: F821, PLW0127
plant_seeds(env)
told = poison(env, turn=int(os.environ.get("TURN", "0")))
# Who attacks looks with all rights that a person can have with us.
admin = env["res.users"].search([("login", "=", "admin")])
groups = env["ir.model.data"].search(
    [("model", "=", "res.groups"), ("module", "=like", "distribution\\_%")]
)
admin.group_ids = [(4, group) for group in groups.mapped("res_id")]
env.cr.commit()
told.update(list_screens(env(user=admin.id)))
told.update(list_mails(env))
env.cr.rollback()
print(json.dumps(told))
