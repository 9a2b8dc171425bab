"""What installing and uninstalling must do beside the tables."""

from odoo.tools import SQL

# What Odoo would compute order by order at installation, and find nothing: there is no member yet,
# or the past orders of members are linked by who takes them over, from a day of their choice.
EMPTY_COLUMNS = {
    "distribution_member_id": SQL("int4"),
    "distribution_region_id": SQL("int4"),
    "distribution_state": SQL("varchar"),
    "distribution_reasons": SQL("varchar"),
}


def pre_init_hook(env):
    """Add the computed columns of orders, empty, before Odoo would fill them one by one."""
    for name, kind in EMPTY_COLUMNS.items():
        column = SQL.identifier(name)
        env.cr.execute(SQL("ALTER TABLE sale_order ADD COLUMN IF NOT EXISTS %s %s", column, kind))


def uninstall_hook(env):
    """Take back the sales rights that this addon gave to the channel's groups."""
    for group, implied in (
        ("group_distribution_admin", "sales_team.group_sale_salesman_all_leads"),
        ("group_distribution_manager", "sales_team.group_sale_salesman"),
    ):
        env.ref(f"distribution_member.{group}").implied_ids -= env.ref(implied)
