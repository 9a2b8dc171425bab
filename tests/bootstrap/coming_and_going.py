"""Runs in an Odoo shell: install our addons one by one, uninstall them, report what stays.

Prints one line of JSON: {addon: {kind: [what is left]}}. ADDONS: names in dependency order.
"""

import json
import os

from odoo.api import SUPERUSER_ID, Environment
from odoo.modules.registry import Registry

# What an addon may leave a trace in: a name per row, so that a difference can be read.
KINDS = {
    "tables": "SELECT c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace "
    "WHERE n.nspname = 'public' AND c.relkind IN ('r', 'v', 'm', 'S', 'p')",
    "columns": "SELECT table_name || '.' || column_name FROM information_schema.columns "
    "WHERE table_schema = 'public'",
    "indexes": "SELECT indexname FROM pg_indexes WHERE schemaname = 'public'",
    "constraints": "SELECT conrelid::regclass || '.' || conname FROM pg_constraint",
    "triggers": "SELECT tgrelid::regclass || '.' || tgname FROM pg_trigger WHERE NOT tgisinternal",
    "functions": "SELECT p.oid::regprocedure::text FROM pg_proc p JOIN pg_namespace n "
    "ON n.oid = p.pronamespace WHERE n.nspname = 'public'",
    "types": "SELECT t.typname FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace "
    "WHERE n.nspname = 'public' AND t.typtype IN ('e', 'd')",
    # Of its notes about models that mail, portal … extend, Odoo never deletes the names again.
    "xml-ids": "SELECT module || '.' || name FROM ir_model_data WHERE module LIKE 'distribution%' "
    "OR model NOT IN ('ir.model.inherit', 'ir.model.fields.selection')",
    "models": "SELECT model FROM ir_model",
    "fields": "SELECT model || '.' || name FROM ir_model_fields",
    "crons": "SELECT id::text || ' ' || cron_name FROM ir_cron",
    "groups": "SELECT id::text || ' ' || (name->>'en_US') FROM res_groups",
    "menus": "SELECT id::text || ' ' || (name->>'en_US') FROM ir_ui_menu",
    "actions": "SELECT id::text || ' ' || (name->>'en_US') FROM ir_actions",
    "views": "SELECT id::text || ' ' || name FROM ir_ui_view",
    "rules": "SELECT id::text || ' ' || name FROM ir_rule",
    "access rights": "SELECT id::text || ' ' || name FROM ir_model_access",
    "parameters": "SELECT key FROM ir_config_parameter",
    "sequences": "SELECT id::text || ' ' || name FROM ir_sequence",
    "mail templates": "SELECT id::text || ' ' || (name->>'en_US') FROM mail_template",
    "defaults": "SELECT id::text FROM ir_default",
}
# Made when the first addon needs it, dropped with its owner: the shared base.
OWNED = {"distribution_append_only()": "distribution_member"}


def snapshot(database: str) -> dict[str, set[str]]:
    """Return everything that could stay behind."""
    with Registry(database).cursor() as cr:
        found = {}
        for kind, query in KINDS.items():
            cr.execute(query)
            found[kind] = {row[0] for row in cr.fetchall()}
        return found


def press(database: str, addon: str, button: str) -> None:
    """Press a button of the Apps list, as a person would."""
    with Registry(database).cursor() as cr:
        module = Environment(cr, SUPERUSER_ID, {})["ir.module.module"]
        record = module.search([("name", "=", addon)])
        assert record, f"{addon} is not in the list of addons"
        getattr(record, button)()


def state(database: str, addon: str) -> str:
    """Return the addon's state."""
    with Registry(database).cursor() as cr:
        cr.execute("SELECT state FROM ir_module_module WHERE name = %s", [addon])
        return cr.fetchone()[0]


def leftovers(addon: str, before: dict[str, set], after: dict[str, set]) -> dict[str, list[str]]:
    """Return what is there now and was not before."""
    others = {name for name, owner in OWNED.items() if owner != addon}
    return {
        kind: sorted(rows)[:20] for kind in KINDS if (rows := after[kind] - before[kind] - others)
    }


def main(database: str, addons: list[str]) -> dict[str, dict]:
    """Install upwards, uninstall downwards."""
    befores = {}
    for addon in addons:
        befores[addon] = snapshot(database)
        press(database, addon, "button_immediate_install")
        assert state(database, addon) == "installed", f"{addon} did not install"
    result = {}
    for addon in reversed(addons):
        press(database, addon, "button_immediate_uninstall")
        assert state(database, addon) == "uninstalled", f"{addon} did not uninstall"
        result[addon] = leftovers(addon, befores[addon], snapshot(database))
    return result


with Registry(env.cr.dbname).cursor() as first:  # noqa: F821 - the shell gives `env`
    Environment(first, SUPERUSER_ID, {})["ir.module.module"].update_list()
env.cr.rollback()  # noqa: F821
print(json.dumps(main(env.cr.dbname, os.environ["ADDONS"].split(","))))  # noqa: F821
