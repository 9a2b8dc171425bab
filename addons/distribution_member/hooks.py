"""What installing and uninstalling must do beside the tables."""

from odoo.tools import SQL

from .queries.append_only import FUNCTION_NAME

TIME_ZONE = "Asia/Shanghai"  # all of China has one


def post_init_hook(env):
    """Let the scheduler's day begin when the customers' does, not at eight in the morning.

    Planned changes, freezes and due days are applied by scheduled actions, whose user has no time
    zone after an installation, which means UTC. A time zone that somebody chose stays.
    """
    scheduler = env.ref("base.partner_root")
    scheduler.tz = scheduler.tz or TIME_ZONE


def uninstall_hook(env):
    """Leave nothing behind: PostgreSQL does not drop a function with the tables that use it."""
    env.cr.execute(SQL("DROP FUNCTION IF EXISTS %s() CASCADE", SQL.identifier(FUNCTION_NAME)))
