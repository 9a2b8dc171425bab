"""What installing and uninstalling must do beside the tables."""

from odoo.tools import SQL

from . import argon2_backend, babel_locales, bundles_on_primary, log_masking
from .queries.append_only import FUNCTION_NAME

TIME_ZONE = "Asia/Shanghai"  # all of China has one


def post_load():
    """Change what this process does whichever database it serves, before the first request."""
    argon2_backend.load()
    log_masking.install()
    babel_locales.remember()
    bundles_on_primary.keep()


def post_init_hook(env):
    """Let everybody's day begin when the customers' does, not at eight in the morning.

    Users without a time zone live in UTC: after an installation the scheduler, visitors and the
    portal. Then a certificate issued at seven would not be valid before eight. A time zone that
    somebody chose stays.
    """
    users = env["res.users"].with_context(active_test=False).search([("partner_id.tz", "=", False)])
    users.partner_id.tz = TIME_ZONE
    env["ir.default"].set("res.partner", "tz", TIME_ZONE)


def uninstall_hook(env):
    """Leave nothing behind that is not dropped with the tables: a default and a function."""
    env["ir.default"].discard_values("res.partner", "tz", [TIME_ZONE])
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FUNCTION_NAME)))
