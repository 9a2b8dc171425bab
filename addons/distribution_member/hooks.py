"""Leave nothing behind: PostgreSQL functions are not dropped with the tables that use them."""

from odoo.tools import SQL

from .queries.append_only import FUNCTION_NAME


def uninstall_hook(env):
    """Drop the append-only function together with every trigger that calls it."""
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FUNCTION_NAME)))
